import Shop
import Text

/// The values that only a product has.
extension Fields {
  /// The slug; `labels` are keys of the shop's labels, which are parts of lists' addresses.
  mutating func slug(
    default name: String,
    besides labels: Set<String> = []
  ) -> Located<String>? {
    let isWritten = has("slug")
    guard let slug = isWritten ? text("slug") : Located(name, at: .start) else { return nil }
    let expected = "expected another name than those of list pages"
    let problem =
      listVariants.union(labels).contains(slug.value.lowercased())
      ? "\(expected), found \(quoted(slug.value)); add a word to it"
      : addressPartProblem(slug.value)
    guard let problem else { return slug }
    let message = isWritten ? "slug: \(problem)" : "slug, from the file's name: \(problem)"
    report(at: slug.position, message)
    return nil
  }

  mutating func sku() -> Located<SKU>? {
    guard let found = text("sku", isRequired: true) else { return nil }
    if let sku = SKU(found.value) { return Located(sku, at: found.position) }
    report(
      found,
      "sku",
      "1 to 64 characters A–Z, 0–9 and `-`, with no `-` at the ends",
      "write one such as STEAM-CN-50",
      hint: SKU(found.value.uppercased()).map { "did you mean `\($0)`?" }
    )
    return nil
  }

  /// Warns about tags that are joined, such as `[steam，游戏]`, which is one tag.
  mutating func warnOfJoinedTags(_ tags: [Located<String>]) {
    for tag in tags {
      let lines = lines(of: tag)
      if let next = tag.value.firstRange(of: " - "), lines != nil {
        report(
          .joinedTags,
          at: tag.position,
          "tags: expected one tag, found that the line below belongs to it; begin each `- ` in "
            + "the same column",
          hint: "did you mean `\(tag.value[..<next.lowerBound])`?"
        )
        continue
      }
      if let joined = JoinedEntries(tag.value) {
        report(.joinedTags, at: tag.position, joined.words(of: tag.value), hint: joined.hint)
      } else if let lines {
        report(
          .joinedTags,
          at: tag.position,
          "tags: expected `, ` between tags, found \(quoted(tag.value)) on \(lines.count) lines, "
            + "which is one tag; write a comma at the end of the line, or the tag on one line",
          hint: "did you mean `\(printable(lines.joined(separator: ", ")))`?"
        )
      }
    }
  }

  mutating func image() -> Located<String>? {
    pathFromRoot("image", example: "/images/card.svg")
  }

  /// One of two words; `usual` where the file does not say.
  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String,
    orElse usual: Choice
  ) -> Choice {
    guard let found = text(key) else { return usual }
    if let choice = Choice(rawValue: found.value) { return choice }
    let words = Choice.allCases.map(\.rawValue)
    report(
      found,
      key,
      words.map { "`\($0)`" }.joined(separator: " or "),
      "write one of the two",
      hint: words.hint(for: found.value)
    )
    return usual
  }

  mutating func aliases() -> [Located<String>] {
    addresses("aliases", "an old address of this shop such as /old/name/")
  }

  /// Addresses that are removed for good; a `*` at the end stands for any text.
  mutating func gone() -> [Located<String>] {
    addresses("gone", "an old address of this shop such as /old/name/ or /old/*", takesStar: true)
  }

  /// Addresses of the host that another program serves; a `*` at the end stands for any text.
  mutating func elsewhere() -> [Located<String>] {
    addresses("elsewhere", "an address of this host such as /blog/ or /blog/*", takesStar: true)
  }

  private mutating func addresses(
    _ key: String,
    _ expected: String,
    takesStar: Bool = false
  ) -> [Located<String>] {
    texts(key, limit: 5000).filter { found in
      let isStarred = takesStar && found.value.hasSuffix("/*")
      let path = isStarred ? String(found.value.dropLast()) : found.value
      let isPath = isOldPath(path)
      if !isPath { report(found, key, expected, Self.remedy(for: found.value)) }
      return isPath
    }
  }

  /// What to do about an entry that is no path which a page may have had.
  private static func remedy(for entry: String) -> String {
    if entry == "/" || entry == "/*" { return "name a part of it, since that is the whole shop" }
    if entry.contains("//") { return "write the path without its host" }
    guard entry.hasPrefix("/") else { return "begin it with `/`" }
    if let decoded = PercentEncoding.decode(entry), decoded != entry {
      return "write it without escapes: `\(printable(decoded))`"
    }
    if entry.contains("*") {
      return "write `*` only behind the last `/`, under `gone:` and `elsewhere:`"
    }
    return "write the path alone, without blanks, `?`, `#`, `:`, `\\` and `..`"
  }

  /// `available_from` and `available_until`, the first before the second.
  mutating func availability(in zone: ShopTimeZone) -> Availability {
    let from = writtenMoment("available_from", in: zone, ofDay: zone.firstMoment)
    let until = writtenMoment("available_until", in: zone, ofDay: zone.lastMoment)
    if let from, let until, from.moment > until.moment {
      report(
        Located(until.text, at: until.position),
        "available_until",
        "a date that is not before available_from, \(from.text)",
        "swap or correct the two"
      )
    }
    return Availability(from: from, until: until)
  }

  /// A moment with its text; for a day alone the moment that `ofDay` gives.
  mutating func writtenMoment(
    _ key: String,
    in zone: ShopTimeZone,
    ofDay: (CivilDate) -> Timestamp
  ) -> WrittenMoment? {
    guard let moment = moment(key, in: zone), let found = text(key) else { return nil }
    let day = CivilDate(found.value).map(ofDay)
    return WrittenMoment(moment: day ?? moment, text: found.value, position: found.position)
  }
}
