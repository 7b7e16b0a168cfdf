import Shop

/// The codes that a pasted text may mean, the likeliest first: buyers send a code in quotes, with a
/// label before it, a full stop or the PIN after it.
enum PastedCode {
  static func candidates(_ text: String) -> [String] {
    // `codes reveal` prints a code and its PIN with a tab between them.
    let line = text.prefix { $0 != "\t" }
    let bare = trimmed(line)
    let labelled = line.lastIndex(where: { ":：=".contains($0) })
    let value = labelled.map { trimmed(line[line.index(after: $0)...]) } ?? bare
    let word = trimmed(value.prefix { !$0.isWhitespace })
    var candidates: [String] = []
    for candidate in [String(line), bare, value, word]
    where !candidate.isEmpty && !candidates.contains(candidate) { candidates.append(candidate) }
    return candidates
  }

  /// Without blanks, quotes, brackets and full stops around it.
  private static func trimmed(_ text: some StringProtocol) -> String {
    let isFrame = { (sign: Character) in
      sign.isWhitespace || "\"'`“”‘’„«»‹›「」『』《》〈〉()（）[]【】<>.。,，;；:：、!！".contains(sign)
    }
    var signs = Array(text)[...]
    signs = signs.drop(while: isFrame)
    while let last = signs.last, isFrame(last) { signs.removeLast() }
    return String(signs)
  }
}

extension ListReader {
  /// The codes that `--code` may mean; nil without it.
  func codes(_ text: String?) throws(CommandRefusal) -> [CardCode]? {
    try parsed("--code", text, expected: "one code", isSecret: true) { text in
      let codes = PastedCode.candidates(text).compactMap { CardCode(code: $0, pin: nil) }
      return codes.isEmpty ? nil : codes
    }
  }
}
