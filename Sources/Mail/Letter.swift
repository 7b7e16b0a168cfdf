import Shop

/// What a letter is about.
enum LetterKind: Equatable {
  /// It holds that many codes.
  case codes(Int)
  /// The order is ready; its codes are only on the order page.
  case ready
  /// The buyer asked for the order's link.
  case link
  /// The order is paid and waits for stock.
  case waiting
  /// The codes of these units were useless: they get others once there are some in stock.
  case replacing([Int])
  /// Money went back.
  case refunded(Refund.Notice)

  init(_ owed: OwedMessage) {
    if let refund = owed.refund {
      self = .refunded(refund)
    } else if owed.purpose == .waiting {
      self = owed.waitingUnits.isEmpty ? .waiting : .replacing(owed.waitingUnits)
    } else if owed.purpose == .link {
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

  /// Whether the buyer has codes, or a page that shows them.
  var isAboutCodes: Bool {
    switch self {
    case .codes, .ready, .link: true
    case .waiting, .replacing, .refunded: false
    }
  }

  /// Whether it links to the order page; a letter about a refund does not.
  var hasLink: Bool {
    if case .refunded = self { false } else { true }
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
  /// Label and value, in reading order.
  let facts: [(label: String, value: String)]
  let units: [Unit]
  let redeem: RedeemInstructions
  let orderPageNote: String
  /// Nil where the letter has no link to the order page.
  let orderURL: String?
  let support: String
  let identity: ShopIdentity

  struct Unit {
    /// Nil for the only unit.
    let heading: String?
    let code: String
    let pin: String?
    let number: String?
    let faceValue: String?
    let validUntil: String?
  }

  init(_ owed: OwedMessage, identity: ShopIdentity) {
    let language = owed.language
    let words = LetterWords.of(language)
    let kind = LetterKind(owed)
    self.language = language
    self.identity = identity
    shopTitle = identity.title(in: language)
    subject = LetterWords.subject(kind, owed.reference, language)
    headline = LetterWords.headline(kind, language)
    let waiting = kind.hasCodes ? owed.waitingUnits : []
    opening =
      LetterWords.opening(kind, shop: shopTitle, language)
      + (waiting.isEmpty ? "" : LetterWords.stillWaiting(waiting, language))
    productTitle = owed.line.title
    reference = owed.reference
    units = kind.hasCodes ? owed.units.map { Unit($0, language, identity.calendar) } : []
    facts = Self.facts(owed, kind, words)
    redeem = kind.hasCodes ? owed.line.redeem : .none
    orderPageNote = LetterWords.orderPageNote(kind, language)
    orderURL = kind.hasLink ? identity.workerURL + Route.order(owed.token).path : nil
    support = kind.isAboutCodes ? words.support : words.supportWithoutCodes
  }

  /// The known facts of the order; an unknown one is left out.
  private static func facts(
    _ owed: OwedMessage,
    _ kind: LetterKind,
    _ words: LetterWords
  ) -> [(label: String, value: String)] {
    // Where each unit states its own value, the product's would repeat it.
    let isSaidByUnits =
      kind.hasCodes && owed.units.allSatisfy { $0.faceValue != nil }
    var facts = [
      (words.faceValue, isSaidByUnits ? "" : owed.line.faceValue),
      (words.quantity, String(owed.line.quantity)),
      (words.order, owed.reference.text),
    ]
    if let place = owed.queuePlace, kind == .waiting {
      facts.insert((words.total, PriceText(owed.amount, in: owed.language).text), at: 2)
      facts.append((words.place, String(place)))
    }
    if case .refunded(let refund) = kind, !refund.isToldBefore {
      let text = { (amount: Money) in PriceText(amount, in: owed.language).text }
      facts.append((words.refunded, text(refund.amount)))
      if refund.total != refund.amount { facts.append((words.refundedInAll, text(refund.total))) }
    }
    return facts.filter { !$0.1.allSatisfy(\.isWhitespace) }
  }
}

extension Letter.Unit {
  /// Reveals the code, which is in the letter after this.
  init(_ unit: Order.AllocatedUnit, _ language: Language, _ calendar: ShopCalendar) {
    heading = unit.count > 1 ? LetterWords.unit(unit.number, of: unit.count, language) : nil
    code = unit.code.code
    pin = unit.code.pin
    number = unit.code.number
    faceValue = unit.faceValue.map { PriceText($0, in: language).faceText }
    validUntil = unit.expiresAt.map { calendar.day(of: $0).text(in: language) }
  }
}

extension ShopIdentity {
  /// The title in that language, or else in the other.
  func title(in language: Language) -> String {
    let known = ([language] + Language.allCases).compactMap { titles[$0] }
    return known.first { !$0.allSatisfy(\.isWhitespace) } ?? baseURL
  }
}

extension Letter {
  /// The plain-text part, lines ended by a line feed; complete without the HTML part.
  var plainText: String {
    let words = LetterWords.of(language)
    let colon = language == .chinese ? "：" : ": "
    var blocks = [words.greeting, opening]
    let facts = self.facts.map { "\($0.label)\(colon)\($0.value)" }
    blocks.append(([productTitle] + facts).joined(separator: "\n"))
    for unit in units {
      var lines: [String] = []
      if let heading = unit.heading { lines.append(heading) }
      if let number = unit.number { lines.append("\(words.number)\(colon)\(number)") }
      lines.append("\(words.code)\(colon)\(unit.code)")
      if let pin = unit.pin { lines.append("\(words.pin)\(colon)\(pin)") }
      if let worth = unit.faceValue { lines.append("\(words.faceValue)\(colon)\(worth)") }
      if let day = unit.validUntil { lines.append("\(words.validUntil)\(colon)\(day)") }
      blocks.append(lines.joined(separator: "\n"))
    }
    if !units.isEmpty { blocks.append(words.keepSecret) }
    if let orderURL { blocks.append("\(orderPageNote)\n\(orderURL)") }
    if !redeem.isEmpty { blocks.append("\(words.howToRedeem)\n\n\(redeem.text)") }
    blocks.append("\(support)\n\(identity.support.text)")
    blocks.append("-- \n\(shopTitle)\n\(identity.baseURL)\n\(words.automatic)")
    return blocks.joined(separator: "\n\n") + "\n"
  }
}
