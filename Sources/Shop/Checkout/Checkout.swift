/// Names a checkout, here and at every provider: 20 upper-case letters and digits.
///
/// Base 32 without I, L, O, U over 100 random bits; it appears in URLs, so it must not be
/// guessable. Providers' own references of 16 to 32 such characters are read as well.
package struct Reference: Hashable, Sendable, CustomStringConvertible {
  /// As in addresses and the database.
  package let text: String

  /// The length of our own references; 100 random bits.
  package static let length = 20

  /// Reads a reference; nil unless 16 to 32 characters of `A`–`Z` and `0`–`9`.
  package init?(_ text: String) {
    let isAlphanumeric = { (byte: UInt8) in (48...57).contains(byte) || (65...90).contains(byte) }
    guard (16...32).contains(text.utf8.count), text.utf8.allSatisfy(isAlphanumeric) else {
      return nil
    }
    self.text = text
  }

  /// Reads a reference as people type and paste it: in lower case, with blanks, dashes, quotes or
  /// a full stop.
  package static func typed(_ text: String) -> Reference? {
    let signs = text.uppercased().unicodeScalars.filter { scalar in
      !scalar.properties.isWhitespace && !scalar.properties.isDefaultIgnorableCodePoint
        && !scalar.properties.isDash && !scalar.properties.isQuotationMark
        && !"#.,;:。，；：".unicodeScalars.contains(scalar)
    }
    return Reference(String(String.UnicodeScalarView(signs)))
  }

  /// A new reference, from the caller's source of randomness.
  package init(using generator: inout some RandomNumberGenerator) {
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    let bytes = (0..<Self.length).map { _ in alphabet[Int(generator.next() & 31)] }
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// The text.
  package var description: String { text }
}

/// A buyer's intent with its quoted price, before money.
///
/// A price that an editor changes later does not change the quote. The amount is compared with what
/// the provider says was paid, and no provider's message ever replaces it.
package struct Checkout: Equatable, Sendable {
  /// Names the checkout, and later its order.
  package let reference: Reference
  /// Through whom the buyer pays.
  package let provider: Provider
  /// What is bought, in the words that the buyer was shown.
  package let line: Checkout.Line
  /// The address that the codes are sent to.
  package let email: EmailAddress
  /// The language of its pages and mails.
  package let language: Language
  /// Unit price times quantity.
  package let amount: Money
  /// When the buyer ordered.
  package let createdAt: Timestamp
  /// When the time to pay ends; money that comes more than a day later is held.
  package let expiresAt: Timestamp

  package init(
    reference: Reference,
    provider: Provider,
    line: Checkout.Line,
    email: EmailAddress,
    language: Language,
    amount: Money,
    createdAt: Timestamp,
    expiresAt: Timestamp
  ) {
    self.reference = reference
    self.provider = provider
    self.line = line
    self.email = email
    self.language = language
    self.amount = amount
    self.createdAt = createdAt
    self.expiresAt = expiresAt
  }

  /// From the order to the end of paying: the longest wait in line, and 35 minutes to pay, a little
  /// more than Stripe's shortest session.
  package static let lifetimeSeconds: Int64 = 45 * 60

  /// Until when the buyer is told to pay and is sent to the provider: a minute before the end, so
  /// that what is paid at the last moment is known before.
  package var payUntil: Timestamp { Self.payUntil(expiresAt) }

  fileprivate static func payUntil(_ expiresAt: Timestamp) -> Timestamp {
    expiresAt.advanced(seconds: -60)
  }
}

extension Checkout {
  /// What one order sells: a number of units of one SKU, with the words that the buyer was shown.
  ///
  /// A snapshot of the catalog at checkout, so that every repeat of the mail says the same.
  package struct Line: Equatable, Sendable {
    /// The product.
    package let sku: SKU
    /// 1 to the product's limit.
    package let quantity: Int
    /// The quoted price of one, in the currency that the buyer chose.
    package let unitPrice: Money
    /// In the order's language.
    package let title: String
    /// As the product said it, without a currency; empty for none.
    package let faceValue: String
    /// Whether the mail carries the codes.
    package let kind: DeliveryKind
    /// In the order's language.
    package let redeem: RedeemInstructions

    package init(
      sku: SKU,
      quantity: Int,
      unitPrice: Money,
      title: String,
      faceValue: String,
      kind: DeliveryKind,
      redeem: RedeemInstructions
    ) {
      self.sku = sku
      self.quantity = quantity
      self.unitPrice = unitPrice
      self.title = title
      self.faceValue = faceValue
      self.kind = kind
      self.redeem = redeem
    }
  }
}

extension Checkout {
  /// What anybody with its reference may see of a checkout: no whole address, no token, no code.
  package struct BuyerView: Equatable, Sendable {
    /// The checkout with its address masked.
    package struct Facts: Equatable, Sendable {
      /// Names the checkout; no secret.
      package let reference: Reference
      /// Through whom the buyer pays.
      package let provider: Provider
      /// What is bought.
      package let line: Checkout.Line
      /// The first letter and the domain: `b…@example.com`.
      package let maskedEmail: String
      /// The language of the page.
      package let language: Language
      /// Unit price times quantity.
      package let amount: Money
      /// When the buyer ordered.
      package let createdAt: Timestamp
      /// When the time to pay ends.
      package let expiresAt: Timestamp

      package init(_ checkout: Checkout) {
        reference = checkout.reference
        provider = checkout.provider
        line = checkout.line
        maskedEmail = checkout.email.description
        language = checkout.language
        amount = checkout.amount
        createdAt = checkout.createdAt
        expiresAt = checkout.expiresAt
      }

      /// Until when the buyer is told to pay.
      package var payUntil: Timestamp { Checkout.payUntil(expiresAt) }
    }

    /// How far the order has come.
    package struct Progress: Equatable, Sendable {
      /// Whether its codes may be handed over.
      package let standing: Order.Standing
      /// How far the hand-over has come.
      package let fulfilment: Order.Fulfilment

      package init(standing: Order.Standing, fulfilment: Order.Fulfilment) {
        self.standing = standing
        self.fulfilment = fulfilment
      }
    }

    /// The checkout with its address masked.
    package let checkout: Facts
    /// The provider's ID of the checkout, where it gave one.
    package let sessionID: String?
    /// How far its opening at the provider has come; nil when it was never in line.
    package let opening: Checkout.Opening?
    /// What the buyer does to pay; nil until the provider has said it.
    package let step: PayStep?
    /// When the provider said it.
    package let stepAt: Timestamp?
    /// Nil until it is paid.
    package let order: Progress?
    /// Whether money came for it that a person must look at first.
    package let isHeld: Bool
    /// Why the provider, which has its money, has not finished the payment; nil when none is under
    /// way.
    package let underWay: String?
    /// Whether the provider is asked about it no more; money that comes later still finds it.
    package let isExpired: Bool
    /// When the provider last refused the buyer's card or other means; nil when it never did, or
    /// when only the shop can mend it.
    package let declinedAt: Timestamp?

    package init(
      checkout: Facts,
      sessionID: String?,
      opening: Checkout.Opening?,
      step: PayStep?,
      stepAt: Timestamp? = nil,
      order: Progress?,
      isHeld: Bool,
      underWay: String? = nil,
      isExpired: Bool,
      declinedAt: Timestamp? = nil
    ) {
      self.checkout = checkout
      self.sessionID = sessionID
      self.opening = opening
      self.step = step
      self.stepAt = stepAt
      self.order = order
      self.isHeld = isHeld
      self.underWay = underWay
      self.isExpired = isExpired
      self.declinedAt = declinedAt
    }

    /// Whether it has an order.
    package var isPaid: Bool { order != nil }

    /// Whether its buyer may still be led to pay: no money came for it or is on its way, and its
    /// end is not recorded.
    package var isPayable: Bool { !isPaid && !isHeld && underWay == nil && !isExpired }

    /// What its provider is asked about it.
    package var question: Payment.Question {
      Payment.Question(
        reference: checkout.reference,
        sessionID: sessionID,
        openedAt: checkout.createdAt,
        expiresAt: checkout.expiresAt
      )
    }
  }

  /// Which checkouts a list shows, newest first.
  package struct Filter: Equatable, Sendable {
    /// Those that stand there; nil for all.
    package var state: Checkout.Row.State?
    /// Those of one provider; nil for all.
    package var provider: Provider?
    /// Those of one address; nil for all.
    package var email: EmailAddress?
    /// Those of one product; nil for all.
    package var sku: SKU?
    /// Those opened at or after this moment; nil for no beginning.
    package var since: Timestamp?
    /// Those opened up to this moment; nil for no end.
    package var until: Timestamp?
    /// The row that the page begins after.
    package var after: Int64?
    /// 1 to `Order.Filter.most`.
    package var limit: Int

    package init(
      state: Checkout.Row.State? = nil,
      provider: Provider? = nil,
      email: EmailAddress? = nil,
      sku: SKU? = nil,
      since: Timestamp? = nil,
      until: Timestamp? = nil,
      after: Int64? = nil,
      limit: Int = 50
    ) {
      self.state = state
      self.provider = provider
      self.email = email
      self.sku = sku
      self.since = since
      self.until = until
      self.after = after
      self.limit = min(max(limit, 1), Order.Filter.most)
    }
  }

  /// A checkout in a list for operators.
  package struct Row: Equatable, Sendable {
    /// Where it stands, in one word.
    package enum State: String, CaseIterable, Sendable {
      /// Nobody has paid, and the provider is asked about it.
      case open
      /// The provider has the money and has not finished the payment; it is asked.
      case underWay = "underway"
      /// It has an order.
      case paid
      /// Nobody has paid, and the provider is asked no more; money that comes later still finds it.
      case expired
      /// Money came for it that a person must look at first.
      case held
    }

    /// The checkout; its address prints as its first letter and its domain.
    package let checkout: Checkout
    /// Where it stands.
    package let state: State
    /// How often its provider was asked about it.
    package let asked: Int
    /// When it is asked next; nil when no question is planned.
    package let asksAt: Timestamp?
    /// Why the provider has not finished the payment that it has; nil when none is under way.
    package let underWay: String?

    package init(
      checkout: Checkout,
      state: State,
      asked: Int,
      asksAt: Timestamp?,
      underWay: String?
    ) {
      self.checkout = checkout
      self.state = state
      self.asked = asked
      self.asksAt = asksAt
      self.underWay = underWay
    }
  }
}

/// What a buyer does to pay, as the provider gives it; kept sealed, and shown on the checkout's
/// page.
package enum PayStep: Equatable, Sendable {
  /// Go to the provider's page: `https://…`; loopback with the mock provider.
  case redirect(url: String)
  /// The same, where the provider asks for a referer that names the shop's site: the buyer clicks,
  /// since with a `Refresh` some browsers send no referer.
  case referredRedirect(url: String)
  /// Scan this text with the provider's app.
  case scan(text: String)
  /// Call the bridge of the app whose browser this is with these fields; the app takes the money.
  case bridge(fields: [FormField])
  /// Send these fields to the provider's page by `POST`, in this order.
  case form(url: String, fields: [FormField])
}

/// A field of a form that a buyer's browser sends.
package struct FormField: Equatable, Sendable {
  /// As the provider calls it.
  package let name: String
  /// As it is sent, before any escape.
  package let value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
