import Foundation
import Shop
import Text

/// The most warnings of one kind for one file.
let mostWarnings = 20

/// Warns about texts that look like card codes, since a published code is lost.
///
/// Searches the whole file, except its SKU and links of payment providers, for (1) three or more
/// groups of 4 to 7 capitals and digits between hyphens; (2) words of 16 or more capitals and
/// digits; (3) words of 15 or more digits. Placeholders such as `XXXX-XXXX-XXXX` do not count.
func codeWarnings(for file: ContentFile) -> [ContentProblem] {
  let skus = file.entries.filter { $0.key == "sku" }.compactMap { entry in
    if case .text(let text, _) = entry.value.kind { text } else { nil }
  }
  return codeWarnings(in: file.source) { skus.contains($0) }
}

/// Warns about texts that look like card codes in any file, but for words that `isKnown`.
///
/// In programs and pages numbers alone are no codes: services number those who use them.
func codeWarnings(
  in source: SourceText,
  countsNumbers: Bool = true,
  besides isKnown: (String) -> Bool
) -> [ContentProblem] {
  var warnings: [ContentProblem] = []
  var index = source.bytes.startIndex
  while index < source.bytes.endIndex, warnings.count < mostWarnings {
    guard isWordByte(source.bytes[index]) else {
      index += 1
      continue
    }
    let end = source.bytes[index...].firstIndex { !isWordByte($0) } ?? source.bytes.endIndex
    let word = source.bytes[index..<end]
    if 14...64 ~= word.count, looksLikeCode(word),
      countsNumbers || word.contains(where: { $0 > UInt8(ascii: "9") }),
      !source.bytes[..<index].suffix(2).elementsEqual("0.".utf8),
      !isKnown(String(decoding: word, as: UTF8.self))
    {
      warnings.append(
        source.problem(
          .cardCode,
          at: source.position(ofByte: index),
          "expected text that everybody may read, found what looks like a card code; "
            + "remove it, or write an example such as XXXX-XXXX-XXXX"
        )
      )
    }
    index = end
  }
  return warnings
}

/// Whether a byte is part of a word: letters of any case, digits, `-` and `_`.
private func isWordByte(_ byte: UInt8) -> Bool {
  (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
}

private func looksLikeCode(_ word: ArraySlice<UInt8>) -> Bool {
  let isDigit = { (byte: UInt8) in (48...57).contains(byte) }
  let isCapital = { (byte: UInt8) in (65...90).contains(byte) }
  let groups = word.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
  let characters = groups.joined()
  guard characters.allSatisfy({ isDigit($0) || isCapital($0) }) else { return false }
  let digits = characters.count(where: isDigit)
  let isVaried =
    Set(characters).count >= 6 && groups.allSatisfy { Set($0).count > 1 }
    // An alphabet, as programs have them.
    && !word.hasBytes(Array("ABCDEF".utf8))
  guard isVaried else { return false }
  let hasBoth = digits >= 2 && characters.count(where: isCapital) >= 2
  switch groups.count {
  case 1: return digits == characters.count ? digits >= 15 : hasBoth && characters.count >= 16
  case 2: return false
  default:
    return (hasBoth || digits == characters.count)
      && groups.allSatisfy { (4...7).contains($0.count) }
  }
}

/// A text that a template leaves for the editor to fill in, and that buyers must not see.
struct Placeholder: Sendable {
  let position: Position
  /// The text as written, such as `TBD` or `在此填写说明`.
  let text: String

  static let mark = PlaceholderText.mark
}

/// The placeholders of a file's front matter and body, at most `mostWarnings`.
///
/// These are words that nobody writes to a buyer, and all lines that `cardstock new product`
/// writes, in every language. An example of a code's form, `XXXX-XXXX-XXXX`, is not one. Reading
/// the price checks it separately.
func placeholders(in file: ContentFile, language: LanguageTag) -> [Placeholder] {
  let source = file.source
  let rules = PlaceholderRules.of(language: language.primary).likely(in: source.bytes[...])
  var found: [Placeholder] = []
  for (key, text, position) in file.entries.flatMap(writtenTexts) where key != "price" {
    let isName = key == "title" && PlaceholderText.emptyTitles.contains(text.lowercased())
    if isName || StarterText.lines.contains(text) {
      found.append(Placeholder(position: position, text: text))
    } else if let range = rules.first(in: text) {
      found.append(Placeholder(position: position, text: String(text[range])))
    }
  }
  var start = file.body.lowerBound
  while start < file.body.upperBound, found.count < mostWarnings {
    let rest = source.bytes[start..<file.body.upperBound]
    let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? file.body.upperBound
    let bytes = source.bytes[start..<end]
    if StarterText.mayHold(bytes) || rules.mayApply(to: bytes) {
      let line = String(decoding: bytes, as: UTF8.self)
      let isStarter = StarterText.lines.contains(line.trimmingCharacters(in: .whitespaces))
      let all = line.startIndex..<line.endIndex
      if let range = isStarter ? all : rules.first(in: line) {
        let offset = line.utf8.distance(from: line.startIndex, to: range.lowerBound)
        let text = line[range].trimmingCharacters(in: .whitespaces)
        found.append(Placeholder(position: source.position(ofByte: start + offset), text: text))
      }
    }
    start = end + 1
  }
  return Array(found.prefix(mostWarnings))
}

/// The texts of an entry, with its key and their places; a list has several.
private func writtenTexts(_ entry: YAMLEntry) -> [(String, String, Position)] {
  switch entry.value.kind {
  case .text(let text, _): [(entry.key, text, entry.value.position)]
  case .list(let values):
    values.flatMap { value in
      writtenTexts(YAMLEntry(key: entry.key, position: value.position, value: value))
    }
  case .mapping(let entries): entries.flatMap(writtenTexts)
  }
}

/// Warns about characters that a copy or a wrong encoding has damaged.
func damageWarnings(for file: ContentFile) -> [ContentProblem] {
  let source = file.source
  let bytes = source.bytes
  let lost = bytes.indices.first { index in
    bytes[index] == 0xEF && index + 2 < bytes.count && bytes[index + 1] == 0xBF
      && (bytes[index + 2] == 0xBD || bytes[index + 2] == 0xBC)
  }
  if let lost {
    let what =
      bytes[lost + 2] == 0xBD
      ? "`\u{FFFD}`, which stands for a letter that was lost"
      : "the place of a picture or file that was not copied along"
    return [damage(in: source, at: lost, what)]
  }
  if let odd = oddLetter(in: bytes) { return [damage(in: source, at: odd.offset, odd.what)] }
  // UTF-8 that was read as Latin-1 and saved again consists of Latin-1 characters.
  let isLatin = { (byte: UInt8) in byte == 0xC2 || byte == 0xC3 }
  guard bytes.count(where: isLatin) > 3 else { return [] }
  let text = String(decoding: bytes, as: UTF8.self)
  let mojibake = /(?:[\u{C2}-\u{EF}][\u{80}-\u{BF}]{1,2} ?){2,}/
  guard let match = text.firstMatch(of: mojibake) else { return [] }
  let offset = text.utf8.distance(from: text.startIndex, to: match.range.lowerBound)
  return [
    damage(in: source, at: offset, "\(quoted(String(match.output))), text in a wrong encoding")
  ]
}

/// The first character that looks like another or changes the text's direction.
private func oddLetter(in bytes: [UInt8]) -> (offset: Int, what: String)? {
  for index in bytes.indices.dropLast(2)
  where bytes[index] == 0xE2 || bytes[index] == 0xC2 || bytes[index] > 0xED {
    let (first, second, third) = (bytes[index], bytes[index + 1], bytes[index + 2])
    switch (first, second, third) {
    case (0xC2, 0x85, _), (0xE2, 0x80, 0xA8...0xA9):
      let name = first == 0xC2 ? "0085" : third == 0xA8 ? "2028" : "2029"
      return (
        index, "a separator of lines (U+\(name)) of another program, which breaks no line here"
      )
    case (0xE2, 0x80, 0xAA...0xAE):
      return (index, "a mark that turns the direction of what follows, which nobody sees")
    case (0xEF, 0xBB, 0xBF) where index > 0:
      return (index, "a byte-order mark within the text, which nobody sees")
    case (0xE2, 0xBC...0xBF, _) where second < 0xBF || third <= 0x95:
      let letter = String(decoding: bytes[index...index + 2], as: UTF8.self)
      let plain = letter.decomposedStringWithCompatibilityMapping
      return (index, "\(quoted(letter)), a part of characters that only looks like `\(plain)`")
    case (0xEE, 0x80...0xBF, _), (0xEF, 0x80...0xA3, _):
      return (index, "a letter of a font that readers do not have")
    default: continue
    }
  }
  return nil
}

private func damage(in source: SourceText, at offset: Int, _ what: String) -> ContentProblem {
  source.problem(
    .damagedText,
    at: source.position(ofByte: offset),
    "expected what was written, found \(what); write it anew or copy it from where it is whole"
  )
}

extension Fields {
  /// Warns about marks in a value that are shown literally and seem to be meant otherwise.
  mutating func checkLook(of found: Located<String>, _ key: String) {
    guard isShown(key) else { return }
    let text = found.value
    if Self.hidden.contains(where: { text.hasBytes(of: String($0)) }) {
      let plain = String(
        String.UnicodeScalarView(text.unicodeScalars.filter { !Self.hidden.contains($0) })
      )
      warn(
        .invisibleCharacter,
        found,
        key,
        "letters that can be seen, found an invisible one among them, by which searches miss it",
        "write it anew",
        hint: "did you mean `\(printable(plain))`?"
      )
      return
    }
    let mayHaveMarkup = text.utf8.contains { $0 < 0x5C && "<&*[".utf8.contains($0) }
    let tag = { /<\/?[A-Za-z][^<>]*>|&(?:[a-z]{2,8}|#\d+);|\*\*[^*]+\*\*|\[[^\[\]]+\]\([^()]+\)/ }
    if mayHaveMarkup, let match = text.firstMatch(of: tag()) {
      warn(
        .markupInValue,
        found,
        key,
        "plain text, found \(quoted(String(match.output))), which is shown as it stands",
        "write the words alone"
      )
      return
    }
    if let first = text.first, "“‘＂".contains(first), text.count > 1,
      !text.dropFirst().contains(where: { "“”‘’＂".contains($0) })
    {
      warn(
        .curlyQuotes,
        found,
        key,
        "text, found a curly quotation mark before it that nothing closes",
        "remove it, or close it",
        hint: "did you mean `\(printable(String(text.dropFirst())))`?"
      )
      return
    }
    let curly = "“”‘’＂＇\"'"
    if text.count > 2, let first = text.first, let last = text.last, curly.contains(first),
      curly.contains(last), !"\"'".contains(first) || !"\"'".contains(last),
      !text.dropFirst().dropLast().contains(where: { curly.contains($0) })
    {
      warn(
        .curlyQuotes,
        found,
        key,
        "text, found that it stands in curly quotation marks, which are shown",
        "remove them, or use straight ones for YAML",
        hint: "did you mean `\(printable(String(text.dropFirst().dropLast())))`?"
      )
    }
  }

  /// Invisible characters.
  private static let hidden: [Unicode.Scalar] = ["\u{200B}", "\u{00AD}", "\u{2060}", "\u{FEFF}"]

  /// Whether readers see the value as text.
  private func isShown(_ key: String) -> Bool {
    let plain = key.prefix { $0 != "_" }
    return ["title", "description", "summary", "brand", "text", "label", "tags"].contains(plain)
  }

  private mutating func warn(
    _ warning: Diagnostic,
    _ found: Located<String>,
    _ key: String,
    _ expected: String,
    _ remedy: String,
    hint: String? = nil
  ) {
    report(warning, at: found.position, "\(key): expected \(expected); \(remedy)", hint: hint)
  }
}
