package import Shop

/// `site/site.yaml`, read and checked once.
package struct SiteConfig: Equatable, Sendable {
  /// `title`, `title_en`; the default language's is required.
  package var title: Localized
  /// `description`, `description_en`: one sentence for the home page and search engines; optional.
  package var description: Localized
  /// `base_url`: absolute http(s) address of the shop, without a trailing slash. Required.
  package var baseURL: String
  /// `worker_url`: where buy forms post to, without a trailing slash. Without it only products with
  /// a hosted payment link can be bought.
  package var workerURL: String?
  /// `language`: the default, at the site's root. Default `zh-CN`.
  package var language: Language
  /// `languages`: all of them, the default first. Default: just `language`.
  package var languages: [Language]
  /// `currency`: the default for products. Required.
  package var currency: Currency
  /// `accent`: `#rrggbb`, default `#0b5d51`. Must reach 4.5:1 on white.
  package var accent: String
  /// `support_email`; optional.
  package var supportEmail: EmailAddress?
  /// `payments`: the providers offered. Default `[stripe]`.
  package var payments: [Provider]
  /// `payment_origins`: where a checkout may redirect to, for the pages' `form-action`, besides the
  /// worker and the products' own payment links. Default `[https://checkout.stripe.com]`.
  package var paymentOrigins: [String]
  /// `legal.icp`, `legal.licence`: shown in the footer; optional.
  package var legal: Legal

  /// The numbers that a market's law wants in the footer.
  package struct Legal: Equatable, Sendable {
    package var icp: String?
    package var licence: String?

    package init(icp: String? = nil, licence: String? = nil) {
      self.icp = icp
      self.licence = licence
    }
  }

  package init(
    title: Localized,
    description: Localized,
    baseURL: String,
    workerURL: String?,
    language: Language,
    languages: [Language],
    currency: Currency,
    accent: String,
    supportEmail: EmailAddress?,
    payments: [Provider],
    paymentOrigins: [String] = ["https://checkout.stripe.com"],
    legal: Legal
  ) {
    self.title = title
    self.description = description
    self.baseURL = baseURL
    self.workerURL = workerURL
    self.language = language
    self.languages = languages
    self.currency = currency
    self.accent = accent
    self.supportEmail = supportEmail
    self.payments = payments
    self.paymentOrigins = paymentOrigins
    self.legal = legal
  }
}
