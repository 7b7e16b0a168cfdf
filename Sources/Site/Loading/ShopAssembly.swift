import Shop
import Text

/// Puts the parsed files together and checks what concerns several files.
struct ShopAssembly {
  var problems: [ContentProblem] = []
  private(set) var leftOut: [LeftOutProduct] = []
  /// The first moment at which a product comes or goes.
  private var nextChange: Timestamp?
  /// Whether the first change is that the announcement ends.
  private var isAnnouncementNext = false
  private var hasShopDays = false
  let config: SiteConfig
  let moment: ShopMoment
  let originals: [ParsedFile]
  let translations: [String: [ParsedFile]]
  /// Files that could not be read; references to them are not reported.
  let refused: Set<String>
  /// What shows in files that could not be parsed, by file.
  let unread: [String: UnreadFile]
  let staticFiles: [StaticFile]
  let images: LocalImages
  /// `site.yaml`; nil when it could not be read.
  let settings: SourceText?
  var targets = LinkTargets()
  /// Links that can be checked only when all pages are made.
  var listLinks: [ListLink] = []

  init(
    _ files: [ParsedFile],
    refused: Set<String>,
    unread: [String: UnreadFile] = [:],
    staticFiles: [StaticFile],
    images: LocalImages,
    config: SiteConfig,
    settings: SourceText?,
    moment: ShopMoment
  ) {
    self.settings = settings
    self.config = config
    self.moment = moment
    self.refused = refused
    self.unread = unread
    self.staticFiles = staticFiles
    self.images = images
    originals = files.filter { $0.place.translation == nil }
    translations = Dictionary(grouping: files.filter { $0.place.translation != nil }) {
      $0.place.original
    }
  }

  /// Assembles the shop; the result is not to be used when `problems` has an error.
  mutating func assemble(templates: [String: String]) -> SiteContent {
    checkTranslations()
    let categories = terms(.category)
    let scenarios = terms(.scenario)
    let pages = self.pages()
    let published = publishedProducts()
    checkReferences(categories: categories, scenarios: scenarios)
    checkTags(published)
    checkDoubtfulPrices()
    checkPlaceholders()
    fillTargets(published)
    checkImagesAndLinks()
    checkShownProducts()
    checkShownImages()
    checkStaticFiles()
    checkStyleAddresses(in: templates)
    checkTitles(published)
    checkTermTitles()
    checkBrands(published)
    checkInstructions(published)
    checkDates(published)
    checkWorker(published)
    return SiteContent(
      config: config,
      products: published.compactMap(product).sorted { $0.isShown(before: $1) },
      categories: categories,
      scenarios: scenarios,
      pages: pages,
      staticFiles: staticFiles,
      templates: templates,
      images: images.images
    )
  }

  /// When the next build is due, after `assemble`.
  var schedule: BuildSchedule {
    BuildSchedule(
      next: nextChange,
      isAnnouncement: isAnnouncementNext,
      daysOf: hasShopDays ? config.timezone : nil,
      zone: config.timezone
    )
  }

  /// The products that have pages; records the others with the reason.
  private mutating func publishedProducts() -> [ParsedFile] {
    var skus: [SKU: ParsedFile] = [:]
    var slugs: [String: ParsedFile] = [:]
    var published: [ParsedFile] = []
    for file in originals {
      guard case .product(let fields) = file.item else { continue }
      if let sku = fields.sku {
        let other = skus.updateValue(file, forKey: sku.value)
        reportTwice("SKU", sku.value.text, at: sku.position, in: file, other: other)
      }
      if let slug = fields.slug {
        let other = slugs.updateValue(file, forKey: slug.value.lowercased())
        reportTwice("slug", slug.value, at: slug.position, in: file, other: other)
      }
      hasShopDays = hasShopDays || fields.hasShopDays
      if !fields.isDraft || moment.includesDrafts,
        let change = fields.availability.change(after: moment.now)
      {
        noteChange(change)
      }
      if let reason = moment.absence(of: fields) {
        leftOut.append(
          LeftOutProduct(file: file.source.file, slug: fields.slug?.value, reason: reason)
        )
      } else {
        published.append(file)
      }
    }
    return published
  }

  /// Records that pages are outdated from that moment on.
  mutating func noteChange(_ change: Timestamp, isAnnouncement: Bool = false) {
    guard nextChange.map({ change < $0 }) ?? true else { return }
    (nextChange, isAnnouncementNext) = (change, isAnnouncement)
  }

  /// Records that a date was read by the shop's time zone.
  mutating func noteShopDays() { hasShopDays = true }

  /// Records what is in the shop's folder and on none of its pages.
  mutating func leaveOut(_ left: LeftOutProduct) { leftOut.append(left) }

  private mutating func reportTwice(
    _ what: String,
    _ text: String,
    at position: Position,
    in file: ParsedFile,
    other: ParsedFile?
  ) {
    guard let other, case .product(let fields) = other.item else { return }
    let place = what == "SKU" ? fields.sku?.position : fields.slug?.position
    report(
      file,
      at: position,
      "duplicate \(what): expected one product with \(quoted(text)), found it in "
        + "\(other.source.file):\(place?.line ?? 1) too; change one of them"
    )
  }

  private func product(_ file: ParsedFile) -> Product? {
    guard case .product(let fields) = file.item else { return nil }
    var titles: [LanguageTag: String] = [:]
    var redeem: [LanguageTag: RedeemSection] = [:]
    var bodies = [config.language: file.shownBody]
    titles[config.language] = fields.title?.value
    redeem[config.language] = file.body.redeem
    for translation in shownTranslations(of: file) {
      guard case .translation(let fields) = translation.item else { continue }
      titles[translation.language] = fields.title
      redeem[translation.language] = translation.body.redeem
      // A translation without a text leaves the text in the shop's own language.
      if !translation.shownBody.isEmpty { bodies[translation.language] = translation.shownBody }
    }
    let title = Localized(titles, default: config.language)
    return fields.product(with: Product.Texts(title: title, body: bodies, redeem: redeem))
  }

  private mutating func terms(_ kind: ContentPlace.Kind) -> [Term] {
    var terms: [Term] = []
    for file in originals where file.place.kind == kind {
      guard case .term(let fields) = file.item else { continue }
      if let problem = addressPartProblem(file.place.name) {
        report(file, at: .start, "the file's name: \(problem)")
      }
      let (title, bodies) = texts(of: file, fields)
      var intro = bodies.filter { !$0.value.isEmpty || !$0.value.summary.isEmpty }
      for (language, summary) in fields.summaries where config.languages.contains(language) {
        // A text in that language has its own summary.
        if intro[language] == nil { intro[language] = Body(parts: [], summary: summary) }
      }
      terms.append(
        Term(
          key: file.place.name,
          title: title,
          weight: fields.weight,
          intro: intro,
          aliases: fields.aliases.map(\.value),
          image: fields.image?.value
        )
      )
    }
    return terms.sorted { ($0.weight, $0.key) < ($1.weight, $1.key) }
  }

  private mutating func pages() -> [FreePage] {
    var pages: [FreePage] = []
    for file in originals {
      guard case .page(let fields) = file.item else { continue }
      let parts = file.place.stem.split(separator: "/").map(String.init)
      if let problem = parts.lazy.compactMap(addressPartProblem).first {
        report(file, at: .start, "the file's path: \(problem)")
      } else if let first = parts.first, isReserved(first.lowercased()) {
        report(
          file,
          at: .start,
          "expected a page outside \(quoted(first)), which the shop keeps for itself; "
            + "rename the folder or file"
        )
      }
      if let reason = absence(of: file) {
        leaveOut(LeftOutProduct(file: file.source.file, slug: nil, reason: reason))
        continue
      }
      if fields.showsContacts, config.shownContacts.isEmpty, !hasUnreadContacts {
        report(
          file,
          .noContacts,
          at: .start,
          "contacts: expected `contacts:` in \(siteConfigFile), found none to show; "
            + "add it there or remove the line"
        )
      }
      let (title, bodies) = texts(of: file, fields)
      pages.append(
        FreePage(
          path: file.place.stem,
          title: title,
          weight: fields.weight,
          body: bodies,
          aliases: fields.aliases.map(\.value),
          showsContacts: fields.showsContacts
        )
      )
    }
    return pages.sorted { ($0.weight, $0.path) < ($1.weight, $1.path) }
  }

  /// Whether there are contacts that could not be read, or settings, which has been reported.
  private var hasUnreadContacts: Bool {
    guard let settings else { return true }
    return settings.bytes.starts(with: "contact".utf8)
      || settings.firstPosition(of: "\ncontact") != .start
  }

  /// Whether no page of the shop may have it as the first part of its address.
  private func isReserved(_ part: String) -> Bool {
    AddressFolder(rawValue: part) != nil || part + ".html" == BuiltFile.missing
      || config.spokenLanguages.contains { $0.shortTag == part }
  }

  private mutating func texts(
    of file: ParsedFile,
    _ fields: TermFields
  ) -> (Localized, [LanguageTag: Body]) {
    var titles = fields.titles.filter { config.languages.contains($0.key) }
    titles[config.language] = fields.title
    var bodies = [config.language: file.shownBody]
    for translation in shownTranslations(of: file) {
      guard case .translation(let text) = translation.item else { continue }
      if let title = text.title, let other = titles[translation.language], other != title {
        report(
          translation,
          at: .start,
          "title: expected \(quoted(other)) as \(file.source.file) says, found \(quoted(title)); "
            + "remove `title_\(translation.language.shortTag)` there"
        )
      }
      titles[translation.language] = text.title ?? titles[translation.language]
      let isTerm = file.place.kind != .page
      if !translation.shownBody.isEmpty || isTerm && !translation.shownBody.summary.isEmpty {
        bodies[translation.language] = translation.shownBody
      }
    }
    return (Localized(titles, default: config.language), bodies)
  }

  func shownTranslations(of file: ParsedFile) -> [ParsedFile] {
    (translations[file.source.file] ?? []).filter {
      $0.language != config.language && config.languages.contains($0.language)
    }
  }
}

extension Product {
  /// Whether a product comes before another: newest first, without a date last, then by SKU.
  fileprivate func isShown(before other: Product) -> Bool {
    let dates = (date?.milliseconds ?? .min, other.date?.milliseconds ?? .min)
    return dates.0 == dates.1 ? sku < other.sku : dates.0 > dates.1
  }
}
