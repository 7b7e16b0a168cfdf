import Foundation
import Shop
import Text

/// Warnings for letters that no editor wrote: what a copy or a wrong encoding left of others.
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
  // UTF-8 that was read as Latin-1 and saved again has letters of it alone.
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

/// A letter that looks like another or turns the text around; looked for by its first bytes.
private func oddLetter(in bytes: [UInt8]) -> (offset: Int, what: String)? {
  for index in bytes.indices.dropLast(2) where bytes[index] == 0xE2 || bytes[index] > 0xED {
    let (first, second, third) = (bytes[index], bytes[index + 1], bytes[index + 2])
    switch (first, second, third) {
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
  /// Warns of what a value shows as it is although it was meant otherwise.
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
    if text.count > 2, text.first == "“", text.last == "”",
      !text.dropFirst().dropLast().contains(where: { "“”".contains($0) })
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

  /// Letters that nobody sees.
  private static let hidden: [Unicode.Scalar] = ["\u{200B}", "\u{00AD}", "\u{2060}", "\u{FEFF}"]

  /// Whether readers see the value as text.
  private func isShown(_ key: String) -> Bool {
    let plain = key.prefix { $0 != "_" }
    return ["title", "description", "summary", "brand", "text", "label"].contains(plain)
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
