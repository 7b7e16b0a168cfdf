import Shop

/// What a letter is about.
enum LetterKind: Equatable {
  /// That many codes are in it.
  case codes(Int)
  /// The order is ready; its codes are on the order page alone.
  case ready
  /// The buyer asked for the order's link again.
  case link

  init(_ owed: OwedMessage) {
    if owed.purpose == .link {
      self = .link
    } else if owed.line.kind == .link || owed.units.isEmpty {
      self = .ready
    } else {
      self = .codes(owed.units.count)
    }
  }

  var hasCodes: Bool {
    if case .codes = self { true } else { false }
  }
}

/// The content of one message, the same for its plain-text and its HTML part.
struct Letter {
  let language: Language
  let shopTitle: String
  let subject: String
  let headline: String
  let opening: String
  let productTitle: String
  let reference: Reference
  /// Label and value, in the order they are read.
  let facts: [(label: String, value: String)]
  let units: [Unit]
  let redeem: RedeemText
  let orderPageNote: String
  let orderURL: String
  let front: ShopFront

  struct Unit {
    /// Nil for the only one.
    let heading: String?
    let code: String
    let pin: String?
    let validUntil: String?
  }

  init(_ owed: OwedMessage, front: ShopFront) {
    let language = owed.language
    let words = LetterWords.of(language)
    let kind = LetterKind(owed)
    self.language = language
    self.front = front
    shopTitle = front.title(in: language)
    subject = LetterWords.subject(kind, owed.reference, language)
    headline = LetterWords.headline(kind, language)
    opening = LetterWords.opening(kind, shop: shopTitle, language)
    productTitle = owed.line.title
    reference = owed.reference
    facts = [
      (words.faceValue, owed.line.faceValue),
      (words.quantity, String(owed.line.quantity)),
      (words.order, owed.reference.text),
    ]
    units = kind.hasCodes ? owed.units.map { Unit($0, language) } : []
    redeem = RedeemText(markdown: kind.hasCodes ? owed.line.redeem : "")
    orderPageNote = LetterWords.orderPageNote(kind, language)
    orderURL = "\(front.workerURL)/orders/\(owed.token.text)"
  }
}

extension Letter.Unit {
  /// Unwraps the code: from here on it is in the letter.
  init(_ unit: AllocatedUnit, _ language: Language) {
    heading = unit.count > 1 ? LetterWords.unit(unit.number, of: unit.count, language) : nil
    code = unit.code.code
    pin = unit.code.pin
    validUntil = unit.expiresAt.map { CivilDate($0).text(in: language) }
  }
}

extension ShopFront {
  /// The title in that language, or the other one's.
  func title(in language: Language) -> String {
    let others = Language.allCases.compactMap { titles[$0] }
    return titles[language] ?? others.first ?? baseURL
  }
}
