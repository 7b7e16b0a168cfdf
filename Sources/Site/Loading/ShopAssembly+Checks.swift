import Shop
import Text

extension ShopAssembly {
  mutating func checkTranslations() {
    let known = Dictionary(originals.map { ($0.source.file, $0) }) { first, _ in first }
    for (original, files) in translations {
      for file in files {
        if known[original] == nil, !refused.contains(original) {
          report(
            file,
            at: .start,
            "expected \(original) beside its translation, found none; add it or rename this file"
          )
        } else if let other = files.first(where: {
          $0.language == file.language && $0.source.file < file.source.file
        }) {
          report(
            file,
            at: .start,
            "expected one translation into \(quoted(file.language.tag)), "
              + "found \(other.source.file) too; put the texts together"
          )
        } else if file.language == config.language {
          report(
            file,
            at: .start,
            "expected a translation into another language, found the shop's own; "
              + "put the text into \(original)"
          )
        } else if !config.languages.contains(file.language) {
          report(
            file,
            .unpublishedTranslation,
            at: .start,
            "expected \(quoted(file.language.tag)) in `languages` of \(siteConfigFile), "
              + "found it missing; "
              + "add it, or this text is not published"
          )
        } else if let text = known[original]?.shownBody.html, file.shownBody.html == text,
          text.count(where: \.isLetter) >= Self.shortestCopy
        {
          report(
            file,
            .untranslatedText,
            at: .start,
            "expected a text in \(quoted(file.language.tag)), found that of \(original); "
              + "translate it, or leave it out and pages show the other one with its language"
          )
        }
      }
    }
  }

  /// The fewest letters of a text, its tags included, that is copied rather than the same in two
  /// languages.
  private static let shortestCopy = 24

  mutating func checkReferences(categories: [Term], scenarios: [Term]) {
    for file in originals {
      guard case .product(let fields) = file.item else { continue }
      for (key, kind, found, terms) in [
        ("category", "categories", fields.category.map { [$0] } ?? [], categories),
        ("scenarios", "scenarios", fields.scenarios, scenarios),
      ] {
        for found in found where !terms.contains(where: { $0.key == found.value }) {
          let name = Self.key(in: found.value, of: kind)
          guard !refused.contains("content/\(kind)/\(name).md") else { continue }
          if terms.contains(where: { $0.key == name }) {
            report(
              file,
              at: found.position,
              "\(key): expected the key alone, found \(quoted(found.value)), its file; write the "
                + "name without folders and ending",
              hint: "did you mean `\(name)`?"
            )
            continue
          }
          let parts = name.split { ",，、;；/".contains($0) }.map { word in
            String(word.reversed().drop { $0 == " " }.reversed().drop { $0 == " " })
          }
          let isSeveral = key == "category" && parts.count > 1
          report(
            file,
            at: found.position,
            isSeveral
              ? "\(key): expected one key, found several; write the first alone, and the others as "
                + "`scenarios` or `tags`"
              : "\(key): expected a declared one, found \(quoted(found.value)); "
                + "add content/\(kind)/\(printable(name)).md or correct the key",
            hint: terms.first { $0.title.byTag.values.contains(name) || $0.key == parts.first }
              .map { "did you mean `\($0.key)`?" } ?? terms.map(\.key).hint(for: name)
          )
        }
      }
    }
  }

  /// The key in the path or name of its file, such as `categories/NAME.md`.
  private static func key(in text: String, of kind: String) -> String {
    let path = text.hasSuffix(".md") ? text.dropLast(3) : text[...]
    let parts = path.split(separator: "/")
    return String(parts.dropLast().contains { $0 == kind } ? parts.last ?? path : path)
  }

  /// Reports placeholders that a template left in texts.
  ///
  /// They are errors in products that are or will be on sale and in their translations, whose text
  /// is mailed with the codes, and warnings elsewhere.
  mutating func checkPlaceholders() {
    for file in originals {
      var warning: Diagnostic? = .placeholder
      if case .product(let fields) = file.item {
        switch absence(of: file) {
        case .draft, .draftWithoutPrice, .over, .announcementOver: continue
        case .notYet, nil: warning = fields.isDraft ? .placeholder : nil
        }
      }
      if case .page = file.item, absence(of: file) != nil { continue }
      for text in [file] + shownTranslations(of: file) {
        for placeholder in text.placeholders {
          report(
            text,
            warning,
            at: placeholder.position,
            "expected text for buyers, found the placeholder \(quoted(placeholder.text)); "
              + (warning == nil
                ? "write the text, or keep the product back with `draft: true`"
                : "write the text before buyers read it")
          )
        }
      }
    }
  }

  /// Checks that the page with the refund terms, to which the footer links, exists.
  mutating func checkRefundPage(of reading: ConfigReading) {
    guard let refund = reading.refund else { return }
    let pages = originals.filter { $0.place.kind == .page }
    if let page = pages.first(where: { $0.place.stem == refund.value }),
      let reason = absence(of: page)
    {
      problems.append(
        reading.source.problem(
          at: refund.position,
          "refund: expected a published page, found \(quoted(refund.value)), "
            + "\(reason.whatItIs); \(reason.remedy), or name another page"
        )
      )
      return
    }
    let paths = pages.map(\.place.stem)
    let file = "content/pages/\(refund.value).md"
    guard !paths.contains(refund.value), !refused.contains(file) else { return }
    let meant = paths.sorted().first { path in
      ["/\(path)", "/\(path).md"].contains { ("/" + refund.value).hasSuffix($0) }
    }
    problems.append(
      reading.source.problem(
        at: refund.position,
        "refund: expected the path of a page such as policies/refund, "
          + "found \(quoted(refund.value)); "
          + (meant == nil
            ? "add \(printable(file)) or correct the path" : "write the page's path alone"),
        hint: meant.map { "did you mean `\($0)`?" } ?? paths.sorted().hint(for: refund.value)
      )
    )
  }

  mutating func fillTargets(_ published: [ParsedFile]) {
    targets.ownLabels = config.storefront.ownLabelKeys
    targets.elsewhere = config.elsewhere
    for file in staticFiles {
      let source = "site/static/" + file.path
      let isPlain = !file.path.unicodeScalars.contains { $0.isUnprintable || $0 == "\\" }
      if !isPlain {
        problems.append(
          ContentProblem(
            file: source,
            message: "expected a name without control characters and `\\`; rename the file"
          )
        )
      }
      if let owner = targets.addFile("/" + file.path, of: source) {
        problems.append(
          ContentProblem(
            file: source,
            message:
              "expected names that differ in more than capitals, found \(owner) too; "
              + "rename one of them"
          )
        )
      }
    }
    let home =
      originals.filter { $0.place.kind != .product && absence(of: $0) == nil } + published
    for language in config.languages {
      let prefix = language.addressPrefix(default: config.language)
      _ = targets.addPage(prefix + "/", of: siteConfigFile, anchors: [])
      for file in home {
        guard let address = address(of: file) else { continue }
        let shown = shownTranslations(of: file).first { $0.language == language } ?? file
        if let owner = targets.addPage(
          prefix + address,
          of: shown.source.file,
          anchors: shown.body.anchors
        ),
          !isSameProductSlug(file, owner)
        {
          // Which of the two a link means is not known.
          targets.addRefused(prefix + address)
          report(
            file,
            at: .start,
            "expected an address of its own, "
              + "found that \(owner) has \(quoted(prefix + address)) already; rename one of them"
          )
        }
        if case .product(let fields) = file.item, let end = fields.availability.until {
          targets.addLeaving(prefix + address, after: end)
        }
      }
    }
    for file in originals {
      guard let address = address(of: file), let reason = absence(of: file) else { continue }
      for language in config.languages {
        let prefix = language.addressPrefix(default: config.language)
        targets.addLeftOut(prefix + address, because: reason)
      }
    }
    for file in home { addAliases(of: file) }
    addRedirects()
    addRefused()
  }

  /// Adds the addresses of files that could not be read, and of products whose slug was refused.
  private mutating func addRefused() {
    var addresses = unread.values.flatMap(\.paths)
    for file in refused {
      guard let place = ContentPlace(file, among: config.spokenLanguages) else { continue }
      addresses.append(place.route(slug: unread[file]?.slug).plainAddress)
    }
    for file in originals where file.place.kind == .product && address(of: file) == nil {
      addresses.append(file.place.route().plainAddress)
    }
    for language in config.languages {
      let prefix = language.addressPrefix(default: config.language)
      for address in addresses { targets.addRefused(prefix + address) }
    }
  }

  private mutating func addAliases(of file: ParsedFile) {
    let aliases: [Located<String>] =
      switch file.item {
      case .product(let fields): fields.aliases
      case .page(let fields), .term(let fields): fields.aliases
      case .translation: []
      }
    for alias in aliases {
      let addresses = config.addresses(ofAlias: alias.value)
      let owners = addresses.compactMap { targets.addAlias($0.path, of: file.source.file) }
      guard let owner = owners.first else { continue }
      report(
        file,
        at: alias.position,
        "aliases: expected an address that nothing has, "
          + "found \(quoted(alias.value)) of \(owner); remove one of them"
      )
    }
  }

  /// Whether two products have one slug, which is reported elsewhere.
  private func isSameProductSlug(_ file: ParsedFile, _ owner: String) -> Bool {
    file.place.kind == .product && owner.hasPrefix("content/products/")
  }

  /// The file's address in the default language; nil for a product whose slug was refused.
  private func address(of file: ParsedFile) -> String? {
    switch file.item {
    case .product(let fields): fields.slug.map { file.place.route(slug: $0.value).plainAddress }
    case .term, .page: file.place.route().plainAddress
    case .translation: nil
    }
  }

  mutating func checkImagesAndLinks() {
    for file in originals {
      if let image = file.item.image, !targets.hasFile(image.value) {
        report(
          file,
          at: image.position,
          "image: expected a file at site/static\(printable(image.value)), found none; "
            + "add it or correct the path",
          hint: targets.hint(forFile: image.value)
        )
      }
      guard absence(of: file) == nil, let address = address(of: file) else { continue }
      checkLinks(of: file, onPage: address)
      for translation in shownTranslations(of: file) {
        let prefix = translation.language.addressPrefix(default: config.language)
        checkLinks(of: translation, onPage: prefix + address)
      }
    }
  }

  /// Why the file has no page; nil when it has one.
  func absence(of file: ParsedFile) -> LeftOutProduct.Reason? {
    switch file.item {
    case .product(let fields): moment.absence(of: fields)
    case .page(let fields): fields.isDraft && !moment.includesDrafts ? .draft : nil
    case .term, .translation: nil
    }
  }

  /// The most broken links of one file that are shown; further ones are counted.
  private static let mostFaults = 50

  private mutating func checkLinks(of file: ParsedFile, onPage page: String) {
    var count = 0
    for link in file.body.links {
      guard let fault = targets.fault(of: link, onPage: page, of: file.source.file) else {
        noteList(link, onPage: page, in: file.source)
        continue
      }
      count += 1
      guard count <= Self.mostFaults else { continue }
      let position = file.source.position(of: link)
      report(file, fault.warning, at: position, fault.message, hint: fault.hint)
    }
    guard count > Self.mostFaults else { return }
    let rest = count - Self.mostFaults
    report(
      file,
      at: .start,
      "expected sound links, found \(rest) more broken; correct the first ones"
    )
  }

  /// Keeps a link to a list for when all pages are made; without its position it is searched for
  /// in its line.
  mutating func noteList(
    _ link: MarkdownLink,
    onPage page: String,
    at position: Position? = nil,
    in source: SourceText
  ) {
    guard !link.isImage, let address = targets.listAddress(of: link.destination, onPage: page)
    else {
      return
    }
    listLinks.append(
      ListLink(
        address: address,
        link: link,
        written: position,
        source: source
      )
    )
  }

  mutating func report(
    _ file: ParsedFile,
    _ warning: Diagnostic? = nil,
    at position: Position,
    _ message: String,
    hint: String? = nil
  ) {
    problems.append(file.source.problem(warning, at: position, message, hint: hint))
  }
}

extension SourceText {
  /// The place where a text first occurs; the file's start when it does not.
  func firstPosition(of text: String) -> Position {
    bytes.firstRange(of: Array(text.utf8)).map { position(ofByte: $0.lowerBound) } ?? .start
  }

  /// The place of a link's destination, on its line or the next four; else its line.
  func position(of link: MarkdownLink) -> Position {
    let start = range(ofLine: link.line).lowerBound
    let end = range(ofLine: link.line + 4).upperBound
    let wanted = Array(link.destination.utf8)
    let text = bytes[start..<end]
    for index in text.indices where !wanted.isEmpty && text[index] == wanted[0] {
      if text[index...].starts(with: wanted) { return position(ofByte: index) }
    }
    return Position(line: link.line, column: 1)
  }
}
