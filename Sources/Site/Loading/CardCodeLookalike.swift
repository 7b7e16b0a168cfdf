import Text

/// Warnings of one kind for one file; more would say no more.
let mostWarnings = 20

/// Warnings for text that looks like a real card code: what is published once is lost.
///
/// Looked for in the whole file, but for its own SKU and links of payment providers: (1) three or
/// more groups of 4 to 7 capitals and digits between hyphens; (2) 16 or more capitals and digits in
/// one word; (3) 15 or more digits in one word. Placeholders such as `XXXX-XXXX-XXXX` are not
/// meant.
func codeWarnings(for file: ContentFile) -> [ContentProblem] {
  let skus = file.entries.filter { $0.key == "sku" }.compactMap { entry in
    if case .text(let text, _) = entry.value.kind { text } else { nil }
  }
  return codeWarnings(in: file.source, besides: skus)
}

/// The same for any text.
func codeWarnings(in source: SourceText, besides skus: [String] = []) -> [ContentProblem] {
  var warnings: [ContentProblem] = []
  var index = source.bytes.startIndex
  while index < source.bytes.endIndex, warnings.count < mostWarnings {
    guard isWordByte(source.bytes[index]) else {
      index += 1
      continue
    }
    let end = source.bytes[index...].firstIndex { !isWordByte($0) } ?? source.bytes.endIndex
    let word = source.bytes[index..<end]
    if word.count >= 14, looksLikeCode(word), !skus.contains(String(decoding: word, as: UTF8.self))
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

/// Letters, digits, `-` and `_` of any case: a longer word is not a code because a part of it is.
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
  let isVaried = Set(characters).count >= 6 && groups.allSatisfy { Set($0).count > 1 }
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
