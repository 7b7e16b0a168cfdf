/// The texts by which cards are compared, or their hashes.
package struct CardMarks<Mark: Hashable & Sendable>: Sendable {
  /// The mark of the code as it is, by which two cards are the same.
  package let identity: Mark
  /// The mark of the code without its case and signs, or of the account's login.
  package let similarity: Mark
  /// The mark of the number, likewise without its case and signs.
  package let number: Mark?
  /// The mark of the PIN, likewise, or of what stands behind the first part of a whole line.
  package let pin: Mark?
  /// Whether the number is too long to be on two cards by chance.
  package let isNumberLong: Bool
  /// Whether the PIN is too long to be on two cards by chance.
  package let isPinLong: Bool

  /// The length from which a number or a PIN is long.
  private static var fewestLong: Int { 12 }

  /// Takes the hashes of a code's identity, and of everything's similarity.
  package init(_ card: CardCode, identity: (String) -> Mark, similarity: (String) -> Mark) {
    let number = card.number.map(CardCode.similarity)
    let pin = (card.pin ?? card.secondPart).map(CardCode.similarity)
    self.identity = identity(card.identity)
    self.similarity = similarity(card.similarity)
    self.number = number.map(similarity)
    self.pin = pin.map(similarity)
    isNumberLong = number.map { $0.count >= Self.fewestLong } ?? false
    // Two accounts may well have one password.
    isPinLong = !card.isAccount && pin.map { $0.count >= Self.fewestLong } ?? false
  }

  /// The number and the PIN, if any.
  var besides: [Mark] { [number, pin].compactMap(\.self) }
  /// Those of them that are long.
  var long: [Mark] { [isNumberLong ? number : nil, isPinLong ? pin : nil].compactMap(\.self) }
}

/// What one card has to do with another.
package enum CardMatch: Equatable, Sendable {
  /// They are one card: their codes are the same, or what is one's code is the other's number or
  /// PIN, in a file with other columns.
  case same
  /// Their codes differ only in case or signs, they are one account, or a long number or PIN is on
  /// both: probably one card. A short PIN such as `1234` is on many.
  case similar
}

/// Cards that were met, each at its place, such as its line.
///
/// The rule of what one card is; `Imports` has it in SQL for the cards of the vault.
package struct SeenCards<Mark: Hashable & Sendable, Place> {
  private var identities: [Mark: Place] = [:]
  private var codes: [Mark: Place] = [:]
  private var besides: [Mark: Place] = [:]

  package init() {}

  /// Where a card was met, or one that is probably the same; nil when it is new.
  package func match(_ card: CardMarks<Mark>) -> (match: CardMatch, place: Place)? {
    let crossed = besides[card.similarity] ?? card.besides.lazy.compactMap { codes[$0] }.first
    if let place = identities[card.identity] ?? crossed { return (.same, place) }
    let alike = codes[card.similarity] ?? card.long.lazy.compactMap { besides[$0] }.first
    return alike.map { (.similar, $0) }
  }

  /// Remembers a card.
  package mutating func insert(_ card: CardMarks<Mark>, at place: Place) {
    identities[card.identity] = place
    codes[card.similarity] = place
    for mark in card.besides { besides[mark] = place }
  }
}
