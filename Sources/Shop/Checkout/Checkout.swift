/// Names a checkout, to us and to every provider: 20 upper-case letters and digits.
///
/// Base 32 without I, L, O, U over 100 random bits; it appears in URLs, so it must not be
/// guessable. Providers' own references of 16 to 32 such characters are read as well.
package struct Reference: Hashable, Sendable, CustomStringConvertible {
  package let text: String

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

  package var description: String { text }
}

/// A buyer's intent with its quoted price, before money.
///
/// The quote is what an editor's later price change does not touch; the amount is compared with
/// what the provider says was paid, and nothing in a provider's message ever replaces it.
package struct Checkout: Equatable, Sendable {
  package let reference: Reference
  package let provider: Provider
  package let line: Checkout.Line
  package let email: EmailAddress
  package let language: Language
  /// Unit price times quantity.
  package let amount: Money
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
    package let sku: SKU
    /// 1 to the product's limit.
    package let quantity: Int
    package let unitPrice: Money
    /// In the order's language.
    package let title: String
    package let faceValue: String
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
  /// What a buyer does to pay, as it is kept with the checkout: sealed, and shown again on its
  /// page.
  package struct Step: Equatable, Sendable {
    /// How the buyer gets to the provider.
    package enum Kind: String, CaseIterable, Sendable {
      /// Go to the address.
      case redirect
      /// Go to the address and show from which site.
      case referredRedirect
      /// Scan the address, which may be any text, with the provider's app.
      case scan
      /// Call the bridge of the app's browser with the fields.
      case bridge
      /// Send the fields to the address by `POST`.
      case form
    }

    /// A field of the form.
    package struct Field: Equatable, Sendable {
      package let name: String
      package let value: String

      package init(name: String, value: String) {
        self.name = name
        self.value = value
      }
    }

    package let kind: Kind
    package let address: String
    /// In their order; empty unless the kind is `form` or `bridge`.
    package let fields: [Field]

    package init(kind: Kind, address: String, fields: [Field]) {
      self.kind = kind
      self.address = address
      self.fields = fields
    }
  }

  /// A checkout as whoever has its reference may see it: no whole address, no token, no code.
  package struct BuyerView: Equatable, Sendable {
    /// What was quoted.
    package struct Facts: Equatable, Sendable {
      package let reference: Reference
      package let provider: Provider
      package let line: Checkout.Line
      /// The first letter and the domain: `b…@example.com`.
      package let maskedEmail: String
      package let language: Language
      package let amount: Money
      package let createdAt: Timestamp
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
      package let standing: Order.Standing
      package let fulfilment: Order.Fulfilment

      package init(standing: Order.Standing, fulfilment: Order.Fulfilment) {
        self.standing = standing
        self.fulfilment = fulfilment
      }
    }

    package let checkout: Facts
    /// The provider's ID of it, where it gave one.
    package let sessionID: String?
    /// How it is on its way to the provider; nil when it never was in line.
    package let opening: Checkout.Opening?
    /// Nil until the provider was reached.
    package let step: Checkout.Step?
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
      step: Checkout.Step?,
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
    package var state: Checkout.Row.State?
    package var provider: Provider?
    package var email: EmailAddress?
    package var sku: SKU?
    /// The first and the last moment of opening.
    package var since: Timestamp?
    package var until: Timestamp?
    /// The row that the page begins after.
    package var after: Int64?
    /// 1 to `OrderFilter.most`.
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

    package let reference: Reference
    package let provider: Provider
    package let sku: SKU
    package let title: String
    package let quantity: Int
    package let amount: Money
    package let email: EmailAddress
    package let createdAt: Timestamp
    package let expiresAt: Timestamp
    package let state: State
    /// How often its provider was asked about it.
    package let asked: Int
    /// When it is asked next; nil when no question is planned.
    package let asksAt: Timestamp?

    package init(
      reference: Reference,
      provider: Provider,
      sku: SKU,
      title: String,
      quantity: Int,
      amount: Money,
      email: EmailAddress,
      createdAt: Timestamp,
      expiresAt: Timestamp,
      state: State,
      asked: Int,
      asksAt: Timestamp?
    ) {
      self.reference = reference
      self.provider = provider
      self.sku = sku
      self.title = title
      self.quantity = quantity
      self.amount = amount
      self.email = email
      self.createdAt = createdAt
      self.expiresAt = expiresAt
      self.state = state
      self.asked = asked
      self.asksAt = asksAt
    }
  }
}
