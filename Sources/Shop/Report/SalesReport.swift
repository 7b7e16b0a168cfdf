/// What was sold in a day or a month, and what became of the money.
package struct SalesReport: Equatable, Sendable {
  /// One product at one provider in one currency.
  package struct Key: Hashable, Comparable, Sendable {
    /// Through whom it was paid.
    package let provider: Provider
    /// The currency of the sums.
    package let currency: Currency
    /// Nil for money without a checkout of ours.
    package let sku: SKU?

    package init(provider: Provider, currency: Currency, sku: SKU?) {
      self.provider = provider
      self.currency = currency
      self.sku = sku
    }

    /// By currency, then provider, then product.
    package static func < (left: Key, right: Key) -> Bool {
      (left.currency.code, left.provider.rawValue, left.sku?.text ?? "")
        < (right.currency.code, right.provider.rawValue, right.sku?.text ?? "")
    }
  }

  /// Sums in minor units of one currency.
  package struct Sums: Equatable, Sendable {
    /// Orders that were paid in the period.
    package var orders = 0
    /// Units of those orders.
    package var units = 0
    /// What buyers paid for them.
    package var gross: Int64 = 0
    /// What providers kept of that, as far as their statements say.
    package var fees: Int64 = 0
    /// Orders whose fee is in no statement yet.
    package var ordersWithoutFee = 0
    /// What went back in the period, whenever it was paid.
    package var refunds: Int64 = 0
    /// What buyers' banks took back for good, by the day on which the dispute was first reported.
    package var disputed: Int64 = 0
    /// What the shop paid for the codes of those orders, where the supplier's file said so.
    package var cost: Int64 = 0
    /// Codes whose cost is not known in this currency.
    package var unitsWithoutCost = 0
    /// Money that came in the period and made no order.
    package var held: Int64 = 0
    /// How many payments `held` is the sum of.
    package var heldPayments = 0

    package init() {}

    /// What is left of the gross after refunds, lost disputes and fees.
    package var net: Int64 { gross - refunds - disputed - fees }
    /// What is left of `net` after the cost of the codes.
    package var margin: Int64 { net - cost }

    /// Adds sums of the same currency.
    package static func += (sums: inout Sums, more: Sums) {
      sums.orders += more.orders
      sums.units += more.units
      sums.gross += more.gross
      sums.fees += more.fees
      sums.ordersWithoutFee += more.ordersWithoutFee
      sums.refunds += more.refunds
      sums.disputed += more.disputed
      sums.cost += more.cost
      sums.unitsWithoutCost += more.unitsWithoutCost
      sums.held += more.held
      sums.heldPayments += more.heldPayments
    }
  }

  /// The day or month that it covers.
  package let period: ReportPeriod
  /// The sums of each product at each provider in each currency.
  package private(set) var lines: [Key: Sums] = [:]

  package init(_ period: ReportPeriod) {
    self.period = period
  }

  /// Changes the sums of one line.
  package mutating func add(_ key: Key, _ change: (inout Sums) -> Void) {
    change(&lines[key, default: Sums()])
  }

  /// The sums of each currency, ordered by code; amounts of different currencies are never added.
  package var totals: [(currency: Currency, sums: Sums)] {
    var totals: [Currency: Sums] = [:]
    for (key, sums) in lines { totals[key.currency, default: Sums()] += sums }
    return totals.map { ($0.key, $0.value) }.sorted { $0.currency.code < $1.currency.code }
  }
}
