package import Shop

/// A shop's folder on disk.
package enum SiteFolder {
  /// The result of loading: the shop, unless there is an error, and all problems in order.
  package struct Loaded: Sendable {
    /// Nil when `problems` has an error.
    package let content: SiteContent?
    /// The problems by file and place, without repeats.
    package let problems: [ContentProblem]
    /// What is left out, in the order of files.
    package let leftOut: [LeftOutProduct]
    /// When the next build is due.
    package let schedule: BuildSchedule
    /// Which warnings files allow.
    let allowances: Allowances
    /// Links that can be checked only when all pages are made.
    let listLinks: [ListLink]
  }

  /// Reads the whole shop and checks it; never stops at the first problem.
  ///
  /// Products that are not on sale at the moment `now` are left out.
  package static func load(
    shop: String,
    now: Timestamp,
    includeDrafts: Bool,
    overrides: SiteOverrides = SiteOverrides()
  ) -> Loaded {
    let files = ShopFiles(of: shop)
    var problems = isShop(shop) ? files.problems : []
    let words = ShopWords(files.words, shop: shop)
    problems += words.problems
    let reading = SiteConfig.load(
      shop: shop,
      phrases: words.phrases,
      overrides: overrides,
      problems: &problems
    )
    let unreadSettings = reading == nil ? UnreadFile(siteConfigFile, shop: shop) : nil
    let assumed =
      reading?.config ?? SiteConfig.assumed(speaking: words.phrases, from: unreadSettings)
    let (templates, checked) = readTemplates(
      files.templates,
      shop: shop,
      allowed: assumed.allowedOrigins,
      problems: &problems
    )
    let all = Set(files.content.map(\.name))
    let readings = files.content.concurrentMap { file in
      readContentFile(file, among: all, shop: shop, config: assumed)
    }
    let parsed = readings.compactMap(\.parsedFile)
    problems += readings.flatMap(\.problems)
    let refused = readings.compactMap(\.refusedFile)
    let unread = UnreadFile.all(refused + (reading == nil ? [siteConfigFile] : []), shop: shop)
    let params = Set(assumed.storefront.params.names + parsed.flatMap(\.paramNames))
      .union(unread.values.flatMap(\.names))
    let check = TemplateCheck(checked, allowed: assumed.allowedOrigins, params: params)
    problems += check.problems
    var assembly = ShopAssembly(
      parsed,
      refused: Set(refused),
      unread: unread,
      staticFiles: files.staticFiles,
      images: LocalImages(of: files.staticFiles),
      config: assumed,
      settings: reading?.source,
      moment: ShopMoment(now: now, includesDrafts: includeDrafts)
    )
    var content = assembly.assemble(templates: templates)
    if let reading {
      assembly.checkRefundPage(of: reading)
      assembly.checkStorefront(of: reading, in: &content)
      problems += words.unused(in: reading.config.languages)
    }
    problems += assembly.problems
    let allowances = Allowances(
      of: Dictionary(parsed.map { ($0.source.file, $0.allowed) }) { first, _ in first },
      elsewhere: reading?.allowed ?? []
    )
    let isSound = reading != nil && !problems.contains { $0.severity == .error }
    return Loaded(
      content: isSound ? content : nil,
      problems: allowances.applied(to: problems.inOrder),
      leftOut: assembly.leftOut,
      schedule: assembly.schedule,
      allowances: allowances,
      listLinks: assembly.listLinks
    )
  }

  /// Whether a folder has a shop's folders; all that is in another would be called misplaced.
  private static func isShop(_ folder: String) -> Bool {
    ["content", "site"].contains { Disk.status(of: folder + "/" + $0) != nil }
  }

  private static func readTemplates(
    _ files: [String],
    shop: String,
    allowed: AllowedOrigins,
    problems: inout [ContentProblem]
  ) -> (templates: [String: String], checked: [(name: String, source: SourceText)]) {
    var templates: [String: String] = [:]
    var checked: [(name: String, source: SourceText)] = []
    for file in files {
      do throws(ContentProblem) {
        let source = try readSourceText(file, shop: shop)
        if let stray = source.strayCharacter(turningIn: source.bytes.indices) {
          problems.append(stray)
        }
        let path = file.dropFirst("site/templates/".count)
        let isExtra = file == extraStylesFile
        let name = String(isExtra ? path : path.dropLast(".mustache".count))
        templates[name] = String(decoding: source.bytes, as: UTF8.self)
        if isExtra || name == Templates.stylesheetName {
          problems += ForbiddenCode(allowed: allowed).problems(inStylesheet: source)
        } else {
          checked.append((name, source))
        }
      } catch {
        problems.append(error)
      }
    }
    return (templates, checked)
  }
}

extension FileReading {
  fileprivate var parsedFile: ParsedFile? {
    if case .parsed(let file) = self { file } else { nil }
  }

  fileprivate var problems: [ContentProblem] {
    switch self {
    case .parsed(let file): file.problems
    case .refused(let problem): [problem]
    }
  }

  fileprivate var refusedFile: String? {
    if case .refused(let problem) = self { problem.file } else { nil }
  }
}

extension SiteConfig {
  /// Settings for reading the other files when `site.yaml` is refused, so that their problems are
  /// reported too; never rendered.
  fileprivate static func assumed(
    speaking phrases: [LanguageTag: Phrases],
    from unread: UnreadFile?
  ) -> SiteConfig {
    guard let currency = Currency("CNY") else { preconditionFailure("CNY is a currency code") }
    let origins = unread?.origins ?? []
    let labels = (unread?.names ?? []).sorted().map { name in
      OwnLabel(
        label: ProductLabel(rawValue: name),
        title: Localized([:], default: .chinese),
        color: nil
      )
    }
    return SiteConfig(
      title: Localized([:], default: .chinese),
      description: Localized([:], default: .chinese),
      baseURL: "",
      workerURL: nil,
      language: .chinese,
      languages: phrases.spokenLanguages,
      currency: currency,
      accent: "#000000",
      supportEmail: nil,
      payments: [],
      legal: Legal(),
      allowedOrigins: AllowedOrigins(
        Dictionary(uniqueKeysWithValues: AllowedOrigins.Kind.allCases.map { ($0, origins) })
      ),
      phrases: phrases,
      storefront: Storefront(labels: labels)
    )
  }
}
