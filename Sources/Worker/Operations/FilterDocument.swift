/// The part of a list that is asked for: the same on every list.
package struct PageRequestDocument: Codable, Equatable, Sendable {
  /// The most rows.
  package let limit: Int
  /// Where the page before ended, as it said.
  package let after: String?

  package init(limit: Int, after: String? = nil) {
    self.limit = limit
    self.after = after
  }
}

/// Which orders are listed; prints no code and no address.
package struct OrderFilterDocument: Codable, Equatable, Sendable, CustomStringConvertible,
  CustomReflectable
{
  /// One of `OrderFilter.State`, by its word; nil for all.
  package let state: String?
  package var email: String?
  /// A code as a buyer wrote it.
  package var code: String?
  /// The provider's ID.
  package var payment: String?
  package var sku: String?
  /// The first and the last day of payment, `YYYY-MM-DD`.
  package var since: String?
  package var until: String?
  package let page: PageRequestDocument

  package init(state: String? = nil, limit: Int, after: String? = nil) {
    self.state = state
    page = PageRequestDocument(limit: limit, after: after)
  }

  package var description: String { "<orders in state \(state ?? "any")>" }
  package var customMirror: Mirror { Mirror(self, children: ["state": state as Any]) }
}

/// Which payments are listed.
package struct PaymentFilterDocument: Codable, Equatable, Sendable {
  /// By its name in the settings; nil for all.
  package let provider: String?
  /// One of `PaymentState`, or `held`.
  package var state: String?
  package var since: String?
  package var until: String?
  package let page: PageRequestDocument

  package init(provider: String?, limit: Int, after: String? = nil) {
    self.provider = provider
    page = PageRequestDocument(limit: limit, after: after)
  }
}

/// Which deliveries are listed.
package struct DeliveryFilterDocument: Codable, Equatable, Sendable {
  package let state: String?
  /// Of this order alone.
  package var order: String?
  package let page: PageRequestDocument

  package init(state: String? = nil, limit: Int, after: String? = nil) {
    self.state = state
    page = PageRequestDocument(limit: limit, after: after)
  }
}

/// Which entries of the ledger are listed.
package struct LedgerFilterDocument: Codable, Equatable, Sendable {
  /// About this order alone.
  package var order: String?
  /// An operator's name, `operator`, `worker` or `buyer`.
  package var actor: String?
  package var since: String?
  package var until: String?
  package let page: PageRequestDocument

  package init(limit: Int, after: String? = nil) {
    page = PageRequestDocument(limit: limit, after: after)
  }
}

/// Which checkouts are listed; prints no address.
package struct CheckoutFilterDocument: Codable, Equatable, Sendable, CustomStringConvertible,
  CustomReflectable
{
  /// `open`, `paid`, `expired` or `held`; nil for all.
  package let state: String?
  package var provider: String?
  package var email: String?
  package var sku: String?
  package var since: String?
  package var until: String?
  package let page: PageRequestDocument

  package init(state: String? = nil, limit: Int, after: String? = nil) {
    self.state = state
    page = PageRequestDocument(limit: limit, after: after)
  }

  package var description: String { "<checkouts in state \(state ?? "any")>" }
  package var customMirror: Mirror { Mirror(self, children: ["state": state as Any]) }
}
