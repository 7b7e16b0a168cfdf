import Yams

/// Finds the mistake in YAML that the parser refused.
///
/// A parser names the place where it gave up, not that of the mistake. This reads each top-level
/// key alone, with the lines below it: the first that cannot be read has the mistake. A corrected
/// line is shown only if the parser accepts it in place of the original.
struct YAMLSlips {
  /// A mistake, with the corrected line.
  struct Slip {
    /// From 1, in the text.
    let line: Int
    /// From 1, in characters.
    let column: Int
    let message: String
    let mended: String?
    /// Whether the mistake itself is known, not only its place.
    var isKnown = true
  }

  /// A mistake that may be in a line, with what may have been meant, likeliest first.
  struct Guess {
    /// In characters of the line.
    let offset: Int
    let message: String
    let mends: [String]
  }

  /// Without their line ends.
  let lines: [Substring]
  /// The brackets that open the values of keys which hold keys or a list.
  let openingBrackets: [String: String]

  init(_ text: String, openingBrackets: [String: String] = [:]) {
    self.openingBrackets = openingBrackets
    lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { line in
        let line = Substring(line)
        return line.unicodeScalars.last == "\r"
          ? Substring(line.unicodeScalars.dropLast()) : line
      }
  }

  /// The first mistake by line; nil where each key can be read alone.
  func first() -> Slip? {
    let entries = entries()
    var index = 0
    while index < entries.count {
      let start = entries[index].lowerBound
      if entries.count > 1, let braced = bracedKeys(at: start) { return braced }
      var end = index
      // A list or a quoted text may continue at the start of a line.
      while !Self.isRead(lines[start..<entries[end].upperBound]), end + 1 < entries.count,
        end - index < Self.mostLines, !isKey(lines[entries[end + 1].lowerBound])
      {
        end += 1
      }
      guard Self.isRead(lines[start..<entries[end].upperBound]) else {
        return slip(in: entries[index], above: index > 0 ? entries[index - 1] : nil)
      }
      index = end + 1
    }
    return entries.first.flatMap(indentedStart)
  }

  /// The most lines of one value.
  private static let mostLines = 20

  /// A quote that is closed on a later line than was meant.
  ///
  /// The parser takes the keys between for text. Nil where the quote is closed on its own line, and
  /// where a quoted text properly spans indented lines.
  func runaway(line number: Int, column: Int) -> Slip? {
    guard lines.indices.contains(number - 1) else { return nil }
    let line = lines[number - 1]
    let value = Substring(line.unicodeScalars.dropFirst(column - 1))
    guard let quote = value.first, closing(of: quote, in: value) == nil else { return nil }
    let indent = indent(of: line)
    let next = lines[number...].first { $0.trimmed.first.map { $0 != "#" } ?? false }
    guard let next, self.indent(of: next) <= indent,
      next.contains(/^ *(?:- +)?[A-Za-z_][\w-]*:(?: |$)/)
    else { return nil }
    for guess in guesses(at: number - 1, in: number - 1..<number, isUnread: false) {
      let mended = guess.mends.first { Self.isRead([$0.drop { $0 == " " }]) }
      return slip(guess, at: number - 1, mended)
    }
    return nil
  }

  /// The lines of each top-level key, with those that belong to it.
  private func entries() -> [Range<Int>] {
    var starts: [Int] = []
    for (index, line) in lines.enumerated() {
      guard let first = line.first, !line.allSatisfy(\.isWhitespace), first != "#" else { continue }
      let isMark = line.hasPrefix("---") || line.hasPrefix("...")
      if starts.isEmpty {
        if !isMark { starts.append(index) }
      } else if first != " ", Self.unusualBlank(first) == nil, !Self.bullets.contains(first),
        !"]}".contains(first), !isMark
      {
        starts.append(index)
      }
    }
    return starts.indices.map { index in
      starts[index]..<(index + 1 < starts.count ? starts[index + 1] : lines.count)
    }
  }

  /// Keys in braces beside keys without: `{title: A}`.
  private func bracedKeys(at index: Int) -> Slip? {
    let line = lines[index].trimmedEnd
    guard line.hasPrefix("{"), line.hasSuffix("}") else { return nil }
    let inner = line.dropFirst().dropLast().trimmed
    let isOne = !inner.contains { ",{}".contains($0) }
    return Slip(
      line: index + 1,
      column: 1,
      message: "expected a line for each key, found keys in braces; "
        + "write each in a line of its own without them",
      mended: isOne && Self.isRead([inner[...]]) ? inner : nil
    )
  }

  /// The mistake within the lines of one key.
  private func slip(in entry: Range<Int>, above: Range<Int>?) -> Slip {
    var doubtful: Slip?
    var block: Int?
    let unread = firstUnread(in: entry)
    for index in entry {
      let line = lines[index]
      let indent = indent(of: line)
      // The lines of `key: |` are text.
      if let depth = block, indent > depth || line.allSatisfy(\.isWhitespace) { continue }
      block = nil
      let content = line.dropFirst(indent)
      guard let first = content.first, first != "#" else { continue }
      for guess in guesses(at: index, in: entry, isUnread: index == unread) {
        if let mended = guess.mends.first(where: { isMend($0, at: index, in: entry, above) }) {
          return slip(guess, at: index, mended)
        }
        let alone = guess.mends.first { Self.isRead([$0.drop { $0 == " " }]) }
        doubtful = doubtful ?? slip(guess, at: index, alone)
      }
      if content.wholeMatch(of: /[^:]+: *[|>][+-]?\d? */) != nil { block = indent }
    }
    return doubtful ?? quotable(in: entry, above) ?? unknown(in: entry)
  }

  /// The line with which the parser first refuses the lines of a key.
  private func firstUnread(in entry: Range<Int>) -> Int? {
    entry.prefix(Self.mostTries).first { !Self.isRead(lines[entry.lowerBound...$0]) }
  }

  /// How many lines are tried one after the other.
  private static let mostTries = 200

  private func slip(_ guess: Guess, at index: Int, _ mended: String?) -> Slip {
    // A line that nobody would write by hand is not shown.
    let shown = mended.flatMap { $0.count <= 200 ? $0 : nil }
    return Slip(line: index + 1, column: guess.offset + 1, message: guess.message, mended: shown)
  }

  /// A value that the parser accepts once it is quoted.
  private func quotable(in entry: Range<Int>, _ above: Range<Int>?) -> Slip? {
    for index in entry {
      guard
        let match = lines[index].prefixMatch(of: /\s*(?:- +)?(?:[^:#"'\[{]+:[ \t]+|- +)/)?.output
      else { continue }
      let value = lines[index].dropFirst(match.count)
      let guess = Guess(
        offset: match.count,
        message: "expected text in quotes, since YAML reads its punctuation as something else, "
          + "found none; quote it",
        mends: [match + quotedForYAML(value.trimmedEnd)]
      )
      if let mended = guess.mends.first(where: { isMend($0, at: index, in: entry, above) }) {
        return slip(guess, at: index, mended)
      }
    }
    return nil
  }

  private func unknown(in entry: Range<Int>) -> Slip {
    Slip(
      line: entry.lowerBound + 1,
      column: 1,
      message: "expected `key: value`, found punctuation that YAML cannot read; "
        + "put text with punctuation in quotes, and write lists as `[a, b]`",
      mended: nil,
      isKnown: false
    )
  }

  /// The mistake that all keys are indented.
  private func indentedStart(_ entry: Range<Int>) -> Slip? {
    let line = lines[entry.lowerBound]
    let indent = indent(of: line)
    guard indent > 0 else { return nil }
    return Slip(
      line: entry.lowerBound + 1,
      column: 1,
      message: "expected a key at the beginning of the line, found blanks before it; remove them",
      mended: String(line.dropFirst(indent))
    )
  }

  /// Whether the parser accepts the lines of a key, and of the one above it, with one line
  /// replaced.
  private func isMend(
    _ mended: String,
    at index: Int,
    in entry: Range<Int>,
    _ above: Range<Int>?
  ) -> Bool {
    let start = above?.lowerBound ?? entry.lowerBound
    let whole = lines[start..<index] + [mended[...]] + lines[(index + 1)..<entry.upperBound]
    return Self.isRead(whole)
  }

  /// Whether lines are keys and values, of which none begins with a blank that YAML does not know.
  private static func isRead(_ lines: ArraySlice<Substring>) -> Bool {
    do {
      let text = lines.joined(separator: "\n")
      let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
      guard let root = try parser.singleRoot() else { return true }
      return withExtendedLifetime(parser) {
        guard case .mapping(let mapping) = root else { return false }
        return hasPlainKeys(mapping)
      }
    } catch {
      return false
    }
  }

  private static func hasPlainKeys(_ mapping: Node.Mapping) -> Bool {
    mapping.allSatisfy { key, value in
      guard case .scalar(let scalar) = key, scalar.string.first.flatMap(unusualBlank) == nil else {
        return false
      }
      guard case .mapping(let inner) = value else { return true }
      return hasPlainKeys(inner)
    }
  }

  /// Whether a line begins with a key.
  func isKey(_ line: Substring) -> Bool {
    line.prefixMatch(of: /[A-Za-z_\u{4E00}-\u{9FFF}][\w\u{4E00}-\u{9FFF}-]* *[:：](?: |$)/) != nil
  }

  func indent(of line: Substring) -> Int { line.prefix { $0 == " " }.count }

  /// The marks that people write before list entries.
  static let bullets = "-*+•·－–—●"

  /// The name of a character that looks like a blank but is not one to YAML.
  static func unusualBlank(_ character: Character) -> String? {
    switch character {
    case "\t": return "a tab"
    case "\u{A0}": return "a no-break space (U+00A0)"
    case "\u{3000}": return "an ideographic space (U+3000)"
    case "\u{2028}": return "a line separator (U+2028)"
    case "\u{2029}": return "a paragraph separator (U+2029)"
    case "\u{FEFF}": return "a byte order mark (U+FEFF)"
    case "\u{200B}": return "a zero-width space (U+200B)"
    case "\u{85}": return "a next-line character (U+0085)"
    case " ", "\r": return nil
    default:
      guard let scalar = character.unicodeScalars.first, scalar.value > 0x7F else { return nil }
      let isUnseen = [0xAD, 0x180E, 0x200C, 0x200D, 0x2060, 0x3164].contains(scalar.value)
      guard isUnseen || scalar.properties.isWhitespace else { return nil }
      return "a blank of another kind (U+\(String(scalar.value, radix: 16, uppercase: true)))"
    }
  }

  /// The first character that YAML treats as the end of a line, or does not accept.
  ///
  /// In quotes such a character would be read as a blank. The bytes are checked first, which is
  /// fast. A byte-order mark may begin a file, but not a part of one.
  func foreignCharacter(inWholeFile isWhole: Bool) -> Slip? {
    for (index, line) in lines.enumerated()
    where line.utf8.contains(where: { $0 == 0xC2 || $0 == 0xE2 || $0 == 0xEF }) {
      let scalars = line.unicodeScalars
      guard
        let place = scalars.indices.first(where: { place in
          let value = scalars[place].value
          return [0x85, 0x2028, 0x2029, 0xFFFE, 0xFFFF].contains(value)
            || value == 0xFEFF && (!isWhole || index > 0 || place > scalars.startIndex)
        })
      else { continue }
      let scalar = scalars[place]
      let isEnd = scalar.value < 0xFE00
      let name = Self.unusualBlank(Character(scalar)) ?? "the character U+\(hexadecimal(scalar))"
      let before = String(scalars[..<place])
      let behind = String(scalars[scalars.index(after: place)...])
      let isGlued = before.hasSuffix(":") && !behind.hasPrefix(" ")
      // Another editor's end of a line.
      let isLine = isEnd && isKey(behind.drop { $0 == " " })
      return Slip(
        line: index + 1,
        column: scalars.distance(from: scalars.startIndex, to: place) + 1,
        message: "expected one line, found \(name), "
          + (isEnd ? "where YAML begins another line; " : "which YAML does not allow; ")
          + (isLine
            ? "write an ordinary line break in its place"
            : isGlued ? "write a blank in its place" : "remove it"),
        mended: line.count <= 200 && !isLine ? before + (isGlued ? " " : "") + behind : nil
      )
    }
    return nil
  }

  private func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    String(scalar.value, radix: 16, uppercase: true)
  }
}

extension Substring {
  /// The text without blanks at its end.
  var trimmedEnd: String {
    lastIndex { !$0.isWhitespace }.map { String(self[...$0]) } ?? ""
  }

  /// The text without blanks at either end.
  var trimmed: String { drop { $0.isWhitespace }.trimmedEnd }
}
