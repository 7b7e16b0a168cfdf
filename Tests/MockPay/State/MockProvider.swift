import Hummingbird

/// What one provider does in its own way; the rest is the mock's.
///
/// It keeps nothing itself: what it must remember is in the mock.
protocol MockProvider: Sendable {
  /// Adds the addresses that the shop, or the buyer's browser on its way to pay, calls.
  func addRoutes(to group: RouterGroup<BasicRequestContext>, mock: SharedState)

  /// What happens when the buyer presses "pay"; unless said otherwise the money moves at once.
  func pay(_ id: String, at now: Int64, in mock: inout MockState) throws(SaleError)

  /// A payment of the whole sum with the provider's own numbers, not yet kept.
  func payment(for sale: Sale, at now: Int64, in mock: inout MockState) -> Payment

  /// The provider's number of a new refund.
  func refundID(in mock: inout MockState) -> String

  /// Writes to the shop what has just happened, if the provider does.
  func tell(_ news: News, of sale: Sale, at now: Int64, in mock: inout MockState)

  /// Why a browser is not shown the pay page, in the provider's words; nil when it is.
  func refusal(of visit: Visit, to sale: Sale, at now: Int64, in mock: MockState) -> String?

  /// Where the buyer goes after paying; the sale's return address unless said otherwise.
  func departure(from sale: Sale, at now: Int64, in mock: MockState) -> Departure

  /// Whether buyers can dispute through this provider.
  var hasDisputes: Bool { get }
}

extension MockProvider {
  func pay(_ id: String, at now: Int64, in mock: inout MockState) throws(SaleError) {
    try mock.collect(id, at: now)
  }

  func refundID(in mock: inout MockState) -> String { mock.nextDigits(28) }

  func refusal(of visit: Visit, to sale: Sale, at now: Int64, in mock: MockState) -> String? { nil }

  func departure(from sale: Sale, at now: Int64, in mock: MockState) -> Departure {
    sale.returnURL.map(Departure.redirect) ?? .stay
  }

  var hasDisputes: Bool { false }
}

/// What has happened to a sale.
package enum News: Sendable {
  case paid(Payment)
  /// A refusal; the sale stays open.
  case failed(Payment)
  /// Ended without money: nobody paid in time, or the shop closed it.
  case ended
  case refunded(Payment, Refund)
  case refundFailed(Payment, Refund)
  case disputed(Payment)
}

/// Where the buyer's browser goes after the pay page.
package enum Departure: Equatable, Sendable {
  /// Nowhere: the buyer paid on a telephone and looks at the shop's own page.
  case stay
  case redirect(String)
  /// A form that the browser sends to the shop.
  case form(action: String, fields: [String: String])
}
