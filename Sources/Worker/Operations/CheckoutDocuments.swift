package import Shop
package import Storage

/// A checkout in a list.
package struct CheckoutRowDocument: Codable, Equatable, Sendable {
  /// The reference, which its order has too.
  package let reference: String
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let openedAt: String
  /// Where the checkout stands.
  package let state: Checkout.Row.State
  /// The provider that takes the money.
  package let provider: Provider
  /// The SKU of what is bought.
  package let sku: String
  /// How many units were bought.
  package let quantity: Int
  /// With its currency, such as `48.50 CNY`.
  package let amount: String
  /// The buyer's address, masked: its first letter and the domain.
  package let email: String
  /// How often its provider was asked about it.
  package let asked: Int
  /// `YYYY-MM-DD HH:MM:SSZ`; nil when the provider is not asked again.
  package let asksAt: String?
  /// Why the provider has not finished the payment that it has; nil when none is under way.
  package let underWay: String?

  init(_ row: Checkout.Row) {
    let checkout = row.checkout
    reference = checkout.reference.text
    openedAt = checkout.createdAt.text
    state = row.state
    provider = checkout.provider
    sku = checkout.line.sku.text
    quantity = checkout.line.quantity
    amount = "\(checkout.amount)"
    email = "\(checkout.email)"
    asked = row.asked
    asksAt = row.asksAt?.text
    underWay = row.underWay
  }
}

/// A checkout with its payments.
package struct CheckoutDocument: Codable, Equatable, Sendable {
  /// As a list shows it.
  package let checkout: CheckoutRowDocument
  /// The product's title, as it was sold.
  package let title: String
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let expiresAt: String
  /// Newest first.
  package let payments: [PaymentRowDocument]

  init(_ row: Checkout.Row, payments: [Payment.Row]) {
    self.checkout = CheckoutRowDocument(row)
    title = row.checkout.line.title
    expiresAt = row.checkout.expiresAt.text
    self.payments = payments.map(PaymentRowDocument.init)
  }
}

/// Lists checkouts, the latest first; prints no email address.
package struct ListCheckoutsDocument: CommandDocument, CustomStringConvertible, CustomReflectable {
  /// `checkouts list`.
  package static let kind = OperationKind.listCheckouts

  /// The only state to list; nil for all.
  let state: Checkout.Row.State?
  /// The only provider to list; nil for all.
  package var provider: Provider?
  /// The only buyer to list, by the whole email address; nil for all.
  package var email: String?
  /// The only product to list; nil for all.
  package var sku: String?
  /// The first day, `YYYY-MM-DD`; nil for no limit.
  package var since: String?
  /// The last day, which is included; nil for no limit.
  package var until: String?
  let page: PageRequestDocument

  package init(state: Checkout.Row.State? = nil, limit: Int, after: String? = nil) {
    self.state = state
    page = PageRequestDocument(limit: limit, after: after)
  }

  /// Shows nothing secret.
  package var description: String { "<checkouts in state \(state?.rawValue ?? "any")>" }
  /// Shows nothing secret.
  package var customMirror: Mirror { Mirror(self, children: ["state": state as Any]) }

  /// Returns one page of checkouts.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> PageDocument<CheckoutRowDocument> {
    let reader = ListReader(calendar: commands.calendar)
    let days = try reader.days(since, until)
    let filter = Checkout.Filter(
      state: state,
      provider: provider,
      email: try reader.email(email),
      sku: try reader.sku(sku),
      since: days.since,
      until: days.until,
      after: try reader.after(page),
      limit: try reader.limit(page)
    )
    let rows = try await commands.read { (store) throws(StoreError) in try store.checkouts(filter) }
    return PageDocument(rows, CheckoutRowDocument.init)
  }
}

/// Shows one checkout and every payment that named it.
package struct ShowCheckoutDocument: CommandDocument {
  /// `checkouts show`.
  package static let kind = OperationKind.showCheckout

  let reference: String

  package init(reference: String) {
    self.reference = reference
  }

  /// Returns the checkout with its payments.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> CheckoutDocument {
    guard let reference = Reference.typed(reference) else { throw StoreError.unknownCheckout }
    let found = try await commands.read { (store) throws(StoreError) in
      try store.listedCheckout(reference)
    }
    guard let found else { throw StoreError.unknownCheckout }
    let payments = try await commands.read { (store) throws(StoreError) in
      try store.payments(Payment.Filter(reference: reference))
    }
    return CheckoutDocument(found, payments: payments.rows)
  }
}
