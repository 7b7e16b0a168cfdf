package import Hummingbird

/// One payment that a shop asked a provider for, and the money that came of it.
package struct Sale: Equatable, Sendable {
  /// Where a sale stands.
  package enum State: String, Sendable {
    /// Waits for money; becomes paid or ended.
    case open
    /// The buyer agreed and the shop has yet to take the money (PayPal).
    case approved
    /// Paid at least once.
    case paid
    /// Nobody paid in time, or the shop closed it; late money makes it paid.
    case ended
  }

  /// One line of the bill.
  package struct Line: Equatable, Sendable {
    /// What is sold.
    package let name: String
    /// In minor units.
    package let unitAmount: Int64
    /// How many of it.
    package let quantity: Int64

    package init(name: String, unitAmount: Int64, quantity: Int64) {
      self.name = name
      self.unitAmount = unitAmount
      self.quantity = quantity
    }
  }

  /// The provider's own ID of it, which is also in the pay page's address.
  package let id: String
  /// Who takes the money.
  package let provider: Provider
  /// The shop's number.
  package let orderNumber: String
  /// What the bill says.
  package let lines: [Line]
  /// In minor units, as the shop asked.
  package let amount: Int64
  /// Three capital letters.
  package let currency: String
  /// The buyer's, where the shop says it.
  package var email: String?
  /// Where the shop wants to be told; some providers know the address beforehand.
  package var notifyURL: String?
  /// Where the buyer goes after paying.
  package var returnURL: String?
  /// Where a buyer goes who changed their mind.
  package var cancelURL: String?
  /// Unix seconds.
  package let createdAt: Int64
  /// Unix seconds.
  package var expiresAt: Int64
  /// Where it stands.
  package var state = State.open
  /// Whether the provider keeps what is paid for itself until a person finishes it.
  package var isUnfinished = false
  /// More than one only where somebody paid twice.
  package var payments: [Payment] = []
  /// What only one provider keeps of it, each its own.
  package var alipay = AlipaySale()
  /// What EPay was asked for.
  package var epay = EPaySale()
  /// What PayPal was asked for.
  package var paypal = PayPalSale()
  /// The last form that the buyer carried to UnionPay.
  package var unionpay = ACPMessage([:])
  /// What WeChat Pay was asked for.
  package var wechat = WeChatSale()

  /// A sale that waits for money.
  package init(
    id: String,
    provider: Provider,
    orderNumber: String,
    lines: [Line],
    currency: String,
    createdAt: Int64,
    expiresAt: Int64
  ) {
    self.id = id
    self.provider = provider
    self.orderNumber = orderNumber
    self.lines = lines
    self.currency = currency.uppercased()
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    amount = lines.reduce(0) { $0 + $1.unitAmount * $1.quantity }
  }

  /// What is sold, in one line.
  package var title: String { lines.map(\.name).joined(separator: ", ") }
}

/// One successful payment.
package struct Payment: Equatable, Sendable {
  /// Where a dispute of the payment stands.
  package enum Dispute: String, Sendable {
    case open
    case won
    case lost
    /// Stripe alone: it never came to be, since the buyer's bank was told in time.
    case prevented
  }

  /// The ID that refunds and statements name it by.
  package let id: String
  /// In minor units.
  package let amount: Int64
  /// Unix seconds.
  package let paidAt: Int64
  /// The oldest first.
  package var refunds: [Refund] = []
  /// Nil where nobody disputes it.
  package var dispute: Dispute?
  /// Stripe's further numbers of it.
  package var stripe = StripeNumbers()
  /// UnionPay alone: a "success with a defect" (A6).
  package var isDefective = false
  /// Whether the provider has the money and the shop has not.
  package var isUnfinished = false

  /// The sum of all refunds that came through.
  package var refunded: Int64 { sum(of: [.done]) }

  /// What may still be asked back.
  package var left: Int64 { amount - sum(of: [.done, .processing]) }

  private func sum(of states: Set<Refund.State>) -> Int64 {
    refunds.filter { states.contains($0.state) }.reduce(0) { $0 + $1.amount }
  }
}

/// Money on its way back.
package struct Refund: Equatable, Sendable {
  /// Where a refund stands.
  package enum State: String, Sendable {
    /// Becomes done by itself after a while.
    case processing
    case done
    /// The money did not arrive and is the shop's again.
    case failed
  }

  /// The provider's.
  package let id: String
  /// The shop's own; of a refund that began on the pay page one that no shop makes.
  package let number: String
  /// In minor units.
  package let amount: Int64
  /// Unix seconds.
  package let createdAt: Int64
  /// As the shop wrote it.
  package var reason: String?
  /// Where the shop wants to be told of this refund, if elsewhere than of the payment.
  package var notifyURL: String?
  /// Where it stands.
  package var state = State.processing
  /// Unix milliseconds at which it becomes done.
  package var doneAt: Int64
}

/// Why something cannot happen to a sale; each provider says it in its own form.
package enum SaleError: Error, Equatable, CustomStringConvertible {
  case noSale(String)
  case noPayment(String)
  case noRefund(String)
  case notOpen(String)
  /// The amounts are what was asked for and what is left.
  case refundTooLarge(Int64, left: Int64)
  /// The merchant has too little money for any refund.
  case balanceTooSmall
  case disputeCannotBecome(String)
  case noAction(String)

  /// What was expected, in one line.
  package var description: String {
    switch self {
    case .noSale(let id): "no sale \(id)"
    case .noPayment(let id): "no payment \(id)"
    case .noRefund(let id): "no refund \(id)"
    case .notOpen(let id): "the sale \(id) is not open"
    case .refundTooLarge(let asked, let left):
      "expected a refund of 1 to \(left), found \(asked)"
    case .balanceTooSmall: "the balance is too small"
    case .disputeCannotBecome(let state): "the dispute cannot become \(state) now"
    case .noAction(let name): "no action \(name)"
    }
  }
}

extension SaleError: HTTPResponseError {
  /// 404 for what is not there, otherwise 409.
  package var status: HTTPResponse.Status {
    switch self {
    case .noSale, .noPayment, .noRefund, .noAction: .notFound
    default: .conflict
    }
  }

  /// The words alone: only people and tests see them.
  package func response(from request: Request, context: some RequestContext) throws -> Response {
    Response(status: status, text: description + "\n")
  }
}
