/// What a faulty value may have been meant as: quotes, lists and text with punctuation.
extension YAMLSlips {
  /// The mistakes that may be in the value after `head`.
  func guesses(of value: Substring, head: Substring) -> [Guess] {
    guard let first = value.first else { return [] }
    let column = head.count
    if let name = Self.unusualBlank(first) {
      let rest = value.drop { Self.unusualBlank($0) != nil }
      return [
        Guess(
          offset: column,
          message: "expected a value, found \(name) before it; remove it",
          mends: ["\(head)" + rest.trimmedEnd, head + quotedForYAML(rest.trimmed)]
        )
      ]
    }
    if first == "\"" || first == "'" { return quoteGuesses(value, first, head) }
    if first == "[" { return listGuesses(value, head) }
    if first == "{" { return mappingGuesses(value, head) }
    if let keys = keysBehindColon(value, head) { return [keys] }
    let quoted = "\(head)" + quotedForYAML(value.trimmedEnd)
    if value.hasPrefix("- "), opening(behind: head) == "[" {
      let words = value.split(separator: /(?:^|[ ]+)-[ ]+/).map(\.trimmedEnd)
      return [
        Guess(
          offset: column,
          message: "expected a list in brackets, found `- ` behind the colon; write brackets",
          mends: ["\(head)[\(words.joined(separator: ", "))]"]
        )
      ]
    }
    if value.hasPrefix("- ") {
      return [
        Guess(
          offset: column,
          message: "expected text in quotes, since YAML reads it as a list, found `- ` at its "
            + "beginning; quote it",
          mends: [quoted]
        )
      ]
    }
    let isSpecial = "@`%&*!|>,]}".contains(first) || value.hasPrefix("? ")
    guard isSpecial || value.contains(": ") || value.trimmedEnd.hasSuffix(":") else { return [] }
    let found = isSpecial ? "`\(first)` at its beginning" : "`: ` in it"
    let place = isSpecial ? nil : value.firstRange(of: ": ")?.lowerBound ?? value.lastIndex(of: ":")
    return [
      Guess(
        offset: column + (place.map { value.distance(from: value.startIndex, to: $0) } ?? 0),
        message: "expected text in quotes, since YAML reads it as something else, found \(found); "
          + "quote it",
        mends: [quoted]
      )
    ]
  }

  /// Keys on the line of the key that holds them: `prices: USD: "6.80"`.
  private func keysBehindColon(_ value: Substring, _ head: Substring) -> Guess? {
    guard let opening = opening(behind: head), opening.contains("{"), value.contains(": ") else {
      return nil
    }
    let closing = opening.reversed().map { $0 == "{" ? "}" : "]" }.joined()
    return Guess(
      offset: head.count,
      message: "expected the keys below this one, indented, or in braces, found them behind its "
        + "colon; write braces",
      mends: ["\(head)\(opening)\(value.trimmedEnd)\(closing)"]
    )
  }

  private func opening(behind head: Substring) -> String? {
    openingBrackets[String(head.prefix { $0 != ":" })]
  }

  private func quoteGuesses(_ value: Substring, _ quote: Character, _ head: Substring) -> [Guess] {
    let whole = value.trimmedEnd
    let single = { (text: Substring) in "'\(text.replacing("'", with: "''"))'" }
    guard let end = closing(of: quote, in: value) else {
      // `"C:\"`: the backslash escapes the closing quote.
      let isEscaped = quote == "\"" && whole.count > 2 && whole.hasSuffix("\\\"")
      // Closed by another mark than it was opened with.
      let isOther = whole.count > 2 && whole.last.map { "\"'“”‘’＂＇".contains($0) } ?? false
      let start = String(head)
      var mends: [String] = []
      if isEscaped {
        mends.append(start + single(whole.dropFirst().dropLast()))
      } else if isOther {
        mends.append(start + whole.dropLast() + String(quote))
      }
      mends.append(start + whole + String(quote))
      mends.append(start + quotedForYAML(String(whole.dropFirst())))
      return [
        Guess(
          offset: head.count,
          message: "expected `\(quote)` at the end of the value, found none; "
            + "close the quote where it ends",
          mends: mends
        )
      ]
    }
    let offset = head.count + value.distance(from: value.startIndex, to: end) + 1
    let rest = value[value.index(after: end)...].drop { $0 == " " }
    if rest.isEmpty || rest.first == "#" {
      let inner = value[value.index(after: value.startIndex)..<end]
      guard quote == "\"", let slash = inner.firstIndex(of: "\\") else { return [] }
      return [
        Guess(
          offset: head.count + value.distance(from: value.startIndex, to: slash),
          message: "expected text, found `\\` in double quotes, where it has a meaning of its own; "
            + "put the text in single quotes",
          mends: ["\(head)" + single(inner)]
        )
      ]
    }
    let kept = String(head + value[...end])
    if let guess = trailing(rest, behind: "closing `\(quote)`", kept, offset) { return [guess] }
    // `"a" + "b"` has whole words in quotes; `"a"b"` has one quote too many.
    let isOdd = whole.count { $0 == quote } % 2 == 1
    let inner = whole.last == quote && isOdd ? String(whole.dropFirst().dropLast()) : whole
    return [
      Guess(
        offset: offset,
        message: "expected nothing behind the closing `\(quote)`, found more; "
          + "put the whole in quotes",
        mends: ["\(head)" + quotedForYAML(inner), head + quotedForYAML(whole)]
      )
    ]
  }

  /// Punctuation after a complete value.
  private func trailing(
    _ rest: Substring,
    behind what: String,
    _ kept: String,
    _ offset: Int
  ) -> Guess? {
    if rest.first == "＃" {
      return Guess(
        offset: offset,
        message: "expected nothing behind the \(what), found a full-width `＃`, which begins no "
          + "comment; write ` # ` in half width",
        mends: [kept + " # " + rest.dropFirst().trimmed]
      )
    }
    if let mark = ["//", "--", ";"].first(where: { rest.hasPrefix($0) && rest.count > $0.count }) {
      return Guess(
        offset: offset,
        message: "expected nothing behind the \(what), found `\(mark)`, which begins no comment; "
          + "write ` # `",
        mends: [kept + " # " + rest.dropFirst(mark.count).trimmed]
      )
    }
    guard rest.allSatisfy({ ",;，；。、.:：]}】）)］\"'”’ \t".contains($0) }) else { return nil }
    return Guess(
      offset: offset,
      message: "expected nothing behind the \(what), found \(quoted(rest.trimmedEnd)); remove it",
      mends: [kept]
    )
  }

  func closing(of quote: Character, in value: Substring) -> String.Index? {
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

  private func listGuesses(_ value: Substring, _ head: Substring) -> [Guess] {
    let rebuilt = rebuiltList(value).map { ["\(head)" + $0] } ?? []
    guard let end = closing(ofList: "[", "]", in: value) else {
      if let quote = openQuote(in: value, head) { return [quote] }
      let isEmpty = !value.contains { $0.isLetter || $0.isNumber }
      let closed = ["\(head)" + value.trimmedEnd + "]"]
      // A list within a list, or another separator than a comma, is not rebuilt.
      let isOdd = value.dropFirst().contains { "[;；|｜】］".contains($0) }
      return [
        Guess(
          offset: head.count,
          message: "expected `]` at the end of the list, found none; close it, or put text in "
            + "quotes",
          mends: isEmpty ? [] : isOdd ? rebuilt + closed : closed + rebuilt
        )
      ]
    }
    let rest = value[value.index(after: end)...].drop { $0 == " " }
    if let guess = behindList(rest, "]", value, end, head) { return [guess] }
    return [
      Guess(
        offset: head.count,
        message: "expected entries between commas, found an empty one, or punctuation that YAML "
          + "reads as something else; remove it, or put such an entry in quotes",
        mends: rebuilt
      )
    ]
  }

  private func mappingGuesses(_ value: Substring, _ head: Substring) -> [Guess] {
    if let wide = value.firstIndex(where: { "，：；｝｛".contains($0) }) {
      let found = quoted(String(value[wide]))
      let plain = value.trimmedEnd.replacing("，", with: ", ").replacing("；", with: ", ")
        .replacing("：", with: ": ").replacing("｝", with: "}").replacing("｛", with: "{")
        .replacing("  ", with: " ")
      return [
        Guess(
          offset: head.count + value.distance(from: value.startIndex, to: wide),
          message: "expected `, ` and `: ` between keys and values, found \(found) in full width; "
            + "write it in half width",
          mends: ["\(head)" + plain, head + quotedForYAML(value.trimmedEnd)]
        )
      ]
    }
    guard let end = closing(ofList: "{", "}", in: value) else {
      if let quote = openQuote(in: value, head) { return [quote] }
      return [
        Guess(
          offset: head.count,
          message: "expected `}` at the end of the list, found none; close it, or put text in "
            + "quotes",
          mends: ["\(head)" + value.trimmedEnd + "}"]
        )
      ]
    }
    let rest = value[value.index(after: end)...].drop { $0 == " " }
    if let guess = behindList(rest, "}", value, end, head) { return [guess] }
    if let guess = unquotedValue(in: value, head) { return [guess] }
    return [
      Guess(
        offset: head.count,
        message: "expected `{key: value, key: value}`, found punctuation that YAML reads as "
          + "something else; put text in quotes",
        mends: []
      )
    ]
  }

  /// A value in braces that begins with a sign of YAML's own: `{color: #b00020}`.
  private func unquotedValue(in value: Substring, _ head: Substring) -> Guess? {
    guard let match = value.firstMatch(of: /: +([#@`%][^,{}\[\]"']*)/) else { return nil }
    let place = match.output.1.startIndex
    let mended = value.trimmedEnd.replacing(/(: +)([#@`%][^,{}\[\]"']*)/) { match in
      "\(match.output.1)" + quotedForYAML(match.output.2.trimmedEnd)
    }
    return Guess(
      offset: head.count + value.distance(from: value.startIndex, to: place),
      message: "expected text in quotes, since YAML reads it as something else, found "
        + "`\(value[place])` at its beginning; quote it",
      mends: ["\(head)\(mended)"]
    )
  }

  /// A quote within brackets that is not closed: `{title: "A}`.
  private func openQuote(in value: Substring, _ head: Substring) -> Guess? {
    let text = value.trimmedEnd
    guard let close = text.last, "]}".contains(close),
      let quote = text.lastIndex(where: { "\"'".contains($0) }),
      text.count(where: { $0 == text[quote] }) % 2 == 1,
      text[..<quote].last(where: { $0 != " " }).map({ ",[{:".contains($0) }) == true
    else { return nil }
    let inner = text[quote...].dropLast()
    let word = inner.prefix { $0 != "," }
    let rest = inner[word.endIndex...]
    return Guess(
      offset: head.count + text.distance(from: text.startIndex, to: quote),
      message: "expected `\(text[quote])` at the end of the value, found none; "
        + "close the quote where it ends",
      mends: ["\(head)\(text[..<quote])\(word.trimmedEnd)\(text[quote])\(rest)\(close)"]
    )
  }

  private func behindList(
    _ rest: Substring,
    _ close: Character,
    _ value: Substring,
    _ end: String.Index,
    _ head: Substring
  ) -> Guess? {
    guard let next = rest.first, next != "#" else { return nil }
    let offset = head.count + value.distance(from: value.startIndex, to: end) + 1
    let kept = String(head + value[...end])
    if let guess = trailing(rest[...], behind: "closing `\(close)`", kept, offset) { return guess }
    // A value with commas is probably a list, which quotes would turn into text.
    let isText = !value[..<end].contains { ",，:：".contains($0) }
    return Guess(
      offset: offset,
      message: "expected nothing behind the closing `\(close)`, found more; "
        + (isText ? "put the whole in quotes" : "remove it, or put it before the `\(close)`"),
      mends: isText ? ["\(head)" + quotedForYAML(value.trimmedEnd)] : []
    )
  }

  /// The place of the bracket that closes the first one.
  private func closing(
    ofList open: Character,
    _ close: Character,
    in value: Substring
  ) -> String.Index? {
    var depth = 0
    var index = value.startIndex
    while index < value.endIndex {
      let character = value[index]
      if character == "\"" || character == "'",
        value[..<index].last(where: { $0 != " " }).map({ ",[{:".contains($0) }) ?? true
      {
        guard let end = closing(of: character, in: value[index...]) else { return nil }
        index = end
      } else if character == open {
        depth += 1
      } else if character == close {
        depth -= 1
        if depth == 0 { return index }
      }
      index = value.index(after: index)
    }
    return nil
  }

  /// A list of the words between commas, with quotes around those that need them; nil where it has
  /// quotes or inner lists.
  private func rebuiltList(_ value: Substring) -> String? {
    let marks = "[]{}［］【】（）() \t"
    var inner = value.drop { marks.contains($0) }
    while let last = inner.last, marks.contains(last) { inner.removeLast() }
    // A single quote mark closes nothing.
    for quote in "\"'" where inner.count(where: { $0 == quote }) == 1 {
      inner = inner.filter { $0 != quote }[...]
    }
    guard !inner.contains(where: { "[]{}\"'".contains($0) }) else { return nil }
    let words = inner.split { ",，、;；|｜".contains($0) }.map(\.trimmed).filter { !$0.isEmpty }
    guard !words.isEmpty else { return nil }
    return "[\(words.map(entryForYAML).joined(separator: ", "))]"
  }
}
