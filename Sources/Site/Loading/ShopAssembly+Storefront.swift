import Shop
import Text

extension ShopAssembly {
  /// Checks what the settings refer to, and removes an announcement that has ended.
  mutating func checkStorefront(of reading: ConfigReading, in content: inout SiteContent) {
    let end = reading.storefront.announcementEnd?.moment
    for link in reading.storefront.links {
      let last = link.key == "announcement" ? end : nil
      // An announcement that has ended links to nothing.
      if let last, moment.now > last { continue }
      check(link, until: last, of: reading.source, in: content)
    }
    checkRedirects()
    checkShareImage(of: reading)
    endAnnouncement(reading.storefront.announcementEnd, in: &content)
  }

  private mutating func check(
    _ link: WrittenLink,
    until end: Timestamp?,
    of source: SourceText,
    in content: SiteContent
  ) {
    let (found, key) = (link.address, link.key)
    let target = MarkdownLink(
      destination: found.value,
      isImage: false,
      line: found.position.line
    )
    guard MarkdownTarget(found.value.utf8) == .shop else {
      guard link.isWithoutLabel else { return }
      problems.append(
        source.problem(
          at: found.position,
          "\(key): expected what the link says, found \(quoted(found.value)) alone; "
            + "write `{label: …, link: \(printable(found.value))}`"
        )
      )
      return
    }
    if let fault = targets.fault(of: target, onPage: "/", of: siteConfigFile, until: end) {
      problems.append(
        source.problem(
          fault.warning,
          at: found.position,
          "\(key): \(fault.message)",
          hint: fault.hint
        )
      )
    } else if link.isWithoutLabel, content.title(ofLinkTo: found.value) == nil,
      !targets.mayHaveTitle(found.value)
    {
      problems.append(
        source.problem(
          at: found.position,
          "\(key): expected what the link says, since only a page, category, scenario or product "
            + "has a title of its own, found \(quoted(found.value)) alone; "
            + "write `{label: …, link: \(printable(found.value))}`"
        )
      )
    } else {
      noteList(target, onPage: "/", at: found.position, in: source)
    }
  }

  /// Checks that chats accept the share image: no SVG, no WebP, and large enough for a wide card.
  private mutating func checkShareImage(of reading: ConfigReading) {
    guard let image = reading.storefront.shareImage else { return }
    let report = { (warning: Diagnostic?, message: String, hint: String?) in
      reading.source.problem(
        warning,
        at: image.position,
        "share_image: expected \(message)",
        hint: hint
      )
    }
    guard let file = staticFiles.first(where: { "/" + $0.path == image.value }) else {
      let message =
        "a file at site/static\(printable(image.value)), found none; add it or correct the path"
      problems.append(report(nil, message, targets.hint(forFile: image.value)))
      return
    }
    guard let head = ImageHead(ofFile: file.source), [.png, .jpeg].contains(head.format) else {
      let format = ImageHead(ofFile: file.source)?.format.rawValue ?? "something else"
      let message = "a PNG or JPEG, which every chat shows, found \(format); export it as one"
      problems.append(report(nil, message, nil))
      return
    }
    let isWide = head.width >= 600 && head.height >= 315
    guard !isWide || head.width < head.height else { return }
    let message =
      "about 1200 by 630 pixels, found \(head.width) by \(head.height); "
      + "export it wider, or chats show it small or cut"
    problems.append(report(.smallShareImage, message, nil))
  }

  private mutating func endAnnouncement(_ end: WrittenMoment?, in content: inout SiteContent) {
    guard let end, content.config.storefront.announcement != nil else { return }
    if moment.now > end.moment {
      content.config.storefront.announcement = nil
      leaveOut(
        LeftOutProduct(
          file: siteConfigFile,
          slug: nil,
          reason: .announcementOver(until: end.text)
        )
      )
    } else {
      noteChange(end.moment.advanced(milliseconds: 1), isAnnouncement: true)
    }
    if !end.text.dropFirst(10).contains(where: { "Zz+-".contains($0) }) { noteShopDays() }
  }
}

extension SiteContent {
  /// The title of the page, category, scenario or product that a link of the settings leads to.
  ///
  /// `language` is that of the address's prefix; nil for the default.
  func title(ofLinkTo address: String, below language: LanguageTag? = nil) -> Localized? {
    let prefix = language?.addressPrefix(default: config.language) ?? ""
    if !prefix.isEmpty, address.hasPrefix(prefix + "/") {
      return title(ofLinkTo: String(address.dropFirst(prefix.count)))
    }
    let end = address.firstIndex { $0 == "?" || $0 == "#" } ?? address.endIndex
    guard let path = PercentEncoding.decode(address[..<end]) else { return nil }
    let parts = path.split(separator: "/").map(String.init)
    let folder = parts.count == 2 ? AddressFolder(rawValue: parts[0]) : nil
    switch folder {
    case .categories: return categories.first { $0.key == parts[1] }?.title
    case .scenarios: return scenarios.first { $0.key == parts[1] }?.title
    case .products: return products.first { $0.slug == parts[1] }?.texts.title
    case .labels, .brands, .tags, .search, .assets, nil:
      return pages.first { $0.path == parts.joined(separator: "/") }?.title
    }
  }
}
