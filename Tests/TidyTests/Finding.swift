/// One breach of a rule: `file:line: rule: what to do instead`.
struct Finding: Equatable, CustomStringConvertible {
  let file: String
  let line: Int
  let rule: String
  let remedy: String

  var description: String { "\(file):\(line): \(rule): \(remedy)" }
}

extension [Finding] {
  /// All findings, a line each, as a test's message.
  var report: String { map(\.description).joined(separator: "\n") }
}

/// Whether the text contains the word, with no letter, digit or `_` beside it.
func hasWord(_ word: String, in text: String) -> Bool {
  var rest = text[...]
  while let range = rest.firstRange(of: word) {
    let before = rest[..<range.lowerBound].last ?? text[..<range.lowerBound].last
    let after = rest[range.upperBound...].first
    if !isWordCharacter(before), !isWordCharacter(after) { return true }
    rest = rest[range.upperBound...]
  }
  return false
}

private func isWordCharacter(_ character: Character?) -> Bool {
  character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
}
