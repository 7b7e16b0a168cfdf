import Shop
import Text

/// A link in the settings, which is checked against the shop's pages.
struct WrittenLink: Sendable {
  /// The key that holds it, such as `menu`.
  let key: String
  let address: Located<String>
  /// Whether it has no label, and shows the title of what it leads to.
  let isWithoutLabel: Bool
}

/// What the settings refer to, with the places.
struct StorefrontReferences: Sendable {
  var links: [WrittenLink] = []
  var shareImage: Located<String>?
  /// The announcement's last day as written.
  var announcementEnd: WrittenMoment?
}

/// Reads `announcement`, `menu`, `footer`, `contacts` and `share_image`.
struct StorefrontReader {
  let languages: [LanguageTag]
  let zone: ShopTimeZone
  private(set) var references = StorefrontReferences()

  /// `languages` begins with the shop's own.
  init(languages: [LanguageTag], zone: ShopTimeZone) {
    self.languages = languages
    self.zone = zone
  }

  mutating func read(_ fields: inout Fields) -> Storefront {
    references.shareImage = fields.pathFromRoot("share_image", example: "/images/share.png")
    return Storefront(
      announcement: announcement(&fields),
      menu: items("menu", most: 12, &fields),
      footer: items("footer", most: 24, &fields),
      contacts: contacts(&fields),
      shareImage: references.shareImage?.value,
      labels: fields.ownLabels(in: languages),
      params: fields.params(),
      robots: fields.robots()
    )
  }

  private mutating func announcement(_ fields: inout Fields) -> Announcement? {
    let known = keys("text") + ["link", "until"]
    guard var inner = fields.mapping("announcement", known: known, example: "text: …") else {
      return nil
    }
    let text = inner.localized("text", in: languages, isRequired: true)
    let until = inner.writtenMoment("until", in: zone, ofDay: zone.lastMoment)
    let link = link("announcement", isWithoutLabel: false, &inner)
    fields.adopt(inner.problems)
    references.announcementEnd = until
    guard text.isTranslated(to: languages.first ?? .chinese) else { return nil }
    return Announcement(text: text, link: link, until: until?.moment)
  }

  private mutating func items(_ key: String, most: Int, _ fields: inout Fields) -> [MenuItem] {
    guard let value = fields.value(key) else { return [] }
    guard case .list(let entries) = value.kind, !entries.isEmpty else {
      fields.report(
        at: value.position,
        "\(key): expected a list of links, found \(value.description); "
          + "write `- /about/`, or `- {label: …, link: https://…}`, a line for each"
      )
      return []
    }
    if entries.count > most {
      fields.report(
        at: entries[most].position,
        "\(key): expected at most \(most) links, found \(entries.count); remove some"
      )
    }
    return entries.compactMap { item($0, of: key, &fields) }
  }

  private mutating func item(
    _ value: YAMLValue,
    of key: String,
    _ fields: inout Fields
  ) -> MenuItem? {
    switch value.kind {
    case .text(let text, _):
      let found = Located(text.composed, at: value.position)
      if text == "categories", key == "menu" { return .categories }
      let others = key == "menu" ? ["categories"] : []
      return fields.shopLink(found, key, orOneOf: others).map { link in
        add(found, key, isWithoutLabel: true)
        return .link(label: nil, to: link)
      }
    case .mapping(let entries):
      var inner = Fields(
        entries,
        in: fields.source,
        known: keys("label") + ["link"],
        of: "an entry of `\(key)`",
        start: value.position
      )
      let isLabelled = inner.has("label")
      let label = isLabelled ? inner.localized("label", in: languages) : nil
      let link = link(key, isWithoutLabel: !isLabelled, isRequired: true, &inner)
      fields.adopt(inner.problems)
      return link.map { .link(label: label, to: $0) }
    case .list:
      fields.report(
        at: value.position,
        "\(key): expected a link, found a list; write `- /about/`, or `- {label: …, link: …}`"
      )
      return nil
    }
  }

  private mutating func link(
    _ key: String,
    isWithoutLabel: Bool,
    isRequired: Bool = false,
    _ fields: inout Fields
  ) -> ShopLink? {
    guard let found = fields.text("link", isRequired: isRequired, limit: 1000),
      let link = fields.shopLink(found, "link")
    else { return nil }
    add(found, key, isWithoutLabel: isWithoutLabel)
    return link
  }

  private mutating func add(_ found: Located<String>, _ key: String, isWithoutLabel: Bool) {
    references.links.append(
      WrittenLink(key: key, address: found, isWithoutLabel: isWithoutLabel)
    )
  }

  /// The keys of a text in all languages: `text`, in others `text_en` and so on.
  private func keys(_ key: String) -> [String] {
    [key] + languages.translations.map { "\(key)_\($0.shortTag)" }
  }

  private mutating func contacts(_ fields: inout Fields) -> [Contact] {
    let known = Contact.keys + languages.translations.map { "hours_\($0.shortTag)" }
    guard var inner = fields.mapping("contacts", known: known, example: "email: …") else {
      return []
    }
    let contacts = inner.keysInOrder.compactMap { key -> Contact? in
      switch key {
      case "email": inner.emailAddress(key).map { .email($0) }
      case "telegram": inner.telegram(key)
      case "wechat": inner.weChat(key)
      case "qq": inner.qq(key)
      case "whatsapp": inner.whatsApp(key)
      case "hours": .hours(inner.localized(key, in: languages))
      default: nil
      }
    }
    if !inner.has("hours"),
      let other = languages.translations.first(where: { inner.has("hours_\($0.shortTag)") })
    {
      inner.report(
        at: inner.position(of: "hours_\(other.shortTag)"),
        "hours: expected it in the shop's own language too, found none; add a line `hours: …`"
      )
    }
    fields.adopt(inner.problems)
    return contacts
  }
}

extension Fields {
  /// The fields of a mapping under a key; nil when it is missing or not a mapping.
  mutating func mapping(_ key: String, known: [String], example: String) -> Fields? {
    guard let value = value(key) else { return nil }
    guard case .mapping(let entries) = value.kind else {
      if reportsJoinedKey(under: key, value, known: known) { return nil }
      report(
        at: value.position,
        "\(key): expected keys under it such as `\(example)`, "
          + "found \(value.description); write them below it, indented"
      )
      return nil
    }
    return Fields(
      entries,
      in: source,
      known: known,
      of: "`\(key)`",
      start: entries.first?.position ?? value.position
    )
  }

  /// Reports `wechat:name` below a key, which YAML reads as text; false for another value.
  private mutating func reportsJoinedKey(
    under key: String,
    _ value: YAMLValue,
    known: [String]
  ) -> Bool {
    guard case .text(let text, false) = value.kind, isBelow(key),
      let colon = text.firstIndex(of: ":"), known.contains(String(text[..<colon]))
    else { return false }
    let rest = text[text.index(after: colon)...]
    // A blank may be the end of a line, since YAML joins lines of text.
    let isWhole = !rest.isEmpty && !rest.contains(" ")
    report(
      at: Position(
        line: value.position.line,
        column: value.position.column + text.distance(from: text.startIndex, to: colon) + 1
      ),
      "\(key): expected a blank behind the colon, found none; write one",
      hint: isWhole ? "did you mean `\(printable("\(text[..<colon]): \(rest)"))`?" : nil
    )
    return true
  }

  /// A link to a page, file or heading of the shop, or to an address elsewhere.
  mutating func shopLink(
    _ found: Located<String>,
    _ key: String,
    orOneOf words: [String] = []
  ) -> ShopLink? {
    let text = found.value
    let expected =
      "a page of the shop such as /about/, an address that begins with https://, or mailto:"
    switch MarkdownTarget(text.utf8) {
    case .otherHost where isAddress(text, scheme: "https://") || isAddress(text, scheme: "http://"),
      .program where !text.contains { $0.isWhitespace }:
      return .elsewhere(text)
    case .shop where text.hasPrefix("/"):
      let end = text.firstIndex { $0 == "?" || $0 == "#" } ?? text.endIndex
      guard let path = PercentEncoding.decode(text[..<end]) else {
        report(found, key, "an address without broken escapes", "write it plainly")
        return nil
      }
      return .shop(path: normalizedPath(path), rest: String(text[end...]))
    case .shop:
      let isHost = text.contains(".") && !text.hasSuffix(".md") && !text.contains(" ")
      let meant =
        isHost ? "https://\(text)" : "/\(text.split(separator: "/").joined(separator: "/"))/"
      let word = words.first { $0.hasPrefix(text.prefix(5)) && text.utf8.count >= 5 }
      let hint =
        word.map { "did you mean `\($0)`?" } ?? words.hint(for: text)
        ?? "did you mean `\(printable(meant))`?"
      report(found, key, expected, "write the whole address", hint: hint)
      return nil
    case .otherHost, .program, .refused:
      let meant = punycoded(text).map { "did you mean `\(printable($0))`?" }
      report(found, key, expected, "correct it", hint: meant)
      return nil
    }
  }

  /// The path of a file of `site/static`, from the root.
  mutating func pathFromRoot(_ key: String, example: String) -> Located<String>? {
    guard let found = text(key) else { return nil }
    guard found.value.hasPrefix("/"), !found.value.hasPrefix("//"), !found.value.contains("..")
    else {
      report(
        found,
        key,
        "a path from the root such as \(example)",
        "put the file in site/static and write its path there"
      )
      return nil
    }
    return found
  }
}

/// Contacts, in the forms that people write.
extension Fields {
  fileprivate mutating func telegram(_ key: String) -> Contact? {
    guard let found = text(key) else { return nil }
    var name = found.value[...]
    for start in ["https://", "http://", "t.me/", "telegram.me/", "@"] where name.hasPrefix(start) {
      name = name.dropFirst(start.count)
    }
    if name.hasSuffix("/") { name = name.dropLast() }
    let isName =
      (5...32).contains(name.utf8.count) && name.first?.isASCIILetter == true
      && name.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || $0 == "_" }
    let isInvitation =
      name.hasPrefix("+") && (8...64).contains(name.utf8.count)
      && !name.dropFirst().allSatisfy(\.isASCIIDigit)
      && name.dropFirst().allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "_-".contains($0) }
    guard isName || isInvitation else {
      report(
        found,
        key,
        "a name of 5 to 32 letters, digits and `_` such as @cardstock, or https://t.me/…",
        "write the name of the account, group or bot"
      )
      return nil
    }
    return .telegram(String(name))
  }

  fileprivate mutating func weChat(_ key: String) -> Contact? {
    guard let found = text(key) else { return nil }
    let id = found.value
    let isID =
      (5...20).contains(id.utf8.count)
      && id.allSatisfy { character in
        character.isASCIILetter || character.isASCIIDigit || "_-".contains(character)
      }
    guard isID else {
      report(
        found,
        key,
        "a WeChat ID of 5 to 20 letters, digits, `_` and `-`",
        "write what people search for: neither the name that is shown nor an address"
      )
      return nil
    }
    return .weChat(id)
  }

  fileprivate mutating func qq(_ key: String) -> Contact? {
    guard let found = text(key) else { return nil }
    let number = found.value
    guard (5...11).contains(number.utf8.count), number.allSatisfy(\.isASCIIDigit),
      !number.hasPrefix("0")
    else {
      report(found, key, "a QQ number of 5 to 11 digits", "write the digits alone")
      return nil
    }
    return .qq(number)
  }

  fileprivate mutating func whatsApp(_ key: String) -> Contact? {
    guard let found = text(key) else { return nil }
    let address = ["https://wa.me/", "wa.me/"].first { found.value.hasPrefix($0) }
    let written = address.map { found.value.dropFirst($0.count) } ?? found.value[...]
    let isInternational = address != nil || written.hasPrefix("+") || written.hasPrefix("00")
    let digits = written.filter(\.isASCIIDigit).drop { $0 == "0" }
    let isNumber =
      (8...15).contains(digits.count)
      && written.allSatisfy { $0.isASCIIDigit || "+ -().".contains($0) }
    guard isInternational, isNumber else {
      let isMobile = digits.count == 11 && digits.hasPrefix("1") && isNumber
      report(
        found,
        key,
        "a number with its country's code such as +86 138 0013 8000",
        "write `+`, the code and the number",
        hint: isMobile ? "did you mean `+86 \(digits)`?" : nil
      )
      return nil
    }
    return .whatsApp(String(digits))
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isWholeNumber }
  fileprivate var isASCIILetter: Bool { isASCII && isLetter }
}
