/// What a person did wrong in YAML that the parser refused: found by looking at the lines, since a
/// parser names the place where it gave up and not the one where the mistake is.
struct YAMLSlips {
  /// A mistake, with what the line should be.
  struct Slip {
    /// From 1, in the text.
    let line: Int
    /// From 1, in characters.
    let column: Int
    let message: String
    let mended: String?
  }

  /// The first mistake in the order of the lines up to where the parser gave up; nil for none
  /// known.
  static func first(in text: String, before last: Int) -> Slip? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var block: Int?
    for (index, raw) in lines.enumerated() where index < max(last, 1) {
      let line = raw.last == "\r" ? raw.dropLast() : raw
      let indent = line.prefix { $0 == " " }.count
      // The lines of `key: |` are text.
      if let depth = block, indent > depth || line.allSatisfy(\.isWhitespace) { continue }
      block = nil
      let content = line.dropFirst(indent)
      guard let first = content.first, first != "#" else { continue }
      if let slip = slip(in: line, content, indent: indent, number: index + 1) { return slip }
      if content.wholeMatch(of: /[^:]+: *[|>][+-]?\d? */) != nil { block = indent }
    }
    return nil
  }

  /// A quote that is closed on a later line than it was meant to be.
  ///
  /// The parser takes the keys between for text. Nil where a quoted text spans lines as it may,
  /// indented.
  static func runaway(in text: String, line number: Int) -> Slip? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(number - 1) else { return nil }
    let line = lines[number - 1]
    let indent = line.prefix { $0 == " " }.count
    guard let next = lines[number...].first(where: { !$0.allSatisfy(\.isWhitespace) }),
      next.prefix(while: { $0 == " " }).count <= indent,
      next.contains(/^ *(?:- +)?[A-Za-z_][\w-]*:(?: |$)/)
    else { return nil }
    return slip(in: line, line.dropFirst(indent), indent: indent, number: number)
  }

  private static func slip(
    in line: Substring,
    _ content: Substring,
    indent: Int,
    number: Int
  ) -> Slip? {
    let make = { (offset: Int, message: String, mended: String?) in
      // A line that is no line of a person's is not shown again.
      let shown = mended.flatMap { $0.count <= 200 ? $0 : nil }
      return Slip(line: number, column: offset + 1, message: message, mended: shown)
    }
    let scalars = line.unicodeScalars
    let ends = Array("\u{2028}\u{2029}\u{85}".unicodeScalars)
    if let end = scalars.firstIndex(where: { ends.contains($0) }) {
      let code = String(scalars[end].value, radix: 16, uppercase: true)
      return make(
        scalars.distance(from: scalars.startIndex, to: end),
        "expected one line, found a line separator (U+\(code)), where YAML begins another; "
          + "remove it",
        String(scalars[..<end]) + String(scalars[scalars.index(after: end)...])
      )
    }
    if let mark = content.first, let name = unusualBlank(mark) {
      return make(
        indent,
        "expected a key at the beginning of the line, found \(name) before it; remove it",
        String(line.prefix(indent) + content.drop { unusualBlank($0) != nil })
      )
    }
    if let key = content.prefixMatch(of: /[A-Za-z_\u{4E00}-\u{9FFF}-]+(?=[ \u{3000}]*：)/)?.output {
      let rest = content.dropFirst(key.count).drop { " \u{3000}：".contains($0) }
      return make(
        indent + key.count,
        "expected `: ` behind the key, found a full-width colon; write it in half width",
        "\(key): \(rest)"
      )
    }
    if let match = content.prefixMatch(of: /([A-Za-z_-]+):(?=[^ \t\r\/])/)?.output {
      let rest = content.dropFirst(match.0.count)
      let blank = rest.first.flatMap(unusualBlank)
      return make(
        indent + match.0.count,
        "expected a blank behind the colon, found \(blank ?? "none"); write one",
        "\(match.1): \(rest.drop { unusualBlank($0) != nil })"
      )
    }
    if let match = content.wholeMatch(of: /([A-Za-z_-]+)[ \t]*=[ \t]*(.*)/)?.output {
      return make(
        indent + match.1.count,
        "expected `: ` behind the key, found `=`; write a colon and a blank",
        "\(match.1): \(match.2)"
      )
    }
    guard let match = content.prefixMatch(of: /(?:- +)?(?:[^:#"'\[{]+:[ \t]+|- +)/)?.output else {
      return line.contains("\t") && content.first == "\t"
        ? make(indent, "expected blanks, found a tab; write blanks", nil) : nil
    }
    let value = content.dropFirst(match.count)
    return slip(inValue: value, head: line.prefix(indent + match.count), make)
  }

  private static func slip(
    inValue value: Substring,
    head: Substring,
    _ make: (Int, String, String?) -> Slip
  ) -> Slip? {
    guard let first = value.first else { return nil }
    let column = head.count
    if let name = unusualBlank(first) {
      return make(
        column,
        "expected a value, found \(name) before it; remove it",
        head + String(value.drop { unusualBlank($0) != nil })
      )
    }
    if first == "\"" || first == "'" {
      guard let end = closing(of: first, in: value) else {
        return make(
          column,
          "expected `\(first)` at the end of the value, found none; close the quote where it ends",
          head + value.trimmedEnd + String(first)
        )
      }
      let rest = value[value.index(after: end)...].drop { $0 == " " }
      guard rest.isEmpty || rest.first == "#" else {
        let whole = value.trimmedEnd
        let inner = whole.last == first ? String(whole.dropFirst().dropLast()) : whole
        return make(
          column + value.distance(from: value.startIndex, to: end) + 1,
          "expected nothing behind the closing `\(first)`, found more; put the whole in quotes",
          head + quotedForYAML(inner)
        )
      }
      return nil
    }
    if first == "[" || first == "{" { return slip(inList: value, head: head, make) }
    if value.hasPrefix("- ") {
      return make(
        column,
        "expected text in quotes, since YAML reads it as a list, found `- ` at its beginning; "
          + "quote it",
        head + quotedForYAML(value.trimmedEnd)
      )
    }
    if "@`%&*!|>".contains(first) || value.contains(": ") || value.hasSuffix(":") {
      let found = "@`%&*!|>".contains(first) ? "`\(first)` at its beginning" : "`: ` in it"
      let at =
        "@`%&*!|>".contains(first)
        ? 0
        : value.firstRange(of: ":").map {
          value.distance(from: value.startIndex, to: $0.lowerBound)
        } ?? 0
      return make(
        column + at,
        "expected text in quotes, since YAML reads it as something else, found \(found); quote it",
        head + quotedForYAML(value.trimmedEnd)
      )
    }
    return nil
  }

  /// In a value that begins like a list or a mapping in one line.
  private static func slip(
    inList value: Substring,
    head: Substring,
    _ make: (Int, String, String?) -> Slip
  ) -> Slip? {
    let column = head.count
    let close: Character = value.first == "[" ? "]" : "}"
    if let end = value.firstIndex(of: close) {
      let rest = value[value.index(after: end)...].drop { $0 == " " }
      guard let next = rest.first, !"#,]}".contains(next) else { return nil }
      return make(
        column + value.distance(from: value.startIndex, to: end) + 1,
        "expected nothing behind the closing `\(close)`, found more; put the whole in quotes",
        head + quotedForYAML(value.trimmedEnd)
      )
    }
    let isEmpty = !value.contains { $0.isLetter || $0.isNumber }
    return make(
      column,
      "expected `\(close)` at the end of the list, found none; close it, or put text in quotes",
      isEmpty ? nil : head + value.trimmedEnd + String(close)
    )
  }

  private static func closing(of quote: Character, in value: Substring) -> String.Index? {
    var index = value.index(after: value.startIndex)
    while index < value.endIndex {
      let next = value.index(after: index)
      if value[index] == "\\", quote == "\"" {
        index = next < value.endIndex ? value.index(after: next) : next
        continue
      }
      if value[index] == quote {
        guard quote == "'", next < value.endIndex, value[next] == quote else { return index }
        index = value.index(after: next)
        continue
      }
      index = next
    }
    return nil
  }

  private static func quotedForYAML(_ text: String) -> String {
    text.contains("\"") ? "'\(text.replacing("'", with: "''"))'" : "\"\(text)\""
  }

  /// The name of a character that looks like a blank and is none to YAML.
  static func unusualBlank(_ character: Character) -> String? {
    switch character {
    case "\t": "a tab"
    case "\u{A0}": "a no-break space (U+00A0)"
    case "\u{3000}": "an ideographic space (U+3000)"
    case "\u{2028}": "a line separator (U+2028)"
    case "\u{2029}": "a paragraph separator (U+2029)"
    case "\u{FEFF}": "a byte order mark (U+FEFF)"
    case "\u{200B}": "a zero-width space (U+200B)"
    case "\u{85}": "a next-line character (U+0085)"
    default: nil
    }
  }
}

extension Substring {
  fileprivate var trimmedEnd: String {
    lastIndex { !$0.isWhitespace }.map { String(self[...$0]) } ?? ""
  }
}
