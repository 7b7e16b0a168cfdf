import Shop

/// `site/site.yaml`, from the shop's folder.
let siteConfigFile = "site/site.yaml"

extension SiteConfig {
  /// The keys of `site.yaml`, but the titles and descriptions in other languages.
  static let keys = [
    "title", "description", "base_url", "worker_url", "language", "languages", "currency", "accent",
    "support_email", "payments", "payment_origins", "legal",
  ]

  /// Reads the settings; nil when what the rest is read by (currency, language) is not to be had.
  static func load(
    shop: String,
    overrides: SiteOverrides,
    problems: inout [ContentProblem]
  ) -> SiteConfig? {
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
      return SiteConfig(entries, in: source, overrides: overrides, problems: &problems)
    } catch {
      problems.append(error)
      return nil
    }
  }

  private init?(
    _ entries: [YAMLEntry],
    in source: SourceText,
    overrides: SiteOverrides,
    problems: inout [ContentProblem]
  ) {
    let translated = LanguageTag.builtIn.flatMap {
      ["title_\($0.shortTag)", "description_\($0.shortTag)"]
    }
    var fields = Fields(entries, in: source, known: Self.keys + translated, of: "site.yaml")
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
    let legal = fields.legal()
    guard let currency else { return nil }
    self.init(
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
      legal: legal
    )
  }
}
