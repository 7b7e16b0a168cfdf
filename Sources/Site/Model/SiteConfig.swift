package import Shop
import Text

/// `site/site.yaml`, read and checked once.
package struct SiteConfig: Equatable, Sendable {
  /// `title`, `title_en`; the default language's is required.
  package var title: Localized
  /// `description`, `description_en`: one sentence for the home page and search engines; optional.
  package var description: Localized
  /// `base_url`: scheme, host and path of the shop, without a trailing slash; required.
  package var baseURL: String
  /// `worker_url`: scheme and host that buy forms post to, without a trailing slash.
  ///
  /// Without it only products with a hosted payment link can be bought.
  package var workerURL: String?
  /// `language`: that of the site's root; `zh-CN` by default.
  package var language: LanguageTag
  /// `languages`: all languages, the default first; only `language` by default.
  package var languages: [LanguageTag]
  /// `currency`: the default for products; required.
  package var currency: Currency
  /// `accent`: `#rrggbb` that reaches 4.5:1 on white; `#0b5d51` by default.
  package var accent: String
  /// `support_email`; optional.
  package var supportEmail: EmailAddress?
  /// `payments`: the providers offered; `[stripe]` by default.
  package var payments: [Provider]
  /// `market`: the region whose law applies, such as `CN`; optional.
  package var market: String?
  /// `timezone`: the zone of the shop's days; by default China's if `market` is CN, or is missing
  /// and `currency` is CNY, else UTC.
  package var timezone: ShopTimeZone
  /// `legal.icp`, `legal.licence`, `legal.refund`: shown in the footer; optional.
  package var legal: Legal
  /// `cjk_emphasis`: whether `**` next to Chinese punctuation marks emphasis; false when missing.
  package var readsCJKEmphasis: Bool
  /// `image_budget_kb`: a larger image is a warning; 200 KB by default.
  package var imageBudgetBytes: Int
  /// `site/words/TAG.yaml`: the theme's texts, in every language that has them.
  package var phrases: [LanguageTag: Phrases]

  /// `csp`: origins that the Content-Security-Policy allows besides the shop's own.
  package var allowedOrigins: AllowedOrigins
  /// `gone`: addresses that are removed without a successor, decoded; a `*` at the end stands for
  /// any text.
  package var gone: [Located<String>]
  /// `elsewhere`: addresses of the host that another program serves, decoded, with `*` likewise;
  /// links to them are right.
  package var elsewhere: [Located<String>]

  /// `precompress`: whether texts get a `.gz` copy for servers that send it; false when missing.
  package var isPrecompressed: Bool
  /// `announcement`, `menu`, `footer`, `contacts`, `share_image` and others: what pages show
  /// besides their own content.
  package var storefront: Storefront

  /// `host`: the hosts for which the build writes configuration files; empty when missing.
  package var hosts: [Host]
  /// `headers`, `redirects`: what the shop adds to the rules for its hosts.
  package var additions: HostAdditions

  /// Enough for a sharp card on a phone, and sent in a second on a slow line.
  package static let defaultImageBudgetBytes = 200 * 1024

  /// The numbers that a market's law requires in the footer.
  package struct Legal: Equatable, Sendable {
    /// `legal.icp`: the ICP number of a site in China.
    package var icp: String?
    /// `legal.licence`: the number of the business licence.
    package var licence: String?
    /// The path of the page with the refund terms, such as `policies/refund`.
    package var refund: String?

    package init(icp: String? = nil, licence: String? = nil, refund: String? = nil) {
      self.icp = icp
      self.licence = licence
      self.refund = refund
    }
  }

  package init(
    title: Localized,
    description: Localized,
    baseURL: String,
    workerURL: String?,
    language: LanguageTag,
    languages: [LanguageTag],
    currency: Currency,
    accent: String,
    supportEmail: EmailAddress?,
    payments: [Provider],
    market: String? = nil,
    timezone: ShopTimeZone = .utc,
    legal: Legal,
    readsCJKEmphasis: Bool = false,
    imageBudgetBytes: Int = defaultImageBudgetBytes,
    isPrecompressed: Bool = false,
    allowedOrigins: AllowedOrigins = AllowedOrigins(),
    phrases: [LanguageTag: Phrases] = Phrases.builtIn,
    storefront: Storefront = Storefront(),
    hosts: [Host] = [],
    additions: HostAdditions = HostAdditions(),
    gone: [Located<String>] = [],
    elsewhere: [Located<String>] = []
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
    self.market = market
    self.timezone = timezone
    self.legal = legal
    self.readsCJKEmphasis = readsCJKEmphasis
    self.imageBudgetBytes = imageBudgetBytes
    self.isPrecompressed = isPrecompressed
    self.allowedOrigins = allowedOrigins
    self.phrases = phrases
    self.storefront = storefront
    self.hosts = hosts
    self.additions = additions
    self.gone = gone
    self.elsewhere = elsewhere
  }
}
