package import Shop

/// `site/site.yaml`, read and checked once.
package struct SiteConfig: Equatable, Sendable {
  /// `title`, `title_en`; the default language's is required.
  package var title: Localized
  /// `description`, `description_en`: one sentence for the home page and search engines; optional.
  package var description: Localized
  /// `base_url`: scheme and host of the shop, without a trailing slash; required.
  package var baseURL: String
  /// `worker_url`: scheme and host that buy forms post to, without a trailing slash.
  ///
  /// Without it only products with a hosted payment link can be bought.
  package var workerURL: String?
  /// `language`: that of the site's root; `zh-CN` where it is missing.
  package var language: Language
  /// `languages`: all of them, the default first; just `language` where it is missing.
  package var languages: [Language]
  /// `currency`: the default for products; required.
  package var currency: Currency
  /// `accent`: `#rrggbb` that reaches 4.5:1 on white; `#0b5d51` where it is missing.
  package var accent: String
  /// `support_email`; optional.
  package var supportEmail: EmailAddress?
  /// `payments`: the providers offered; `[stripe]` where it is missing.
  package var payments: [Provider]
  /// `payment_origins`: where a checkout may redirect to, for the pages' `form-action`.
  ///
  /// Besides the worker and the products' own payment links; `[https://checkout.stripe.com]` where
  /// it is missing.
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
