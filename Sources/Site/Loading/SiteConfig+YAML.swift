import Shop
import Text

/// The path of the settings, from the shop's folder.
let siteConfigFile = "site/site.yaml"

/// The result of reading `site.yaml`, besides its problems.
struct ConfigReading: Sendable {
  let config: SiteConfig
  let source: SourceText
  /// The path of the page with the refund terms, which is checked against the pages.
  let refund: Located<String>?
  /// The warnings that are allowed in it and in files without front matter.
  let allowed: Set<Diagnostic>
  /// What the settings refer to, which is checked likewise.
  let storefront: StorefrontReferences
}

extension SiteConfig {
  /// The keys of `site.yaml`, without those for other languages.
  static let keys = FileKey.site.map(\.name)

  /// Reads the settings; nil when currency or language, by which other files are read, is missing.
  static func load(
    shop: String,
    phrases: [LanguageTag: Phrases],
    overrides: SiteOverrides,
    problems: inout [ContentProblem]
  ) -> ConfigReading? {
    do throws(ContentProblem) {
      // Such a link has been reported.
      guard !ShopFiles.leadsOut(siteConfigFile, of: shop) else { return nil }
      guard Disk.status(of: shop + "/" + siteConfigFile) != nil else { throw missing(in: shop) }
      let source = try readSourceText(siteConfigFile, shop: shop)
      let isMarked = source.bytes.starts(with: SourceText.byteOrderMark)
      let text = source.bytes.dropFirst(isMarked ? SourceText.byteOrderMark.count : 0)
      guard text.count <= ContentFile.largestFrontMatter else {
        throw source.problem(
          at: .start,
          "expected at most 64 KiB of settings, found more; shorten the file"
        )
      }
      if let stray = source.strayCharacter(turningIn: source.bytes.indices) { throw stray }
      let entries = try source.yamlEntries(in: text, openingBrackets: FileKey.siteBrackets)
      let own = LanguageTag(writtenIn: entries)
      let others = ([own] + phrases.spokenLanguages).translations
      let fields = Fields(
        entries,
        in: source,
        known: Self.keys + others.flatMap(Self.keys),
        of: "site.yaml"
      )
      return ConfigReading(fields, phrases, overrides: overrides, problems: &problems)
    } catch {
      problems.append(error)
      return nil
    }
  }
}

extension LanguageTag {
  /// The shop's own language by the entries of `site.yaml`, as it is before it is checked.
  fileprivate init(writtenIn entries: [YAMLEntry]) {
    guard case .text(let tag, _)? = entries.first(where: { $0.key == "language" })?.value.kind,
      let language = LanguageTag(tag: tag)
    else {
      self = .chinese
      return
    }
    self = language
  }
}

extension SiteConfig {
  /// The problem of a folder without settings, which seems to be another than the shop's.
  private static func missing(in shop: String) -> ContentProblem {
    let isBelow = Disk.status(of: shop + "/../" + siteConfigFile)?.kind == .file
    return ContentProblem(
      file: siteConfigFile,
      message: "expected a shop's folder with this file, found none; give the folder with --shop, "
        + "or make a shop with `cardstock new shop`",
      hint: isBelow ? "did you mean `--shop \(shop == "." ? ".." : printable(shop) + "/..")`?" : nil
    )
  }

  private static func keys(of language: LanguageTag) -> [String] {
    ["title_\(language.shortTag)", "description_\(language.shortTag)"]
  }
}

extension ConfigReading {
  fileprivate init?(
    _ fields: Fields,
    _ phrases: [LanguageTag: Phrases],
    overrides: SiteOverrides,
    problems: inout [ContentProblem]
  ) {
    var fields = fields
    defer { problems += fields.problems }
    let spoken = phrases.spokenLanguages
    let language = fields.language(among: spoken)
    let languages = fields.languages(default: language, among: spoken)
    let title = fields.localized("title", in: [language] + spoken, isRequired: true)
    let description = fields.localized("description", in: [language] + spoken)
    let baseURL = fields.origin(
      "base_url",
      override: overrides.baseURL,
      isRequired: true,
      allowsPath: true
    )
    let workerURL = fields.origin("worker_url", override: overrides.workerURL, isRequired: false)
    fields.requireOwnHost(of: workerURL, besides: baseURL)
    let currency = fields.currency("currency", isRequired: true)
    let accent = fields.accent()
    let supportEmail = fields.emailAddress("support_email")
    let payments = fields.payments()
    let (legal, refund) = fields.legal()
    let market = fields.market(legal)
    let timezone = fields.timezone(market: market, currency: currency)
    let readsCJKEmphasis = fields.flag("cjk_emphasis")
    let imageBudget = fields.imageBudget()
    let isPrecompressed = fields.flag("precompress")
    allowed = fields.allowed()
    let allowedOrigins = fields.allowedOrigins()
    let hosts = fields.hosts()
    let additions = HostAdditions(
      headers: fields.ownHeaders(),
      redirects: fields.ownRedirects(base: baseURL)
    )
    var reader = StorefrontReader(languages: [language] + spoken, zone: timezone)
    let storefront = reader.read(&fields)
    guard let currency else { return nil }
    source = fields.source
    self.refund = refund
    self.storefront = reader.references
    config = SiteConfig(
      title: title,
      description: description,
      baseURL: baseURL ?? "",
      workerURL: workerURL,
      language: language,
      languages: languages,
      currency: currency,
      accent: accent,
      supportEmail: supportEmail ?? storefront.email,
      payments: payments,
      market: market,
      timezone: timezone,
      legal: legal,
      readsCJKEmphasis: readsCJKEmphasis,
      imageBudgetBytes: imageBudget,
      isPrecompressed: isPrecompressed,
      allowedOrigins: allowedOrigins,
      phrases: phrases.naming(storefront.labels),
      storefront: storefront,
      hosts: hosts,
      additions: additions,
      gone: fields.gone(),
      elsewhere: fields.elsewhere()
    )
  }
}
