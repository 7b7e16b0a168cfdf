import Shop

/// `site/site.yaml`, from the shop's folder.
let siteConfigFile = "site/site.yaml"

/// What reading `site.yaml` gave, besides its problems.
struct ConfigReading: Sendable {
  let config: SiteConfig
  let source: SourceText
  /// The path of the page with the refund terms, to be looked for among the pages.
  let refund: Located<String>?
}

extension SiteConfig {
  /// The keys of `site.yaml`, but the titles and descriptions in other languages.
  static let keys = [
    "title", "description", "base_url", "worker_url", "language", "languages", "currency", "accent",
    "support_email", "payments", "payment_origins", "market", "legal", "cjk_emphasis",
    "image_budget_kb",
  ]

  /// Reads the settings; nil when what the rest is read by (currency, language) is not to be had.
  static func load(
    shop: String,
    overrides: SiteOverrides,
    problems: inout [ContentProblem]
  ) -> ConfigReading? {
    do throws(ContentProblem) {
      let source = try readSourceText(siteConfigFile, shop: shop)
      let isMarked = source.bytes.starts(with: SourceText.byteOrderMark)
      let text = source.bytes.dropFirst(isMarked ? SourceText.byteOrderMark.count : 0)
      guard text.count <= ContentFile.largestFrontMatter else {
        throw source.problem(
          at: .start,
          "expected at most 64 KiB of settings, found more; shorten the file"
        )
      }
      let entries = try YAMLText(text, in: source, firstLine: 1).entries()
      return ConfigReading(entries, in: source, overrides: overrides, problems: &problems)
    } catch {
      problems.append(error)
      return nil
    }
  }
}

extension ConfigReading {
  fileprivate init?(
    _ entries: [YAMLEntry],
    in source: SourceText,
    overrides: SiteOverrides,
    problems: inout [ContentProblem]
  ) {
    let translated = LanguageTag.builtIn.flatMap {
      ["title_\($0.shortTag)", "description_\($0.shortTag)"]
    }
    var fields = Fields(entries, in: source, known: SiteConfig.keys + translated, of: "site.yaml")
    defer { problems += fields.problems }
    let language = fields.language()
    let languages = fields.languages(default: language)
    let title = fields.localized("title", default: language, isRequired: true)
    let description = fields.localized("description", default: language, isRequired: false)
    let baseURL = fields.origin("base_url", override: overrides.baseURL, isRequired: true)
    let workerURL = fields.origin("worker_url", override: overrides.workerURL, isRequired: false)
    let currency = fields.currency("currency", isRequired: true)
    let accent = fields.accent()
    let supportEmail = fields.emailAddress("support_email")
    let payments = fields.payments()
    let origins = fields.paymentOrigins(override: overrides.paymentOrigins)
    let (legal, refund) = fields.legal()
    let market = fields.market(legal)
    let readsCJKEmphasis = fields.flag("cjk_emphasis")
    let imageBudget = fields.imageBudget()
    guard let currency else { return nil }
    self.source = source
    self.refund = refund
    config = SiteConfig(
      title: title,
      description: description,
      baseURL: baseURL ?? "",
      workerURL: workerURL,
      language: language,
      languages: languages,
      currency: currency,
      accent: accent,
      supportEmail: supportEmail,
      payments: payments,
      paymentOrigins: origins,
      market: market,
      legal: legal,
      readsCJKEmphasis: readsCJKEmphasis,
      imageBudgetBytes: imageBudget
    )
  }
}
