import Text

/// The keys of one file, read one after the other; problems are collected.
///
/// A method that returns nil for a key in the file has reported why.
struct Fields {
  let source: SourceText
  /// The place at which missing keys are reported.
  private let start: Position
  private let entries: [String: YAMLEntry]
  /// All keys, in the file's order.
  let keysInOrder: [String]
  private(set) var problems: [ContentProblem] = []
  /// Keys that the file seems to have under a wrong name, which are not reported as missing too.
  private var meant = Set<String>()

  /// Reports every key that is not `known`; `subject` names the file, as in `a product file`.
  ///
  /// `start` is the place at which missing keys are reported.
  init(
    _ entries: [YAMLEntry],
    in source: SourceText,
    known: [String],
    of subject: String,
    start: Position = .start
  ) {
    self.source = source
    self.start = start
    keysInOrder = entries.map(\.key)
    self.entries = Dictionary(entries.map { ($0.key, $0) }) { first, _ in first }
    for entry in entries where !known.contains(entry.key) {
      let foreign = foreignName(of: entry.key).flatMap { known.contains($0) ? $0 : nil }
      let near = foreign ?? known.nearest(to: entry.key)
      if let near { meant.insert(near) }
      report(
        at: entry.position,
        "unknown key \(quoted(entry.key)): expected a key of \(subject); correct or remove it",
        hint: near.map { "did you mean `\($0)`?" }
      )
    }
  }

  /// Whether the file seems to have the key under a wrong name, which has been reported.
  func isMisspelt(_ key: String) -> Bool { meant.contains(key) && !has(key) }

  /// Whether the key is in the file, whatever its value.
  func has(_ key: String) -> Bool { entries[key] != nil }

  /// Whether the key's value begins on a line below the key.
  func isBelow(_ key: String) -> Bool {
    entries[key].map { $0.value.position.line > $0.position.line } ?? false
  }

  /// The entries of a mapping under a key; nil when there is none.
  func mapped(_ key: String) -> [YAMLEntry]? {
    guard case .mapping(let inner)? = entries[key]?.value.kind else { return nil }
    return inner
  }

  /// Whether a moment is written without an offset from UTC.
  func isWithoutZone(_ key: String) -> Bool {
    guard case .text(let text, _)? = entries[key]?.value.kind else { return false }
    return !text.dropFirst(10).contains { "Zz+-".contains($0) }
  }

  /// The place of the key's value, or the file's start.
  func position(of key: String) -> Position { entries[key]?.value.position ?? .start }

  /// A key's value, or nil after reporting that it is missing or empty.
  mutating func value(_ key: String, isRequired: Bool = false) -> YAMLValue? {
    guard let entry = entries[key] else {
      if isRequired, !meant.contains(key) {
        report(at: start, "\(key): expected this key, found none; add a line `\(key): …`")
      }
      return nil
    }
    guard !entry.value.isNull else {
      report(
        at: entry.position,
        comment(from: entry.value.position, of: key) == nil
          ? "\(key): expected a value, found nothing; write one or remove the line"
          : "\(key): expected a value, found nothing, since ` #` begins a comment; quote the value",
        hint: comment(from: entry.value.position, of: key)
          .map { "did you mean `\(key): \(quotedForYAML($0))`?" }
      )
      return nil
    }
    return entry.value
  }

  /// One line of text of at most `limit` characters.
  ///
  /// Blanks at its ends are removed, unless they are quoted and `keepsBlanks` is set.
  mutating func text(
    _ key: String,
    isRequired: Bool = false,
    limit: Int = 200,
    keepsBlanks: Bool = false
  ) -> Located<String>? {
    guard let value = value(key, isRequired: isRequired) else { return nil }
    let found = text(value, key: key, limit: limit)
    guard keepsBlanks, let found, case .text(let written, isQuoted: true) = value.kind else {
      return found
    }
    return Located(written.composed, at: found.position)
  }

  /// `true` or `false`; false when the key is missing.
  mutating func flag(_ key: String) -> Bool {
    guard let found = text(key) else { return false }
    switch found.value {
    case "true": return true
    case "false": return false
    default:
      report(found, key, "`true` or `false`", "write one of the two")
      return false
    }
  }

  /// A whole number of that range.
  mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let found = text(key) else { return nil }
    guard let number = Int(found.value), range.contains(number), !found.value.hasPrefix("+") else {
      report(
        found,
        key,
        "a whole number from \(range.lowerBound) to \(range.upperBound)",
        "correct it or remove the line"
      )
      return nil
    }
    return number
  }

  /// A list of texts, without repeats unless allowed; empty when the key is missing.
  mutating func texts(
    _ key: String,
    limit: Int = 100,
    allowsRepeats: Bool = false
  ) -> [Located<String>] {
    guard let value = value(key) else { return [] }
    guard case .list(let items) = value.kind else {
      report(
        at: value.position,
        "\(key): expected a list, found \(value.description); "
          + "write `\(key): [\(printable(asList(value)))]`"
      )
      return []
    }
    let inner = items.first { if case .list = $0.kind { true } else { false } }
    if let inner, let nested = Self.flattened(items) {
      report(
        at: inner.position,
        "\(key): expected a list of texts, found a list within it; write one pair of brackets",
        hint: "did you mean `\(key): [\(nested)]`?"
      )
      return []
    }
    var texts: [Located<String>] = []
    for item in items {
      guard let found = text(item, key: key, limit: limit) else { continue }
      if !allowsRepeats, texts.contains(where: { $0.value == found.value }) {
        report(found, key, "each entry once", "remove the second")
      } else if !allowsRepeats, let joined = JoinedEntries(found.value) {
        report(found, key, "`, ` between entries", joined.remedy, hint: joined.hint)
      } else if !allowsRepeats, let lines = lines(of: found) {
        report(
          found,
          key,
          "`, ` between entries",
          "write a comma at the end of the line",
          hint: "did you mean `\(lines.joined(separator: ", "))`?"
        )
      } else {
        texts.append(found)
      }
    }
    return texts
  }

  /// The texts of a list and of the lists in it; nil when there are others.
  private static func flattened(_ items: [YAMLValue]) -> String? {
    var words: [String] = []
    for item in items {
      switch item.kind {
      case .text(let text, _): words.append(entryForYAML(text))
      case .list(let inner):
        guard let flat = flattened(inner) else { return nil }
        words.append(flat)
      case .mapping: return nil
      }
    }
    return words.joined(separator: ", ")
  }

  /// A value written as the list that it seems to be meant as, for a message.
  private func asList(_ value: YAMLValue) -> String {
    // `{a, b}` is read as keys without values.
    if case .mapping(let entries) = value.kind, entries.allSatisfy(\.value.isNull) {
      return entries.map { entryForYAML($0.key) }.joined(separator: ", ")
    }
    guard case .text(let text, _) = value.kind else { return "a, b" }
    if let lines = lines(of: Located(text.composed, at: value.position)) {
      return lines.map { entryForYAML(String($0.drop { "-•·●* ".contains($0) })) }
        .joined(separator: ", ")
    }
    // `-a -b` and `• a • b`, or brackets of another kind.
    let bullet = text.first.flatMap { "-•·●*".contains($0) ? $0 : nil }
    let words = (bullet == "-" ? text.replacing(" -", with: ",") : text)
      .replacing(/(\p{Han}) +(?=\p{Han})/) { "\($0.1)," }
      .split { ",，、;；|｜•●[]［］【】（）()".contains($0) || bullet != "-" && $0 == bullet }
      .flatMap { $0.split(separator: /[ ][·・\/／][ ]/) }
      .map { word in String(word.drop { $0.isWhitespace || $0 == bullet }) }
      .map { word in String(word.reversed().drop { $0.isWhitespace }.reversed()) }
      .filter { !$0.isEmpty }
      .map(entryForYAML)
    return words.isEmpty || text.count > 80 ? "a, b" : words.joined(separator: ", ")
  }

  /// Reports `key: expected …, found …; do …`.
  mutating func report(
    _ found: Located<String>,
    _ key: String,
    _ expected: String,
    _ remedy: String,
    hint: String? = nil
  ) {
    report(
      at: found.position,
      "\(key): expected \(expected), found \(quoted(found.value)); \(remedy)",
      hint: hint
    )
  }

  /// Reports a problem with the caller's own message.
  mutating func report(
    _ warning: Diagnostic? = nil,
    at position: Position,
    _ message: String,
    hint: String? = nil
  ) {
    problems.append(source.problem(warning, at: position, message, hint: hint))
  }

  /// Adds the problems of a mapping inside this one.
  mutating func adopt(_ inner: [ContentProblem]) {
    problems += inner
  }

  /// What stands before a value on its line: the key, or the mark of a list's entry.
  private func head(of key: String, at place: Position) -> String {
    let line = source.bytes[source.range(ofLine: place.line)]
    let blanks = line.prefix { $0 == 0x20 }
    guard line.dropFirst(blanks.count).starts(with: "- ".utf8) else { return key + ":" }
    return String(decoding: blanks, as: UTF8.self) + "-"
  }

  /// The entry of a list of one, for keys whose values have no brackets; nil for others.
  private func onlyWord(of value: YAMLValue, _ key: String) -> String? {
    guard ["category", "sku", "slug", "currency", "brand"].contains(key),
      case .list(let items) = value.kind, items.count == 1, case .text(let word, _) = items[0].kind
    else { return nil }
    return word
  }

  /// The rest of a line that begins and ends with brackets, in quotes; nil for others.
  private func bracketed(at place: Position) -> String? {
    let line = String(decoding: source.bytes[source.range(ofLine: place.line)], as: UTF8.self)
    let rest = String(String.UnicodeScalarView(line.unicodeScalars.dropFirst(place.column - 1)))
    let text = String(rest.reversed().drop { $0.isWhitespace }.reversed())
    guard let first = text.first, let last = text.last, text.count <= 100,
      first == "[" && last == "]" || first == "{" && last == "}"
    else { return nil }
    return quotedForYAML(text)
  }

  /// Whether a value begins with `|`.
  private func isPiped(at place: Position) -> Bool {
    let bytes = source.bytes[source.range(ofLine: place.line)]
    return bytes.dropFirst(place.column - 1).first == UInt8(ascii: "|")
  }

  private mutating func text(_ value: YAMLValue, key: String, limit: Int) -> Located<String>? {
    guard case .text(let written, _) = value.kind else {
      report(
        at: value.position,
        "\(key): expected text, found \(value.description); "
          + (bracketed(at: value.position) == nil
            ? "put it on one line" : "put text that begins with a bracket in quotes"),
        hint: (onlyWord(of: value, key) ?? bracketed(at: value.position))
          .map { "did you mean `\(key): \($0)`?" }
      )
      return nil
    }
    // A folded text ends with a line feed; invisible blanks are not part of a value.
    let found = Located(written.withoutInvisibleEdges.composed, at: value.position)
    let text = found.value
    if case .text(_, isQuoted: false) = value.kind,
      let rest = comment(from: value.position, of: key)
    {
      guard !text.isEmpty else {
        report(
          at: source.position(of: rest, from: value.position),
          "\(key): expected text, found nothing, since ` #` begins a comment; put it in quotes",
          hint: "did you mean `\(head(of: key, at: value.position)) \(quotedForYAML(rest))`?"
        )
        return nil
      }
      let whole = text + " " + rest
      report(
        .cutByComment,
        at: source.position(of: rest, from: value.position),
        "\(key): expected the whole value, found that it ends at ` #`, which begins a comment; "
          + "put it in quotes, or the comment on a line of its own",
        hint: "did you mean `\(head(of: key, at: value.position)) \(quotedForYAML(whole))`?"
      )
    }
    guard !text.allSatisfy(\.isWhitespace) else {
      report(found, key, "text", "write some or remove the line")
      return nil
    }
    if text.utf8.contains(UInt8(ascii: "\n")) {
      report(
        at: found.position,
        "\(key): expected one line of text, "
          + (isPiped(at: value.position)
            ? "found several, since `|` keeps their line breaks; write `>` in its place, which "
              + "joins them, or write it in one line"
            : "found a line break in it; remove it, or write a blank in its place")
      )
      return nil
    }
    if let control = text.unicodeScalars.first(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      let code = String(0x100 + control.value, radix: 16, uppercase: true).dropFirst()
      let name = control == "\t" ? "a tab" : "the invisible character U+00\(code)"
      report(
        at: found.position,
        "\(key): expected text, found \(name) in it; remove it, or write a blank in its place"
      )
      return nil
    }
    guard text.unicodeScalars.count <= limit else {
      report(found, key, "one line of at most \(limit) characters", "shorten it")
      return nil
    }
    checkLook(of: found, key)
    return found
  }
}

extension String {
  /// The text without blanks at its ends, zero-width ones included.
  fileprivate var withoutInvisibleEdges: String {
    let isBlank = { (scalar: Unicode.Scalar) in
      scalar.properties.isWhitespace || scalar == "\u{200B}" || scalar == "\u{FEFF}"
    }
    let start = unicodeScalars.drop(while: isBlank)
    guard let end = start.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(start[...end])
  }
}

/// The key here for another generator's key, such as `prices` for `price_usd`.
private func foreignName(of key: String) -> String? {
  let lower = String(key.lowercased().prefix { !"(（[【 ".contains($0) })
  if let name = foreignKeys[lower] { return name }
  let parts = lower.split(whereSeparator: { $0 == "_" || $0 == "-" }).filter { $0 != "price" }
  let isCurrency = parts.count == 1 && StandardCodes.currencies.contains(parts[0].uppercased())
  return isCurrency ? "prices" : nil
}

/// Keys here by those of other generators and in Chinese.
private let foreignKeys: [String: String] = [
  "name": "title", "标题": "title", "名称": "title", "价格": "price", "售价": "price",
  "原价": "compare_at", "categories": "category", "分类": "category", "标签": "tags",
  "keywords": "tags", "图片": "image", "cover": "image", "thumbnail": "image", "picture": "image",
  "featured_image": "image", "描述": "summary", "简介": "summary", "description": "summary",
  "excerpt": "summary", "url": "slug", "permalink": "slug", "币种": "currency", "货币": "currency",
  "地区": "region", "品牌": "brand", "日期": "date", "lastmod": "updated", "语言": "language",
  "domain": "base_url", "baseurl": "base_url", "url_base": "base_url", "email": "support_email",
  "color": "accent", "redirect_from": "aliases", "old_price": "compare_at", "stock": "limit",
  "backorder": "when_out", "preorder": "when_out", "out_of_stock": "when_out", "缺货": "when_out",
]
