/// What a faulty line may have been meant as: keys, colons, bullets and the blanks before them.
extension YAMLSlips {
  /// The mistakes that may be in a line, likeliest first; `isUnread` says that the parser refuses
  /// the lines of the key from this one on.
  func guesses(at index: Int, in entry: Range<Int>, isUnread: Bool) -> [Guess] {
    let line = lines[index]
    let indent = indent(of: line)
    let content = line.dropFirst(indent)
    if index > entry.lowerBound, content.hasPrefix("---") || content.hasPrefix("...") {
      return [
        Guess(
          offset: 0,
          message: "expected one block of keys, found \(quoted(String(content.prefix(3)))), where "
            + "YAML begins another; remove the line",
          mends: []
        )
      ]
    }
    if let comment = foreignComment(content, indent: indent) { return [comment] }
    if let blank = blankBefore(content, indent: indent, at: index, in: entry) { return [blank] }
    if let colon = colonSlip(content, indent: indent) { return [colon] }
    var guesses: [Guess] = []
    if index > entry.lowerBound {
      guesses += [
        misplacedKey(content, indent: indent, at: index, in: entry),
        bullet(content, indent: indent, at: index, in: entry),
      ].compactMap { $0 }
    }
    if let match = content.prefixMatch(of: /(?:- +)?(?:[^:#"'\[{]+:[ \t]+|- +)/)?.output {
      let value = content.dropFirst(match.count)
      return guesses + self.guesses(of: value, head: line.prefix(indent + match.count))
    }
    return guesses
      + missingColon(content, indent: indent, isFirst: index == entry.lowerBound || isUnread)
  }

  /// A comment in another language's style, or a quote mark before a key.
  private func foreignComment(_ content: Substring, indent: Int) -> Guess? {
    let head = String(repeating: " ", count: indent)
    if let mark = ["//", "/*", "<!--", "--", ";"].first(where: { content.hasPrefix($0) }) {
      var rest = content.dropFirst(mark.count).trimmed
      for end in ["*/", "-->"] where rest.hasSuffix(end) {
        rest = rest.dropLast(end.count)[...].trimmedEnd
      }
      return Guess(
        offset: indent,
        message: "expected a comment that begins with `#`, found `\(mark)`; write `# `",
        mends: [head + "# " + rest]
      )
    }
    guard let quote = content.first, "\"'“”‘’".contains(quote), isKey(content.dropFirst()) else {
      return nil
    }
    return Guess(
      offset: indent,
      message: "expected a key, found a quotation mark before it; put the value alone in quotes",
      mends: [head + content.dropFirst()]
    )
  }

  private func blankBefore(
    _ content: Substring,
    indent: Int,
    at index: Int,
    in entry: Range<Int>
  ) -> Guess? {
    guard let mark = content.first, let name = Self.unusualBlank(mark) else { return nil }
    let rest = content.drop { $0 == " " || Self.unusualBlank($0) != nil }
    let head = lines[index].prefix(indent)
    // Below `key:` the mark stands where blanks belong.
    let isBelow = index > entry.lowerBound && lines[index - 1].trimmedEnd.hasSuffix(":")
    // Beside other keys of a mapping it begins where they do.
    let depth = lines[entry.lowerBound..<index].last { !$0.trimmed.isEmpty }.map(self.indent) ?? 0
    let isBeside = !isBelow && depth > 0
    let beside = isBeside ? [String(repeating: " ", count: depth) + rest] : []
    let mends = beside + ["\(head)\(rest)", "\(head)  \(rest)"]
    return Guess(
      offset: indent,
      message: isBelow || isBeside || rest.hasPrefix("- ")
        ? "expected blanks at the beginning of the line, found \(name); write blanks"
        : "expected a key at the beginning of the line, found \(name) before it; remove it",
      mends: isBelow && indent == 0 ? mends.reversed() : mends
    )
  }

  /// A wrong or missing character between a key and its value.
  private func colonSlip(_ line: Substring, indent depth: Int) -> Guess? {
    // The first key of a list's entry stands behind its mark.
    let mark = line.prefixMatch(of: /- +/)?.output ?? line.prefix(0)
    let content = line[mark.endIndex...]
    let head = String(repeating: " ", count: depth) + mark
    let indent = head.count
    let wide = /[A-Za-z_\u{4E00}-\u{9FFF}][\w\u{4E00}-\u{9FFF}-]*(?=[ \u{3000}]*[：﹕∶︰])/
    if let key = content.prefixMatch(of: wide)?.output {
      let rest = content.dropFirst(key.count).drop { " \u{3000}：﹕∶︰".contains($0) }
      return Guess(
        offset: indent + key.count,
        message: "expected `: ` behind the key, found a full-width colon; write it in half width",
        mends: mends(key, rest, head)
      )
    }
    if let match = content.prefixMatch(of: /([A-Za-z_][\w-]*):(?=[^ \r\/]|\/[^\/])/)?.output {
      let rest = content.dropFirst(match.0.count)
      let blank = rest.first.flatMap(Self.unusualBlank)
      return Guess(
        offset: indent + match.0.count,
        message: "expected a blank behind the colon, found \(blank ?? "none"); write one",
        mends: mends(match.1, rest.drop { Self.unusualBlank($0) != nil }, head)
      )
    }
    if let match = content.wholeMatch(of: /([A-Za-z_][\w-]*) *(=>?|->|→|;|；) *(.*)/)?.output {
      return Guess(
        offset: indent + match.1.count,
        message: "expected `: ` behind the key, found `\(match.2)`; write a colon and a blank",
        mends: mends(match.1, match.3, head)
      )
    }
    return nil
  }

  /// A key that is indented deeper than the one above, which has a value.
  private func misplacedKey(
    _ content: Substring,
    indent: Int,
    at index: Int,
    in entry: Range<Int>
  ) -> Guess? {
    guard isKey(content), indent > 0 else { return nil }
    let depths = Set(
      lines[entry.lowerBound..<index].filter { isKey($0.drop { $0 == " " }) }
        .map { self.indent(of: $0) }
    ).subtracting([indent]).sorted(by: >)
    guard !depths.isEmpty else { return nil }
    return Guess(
      offset: 0,
      message: "expected a key that begins where the one above it does, found \(indent) "
        + "\(indent == 1 ? "blank" : "blanks") before it; begin both alike",
      mends: depths.map { String(repeating: " ", count: $0) + content }
    )
  }

  /// A list entry that begins with a wrong mark.
  private func bullet(
    _ content: Substring,
    indent: Int,
    at index: Int,
    in entry: Range<Int>
  ) -> Guess? {
    guard let mark = content.first, Self.bullets.contains(mark) else { return nil }
    let rest = content.dropFirst().drop { $0.isWhitespace }
    guard !rest.isEmpty else { return nil }
    let depths = lines[entry.lowerBound..<index].filter { $0.drop { $0 == " " }.hasPrefix("- ") }
      .map { self.indent(of: $0) }
    if content.hasPrefix("- ") {
      guard !depths.isEmpty, !depths.contains(indent) else { return nil }
      return Guess(
        offset: 0,
        message: "expected `- ` below the one above it, found \(indent) "
          + "\(indent == 1 ? "blank" : "blanks") before it; begin both alike",
        mends: Set(depths).sorted().map { String(repeating: " ", count: $0) + content }
      )
    }
    return Guess(
      offset: indent,
      message: "expected `- ` before an entry of a list, found "
        + (mark == "-" ? "no blank behind the `-`; write one" : "`\(mark)`; write `- `"),
      mends: Set(depths + [indent]).sorted().flatMap { depth in
        let head = String(repeating: " ", count: depth) + "- "
        return [head + rest, head + quotedForYAML(rest.trimmedEnd)]
      }
    )
  }

  /// A key without a colon, or text that belongs to the line above.
  private func missingColon(_ content: Substring, indent: Int, isFirst: Bool) -> [Guess] {
    guard isFirst || indent == 0, !content.contains(": "), !content.trimmedEnd.hasSuffix(":") else {
      return []
    }
    guard let match = content.prefixMatch(of: /([A-Za-z_][\w-]*)(?:[ \t,，|]+|(?=["'\[{]))/)?.output
    else {
      let isWord = content.wholeMatch(of: /[A-Za-z_][\w-]*\s*/) != nil
      return [
        Guess(
          offset: indent,
          message: isWord
            ? "expected `key: value`, found a word without a colon; write the colon and the value"
            : "expected `key: value`, found a line without a key; write two blanks before it if it "
              + "goes on with the line above",
          mends: isWord ? [] : ["  " + content.trimmedEnd]
        )
      ]
    }
    let rest = content.dropFirst(match.0.count)
    return [
      Guess(
        offset: indent + match.1.count,
        message: "expected `: ` behind the key, found none; write a colon and a blank",
        mends: mends(match.1, rest, String(repeating: " ", count: indent))
      )
    ]
  }

  private func mends(_ key: Substring, _ rest: Substring, _ start: String) -> [String] {
    let head = "\(start)\(key): "
    return [head + rest.trimmedEnd, head + quotedForYAML(rest.trimmed)]
  }
}
