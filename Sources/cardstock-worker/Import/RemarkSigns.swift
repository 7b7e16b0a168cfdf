/// The letters and words of which a remark must have one to say something.
///
/// Looking for them is cheaper than `RemarkPatterns`, and most remarks have none.
struct RemarkSigns: Sendable {
  private let letters: Set<Unicode.Scalar>
  private let words: Set<String>
  /// Beginnings of words.
  private let beginnings: [String]

  private init(_ letters: String, words: Set<String> = [], beginnings: [String] = []) {
    self.letters = Set(letters.unicodeScalars)
    self.words = words
    self.beginnings = beginnings
  }

  /// Whether one stands in `text`, whose words are `ofText`.
  func appear(in text: String, _ ofText: Set<String>) -> Bool {
    text.unicodeScalars.contains(where: letters.contains) || !words.isDisjoint(with: ofText)
      || ofText.contains { word in beginnings.contains(where: word.hasPrefix) }
  }

  /// Those of a deed that is done.
  static let ofDeed = Self("已被了过過掉光完走")

  /// Those of `RemarkPatterns.warning`.
  static let ofWarning = Self(
    "要别勿能可暂停重问无盗功败误错题过废失冻坏自预核给給送余餘剩",
    words: [
      "left", "remaining", "balance", "do", "don", "dont", "never", "not", "doesn", "no",
      "reserved", "returned", "charge", "chargeback", "cashed", "given", "gifted", "handed",
      "traded", "empty", "gone", "taken", "burned", "burnt", "dead", "duplicate", "bad", "faulty",
      "wrong", "error", "broken", "invalid",
    ]
  )

  /// Those of `RemarkPatterns.pin`.
  static let ofPIN = Self(
    "码碼令位",
    words: ["p"],
    beginnings: ["pin", "pass", "pw", "cvv", "cvc", "security", "verification"]
  )

  /// Those of what says that a day is the last one.
  static let ofLastDay = Self(
    "效到截过失保至~-–—前止作",
    words: [
      "valid", "validity", "end", "ends", "last", "mhd", "g", "hasta", "until", "til",
      "till", "thru", "through", "to", "bis", "before", "by", "after",
    ],
    beginnings: ["exp", "deadline"]
  )
}
