import Yams

/// YAML that begins on `firstLine` of a file: front matter or a whole file.
///
/// Refuses anchors, aliases and tags before anything is resolved: the library replaces aliases by
/// what they name, so that 350 bytes could expand beyond all memory.
package struct YAMLText {
  private let text: String
  private let firstLine: Int
  private let openingBrackets: [String: String]

  /// Nested deeper than any setting of ours.
  private static let deepest = 8

  /// Takes the text; `firstLine` is the line of the file, from 1, on which it begins.
  ///
  /// `openingBrackets` are those that open the values of keys which hold keys or a list, such as
  /// `{`; they are shown to a writer who left them out.
  package init(_ text: String, firstLine: Int = 1, openingBrackets: [String: String] = [:]) {
    self.text = text
    self.firstLine = firstLine
    self.openingBrackets = openingBrackets
  }

  private var slips: YAMLSlips { YAMLSlips(text, openingBrackets: openingBrackets) }

  /// The keys and values at the top, in the order of the file; none for an empty text.
  package func entries() throws(YAMLProblem) -> [YAMLEntry] {
    if let offset = aliasOffset(in: Array(text.utf8)) {
      throw refusal(of: "an alias of an anchor", at: position(ofByte: offset))
    }
    if let slip = slips.foreignCharacter(inWholeFile: firstLine == 1) {
      throw problem(slip)
    }
    do {
      let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
      guard let root = try parser.singleRoot() else { return [] }
      // A node holds its anchor weakly, so the parser must live until the anchors are checked.
      return try withExtendedLifetime(parser) { try entries(of: root) }
    } catch let problem as YAMLProblem {
      throw problem
    } catch let error as YamlError {
      throw problem(error)
    } catch {
      throw YAMLProblem(.syntax, at: start, "expected YAML; check its punctuation")
    }
  }

  private func entries(of root: Node) throws(YAMLProblem) -> [YAMLEntry] {
    guard case .mapping(let entries) = try value(root, depth: 0).kind else {
      if let slip = slips.first(), slip.isKnown { throw problem(slip) }
      throw YAMLProblem(
        .noMapping,
        at: position(root.mark),
        "expected lines of `key: value`, found no mapping; write one key a line"
      )
    }
    return entries
  }

  private func value(
    _ node: Node,
    depth: Int,
    isKey: Bool = false
  ) throws(YAMLProblem) -> YAMLValue {
    guard depth <= Self.deepest else {
      throw YAMLProblem(
        .tooDeep,
        at: position(node.mark),
        "expected at most \(Self.deepest) levels, found more; flatten the value"
      )
    }
    if node.anchor != nil { throw refusal(of: "an anchor", at: position(node.mark)) }
    let position = position(node.mark)
    switch node {
    case .alias:
      throw refusal(of: "an alias", at: position)
    case .scalar(let scalar):
      let isQuoted = scalar.style != .plain && scalar.style != .any
      try refuseTag(scalar.tag, isTextExpected: isQuoted || isKey, at: position)
      if isQuoted, scalar.string.contains(":"), let mark = scalar.mark,
        let slip = slips.runaway(line: mark.line, column: mark.column)
      {
        throw problem(slip)
      }
      return YAMLValue(kind: .text(scalar.string, isQuoted: isQuoted), position: position)
    case .sequence(let sequence):
      try refuseTag(sequence.tag, isTextExpected: false, at: position)
      var list: [YAMLValue] = []
      for node in sequence { list.append(try value(node, depth: depth + 1)) }
      return YAMLValue(kind: .list(list), position: position)
    case .mapping(let mapping):
      try refuseTag(mapping.tag, isTextExpected: false, at: position)
      return YAMLValue(kind: .mapping(try entries(mapping, depth: depth)), position: position)
    }
  }

  private func entries(
    _ mapping: Node.Mapping,
    depth: Int
  ) throws(YAMLProblem) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    for (key, node) in mapping {
      let key = try value(key, depth: depth + 1, isKey: true)
      guard case .text(let name, _) = key.kind else {
        throw YAMLProblem(.syntax, at: key.position, "expected a key, found \(key.description)")
      }
      // YAML reads such a blank as a letter of the key.
      if name.first.flatMap(YAMLSlips.unusualBlank) != nil, let slip = slips.first() {
        throw problem(slip)
      }
      let value = try value(node, depth: depth + 1)
      entries.append(YAMLEntry(key: name, position: key.position, value: value))
    }
    return entries
  }

  /// Refuses a tag that was written; quoted scalars and keys have the library's own.
  private func refuseTag(
    _ tag: Tag,
    isTextExpected: Bool,
    at position: Position
  ) throws(YAMLProblem) {
    if tag == Tag(.implicit) || isTextExpected && tag == Tag(.str) { return }
    throw refusal(of: "a tag", at: position)
  }

  private func refusal(of what: String, at position: Position) -> YAMLProblem {
    YAMLProblem(
      .reference,
      at: position,
      "expected plain values, found \(what); "
        + "put text that begins with `&`, `*` or `!` in quotes, and repeat what you mean"
    )
  }

  private func problem(_ error: YamlError) -> YAMLProblem {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      if problem == "found undefined alias" {
        return refusal(of: "an alias", at: position(mark))
      }
      if let slip = slips.first() { return self.problem(slip) }
      return YAMLProblem(
        .syntax,
        at: position(mark),
        "expected lines of `key: value`, found punctuation that YAML cannot read; "
          + "put text with punctuation in quotes, and begin each key at the start of a line"
      )
    case .reader(_, let offset, _, _):
      return YAMLProblem(
        .syntax,
        at: position(ofByte: offset ?? 0),
        "expected text, found a character that YAML does not allow; remove it"
      )
    case .duplicatedKeysInMapping(let keys, let context):
      let key = keys.first ?? ""
      return YAMLProblem(
        .repeatedKey,
        at: positionOfRepeat(of: key) ?? position(context.mark),
        "expected each key once, found \(quoted(key)) again; remove one of them"
      )
    default:
      return YAMLProblem(.syntax, at: start, "expected YAML; check its punctuation")
    }
  }

  private func problem(_ slip: YAMLSlips.Slip) -> YAMLProblem {
    YAMLProblem(
      .syntax,
      at: position(line: slip.line, column: slip.column),
      slip.message,
      hint: slip.mended.map { "did you mean `\($0)`?" }
    )
  }

  private func positionOfRepeat(of key: String) -> Position? {
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let numbers = lines.indices.filter { lines[$0].starts(with: Array((key + ":").utf8)) }
    return numbers.dropFirst().first.map { position(line: $0 + 1, column: 1) }
  }

  private var start: Position { position(line: 1, column: 1) }

  private func position(_ mark: Mark?) -> Position {
    position(line: mark?.line ?? 1, column: mark?.column ?? 1)
  }

  private func position(line: Int, column: Int) -> Position {
    Position(line: line + firstLine - 1, column: column)
  }

  private func position(ofByte offset: Int) -> Position {
    let before = text.utf8.prefix(offset)
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { text.utf8.index(after: $0) }
    let column = before[(start ?? before.startIndex)...].count { $0 & 0xC0 != 0x80 } + 1
    return position(line: line, column: column)
  }
}

/// The place of a `*name` whose `&name` also occurs, the only form of an alias.
///
/// Checks bytes, whatever the quotation marks, so that no parsing can hide an alias. Refuses such a
/// pair in quoted prose too, where it hardly ever occurs.
private func aliasOffset(in bytes: [UInt8]) -> Int? {
  let aliases = names(after: UInt8(ascii: "*"), in: bytes)
  guard !aliases.isEmpty else { return nil }
  let anchors = Set(names(after: UInt8(ascii: "&"), in: bytes).map { Array(bytes[$0]) })
  return aliases.first { anchors.contains(Array(bytes[$0])) }.map { $0.lowerBound - 1 }
}

private func names(after mark: UInt8, in bytes: [UInt8]) -> [Range<Int>] {
  bytes.indices.filter { bytes[$0] == mark }.compactMap { index in
    let end = bytes[(index + 1)...].firstIndex { !isNameByte($0) } ?? bytes.count
    return end > index + 1 ? (index + 1)..<end : nil
  }
}

private func isNameByte(_ byte: UInt8) -> Bool {
  (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte >= 0x80
}
