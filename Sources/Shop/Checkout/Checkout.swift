/// Names a checkout, to us and to every provider: 20 upper-case letters and digits.
///
/// Base 32 without I, L, O, U over 100 random bits; it appears in URLs, so it must not be
/// guessable. Providers' own references of 16 to 32 such characters are read as well.
package struct Reference: Hashable, Sendable, CustomStringConvertible {
  /// As addresses and the database have it.
  package let text: String

  /// Of a reference of ours; 100 random bits.
  package static let length = 20

  /// Reads a reference; nil unless 16 to 32 characters of `A`–`Z` and `0`–`9`.
  package init?(_ text: String) {
    let isAlphanumeric = { (byte: UInt8) in (48...57).contains(byte) || (65...90).contains(byte) }
    guard (16...32).contains(text.utf8.count), text.utf8.allSatisfy(isAlphanumeric) else {
      return nil
    }
    self.text = text
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
/// The quote is what an editor's later price change does not touch; the amount is compared with
/// what the provider says was paid, and nothing in a provider's message ever replaces it.
package struct Checkout: Equatable, Sendable {
  /// Names the checkout, and later its order, to everybody.
  package let reference: Reference
  /// Through whom the buyer is to pay.
  package let provider: Provider
  /// What is bought, in the words that the buyer was shown.
  package let line: Checkout.Line
  /// Where the codes go.
  package let email: EmailAddress
  /// The language of its pages and mails.
  package let language: Language
  /// Unit price times quantity.
  package let amount: Money
  /// When the buyer ordered.
  package let createdAt: Timestamp
  /// After this the checkout is labelled expired; money that comes later is held.
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

  /// From the order to the end of paying: the longest wait in line, then just over half an hour,
  /// which is Stripe's shortest session.
  package static let lifetimeSeconds: Int64 = 45 * 60
}

extension Checkout {
  /// What one order sells: a number of units of one SKU, with the words that the buyer was shown.
  ///
  /// A snapshot of the catalog at checkout, so that a repeat of the mail says the same for ever.
  package struct Line: Equatable, Sendable {
    /// Which product.
    package let sku: SKU
    /// 1 to the product's limit.
    package let quantity: Int
    /// As it was quoted, in the currency that the buyer chose.
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

/// What the mail carries.
package enum DeliveryKind: String, Sendable {
  /// The codes themselves and the order link.
  case code
  /// The order link alone; the codes are shown on the order page. For high face values.
  case link
}

extension Checkout {
  /// A checkout as whoever has its reference may see it: no whole address, no token, no code.
  package struct BuyerView: Equatable, Sendable {
    /// What was quoted.
    package struct Facts: Equatable, Sendable {
      /// Names the checkout; whoever has it may see this.
      package let reference: Reference
      /// Through whom the buyer is to pay.
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
      /// After this the checkout is labelled expired.
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
    }

    /// How far the order has come.
    package struct Progress: Equatable, Sendable {
      /// Whether its codes may leave.
      package let standing: Order.Standing
      /// How far the hand-over has come.
      package let fulfilment: Order.Fulfilment

      package init(standing: Order.Standing, fulfilment: Order.Fulfilment) {
        self.standing = standing
        self.fulfilment = fulfilment
      }
    }

    /// What was quoted, with the address masked.
    package let checkout: Facts
    /// The provider's ID of it, where it gave one.
    package let sessionID: String?
    /// How it is on its way to the provider; nil when it never was in line.
    package let opening: Checkout.Opening?
    /// Nil until the provider was reached.
    package let step: PayStep?
    /// When the provider said so.
    package let stepAt: Timestamp?
    /// Nil until it was paid.
    package let order: Progress?
    /// Money came for it that a person looks at first.
    package let isHeld: Bool
    /// Nobody asks the provider about it any more; money that comes now still finds it.
    package let isExpired: Bool
    /// When the provider last would not take the buyer's card, or what else they chose; nil when it
    /// never did, or the shop must mend it.
    package let declinedAt: Timestamp?

    package init(
      checkout: Facts,
      sessionID: String?,
      opening: Checkout.Opening?,
      step: PayStep?,
      stepAt: Timestamp? = nil,
      order: Progress?,
      isHeld: Bool,
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
      self.isExpired = isExpired
      self.declinedAt = declinedAt
    }

    /// Whether it has an order.
    package var isPaid: Bool { order != nil }

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
    /// The first and the last moment of opening.
    package var since: Timestamp?
    /// The last moment of the same; nil for no end.
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
      /// Nobody has paid, and the provider is still asked.
      case open
      /// It has an order.
      case paid
      /// Nobody paid, and nobody is asked any more; money that comes now still finds it.
      case expired
      /// Money came for it that a person looks at first.
      case held
    }

    /// The address prints as its first letter and its domain.
    package let checkout: Checkout
    /// Where it stands.
    package let state: State
    /// How often its provider was asked about it.
    package let asked: Int
    /// When it is asked next; nil when no question is planned.
    package let asksAt: Timestamp?

    package init(checkout: Checkout, state: State, asked: Int, asksAt: Timestamp?) {
      self.checkout = checkout
      self.state = state
      self.asked = asked
      self.asksAt = asksAt
    }
  }
}

/// What a buyer does to pay, as the provider says it; kept sealed with the checkout and shown on
/// its page.
package enum PayStep: Equatable, Sendable {
  /// Go to the provider's page: `https://…`; loopback with the mock provider.
  case redirect(url: String)
  /// The same, where the provider wants to see in the referer from which site the buyer comes: left
  /// by a click, and by no `Refresh`, with which some browsers send none.
  case referredRedirect(url: String)
  /// Scan this text with the provider's app.
  case scan(text: String)
  /// Have the app whose browser this is take the money: what its bridge is called with.
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
