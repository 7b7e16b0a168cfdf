package import Shop
package import Storage

/// An order in a list.
package struct OrderRowDocument: Codable, Equatable, Sendable {
  /// As buyers know it.
  package let reference: String
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let paidAt: String
  /// The product's.
  package let sku: String
  /// How many units.
  package let quantity: Int
  /// With its currency.
  package let amount: String
  /// How far its money has come.
  package let payment: Payment.State
  /// Whether a person must look first.
  package let risk: Order.Risk
  /// How far its hand-over has come.
  package let fulfilment: Order.Fulfilment
  /// The first letter and the domain.
  package let email: String
}

/// An order with everything but its codes and its secrets.
package struct OrderDocument: Codable, Equatable, Sendable {
  /// As a list shows it.
  package let order: OrderRowDocument
  /// The product's, as it was sold.
  package let title: String
  /// Of its letters and page, as a tag.
  package let language: String
  /// Who takes the money.
  package let provider: Provider
  /// The provider's own; nil where it named none.
  package let paymentID: String?
  /// With its currency; nil while nothing went back.
  package let refunded: String?
  /// Nil where no bank took it up.
  package let dispute: Dispute?
  /// Why it is held.
  package let hold: HoldReason?
  /// What the newest refund of it came to, in the provider's words.
  package let refundTrouble: String?
  /// How often the codes were shown on the order page.
  package let reveals: Int
  /// The rows of its codes.
  package let codeIDs: [Int64]
  /// How many units the order still has, or is owed.
  package let units: Int
  /// The numbers of those that were taken out for a refund.
  package let unitsTaken: [Int]
  /// In the order in which they were begun.
  package let partialRefunds: [PartialRefundRowDocument]
  /// What of it waits for a person, with the command that mends it.
  package let waits: [HeldRowDocument]
  /// Units, by number, whose code was no good and that wait for another.
  package let waitingUnits: [Int]
  /// The letters of it.
  package let deliveries: [DeliveryRowDocument]
}

/// A part of an order's money that went back, or is to.
package struct PartialRefundRowDocument: Codable, Equatable, Sendable {
  /// With its currency.
  package let amount: String
  /// The numbers of the units that it is for; none for goodwill.
  package let units: [Int]
  /// How far it has come.
  package let state: Refund.Partial.State
}

/// Lists orders, the latest first; prints no code and no address.
package struct ListOrdersDocument: CommandDocument, CustomStringConvertible, CustomReflectable {
  /// `orders list`.
  package static let kind = OperationKind.listOrders

  /// Nil for all.
  let state: Order.Filter.State?
  /// Of this buyer: the whole address.
  package var email: String?
  /// A code as a buyer wrote it.
  package var code: String?
  /// The provider's ID.
  package var payment: String?
  /// Of this product alone.
  package var sku: String?
  /// The first and the last day of payment, `YYYY-MM-DD`.
  package var since: String?
  /// That day is meant too.
  package var until: String?
  let page: PageRequestDocument

  package init(state: Order.Filter.State? = nil, limit: Int, after: String? = nil) {
    self.state = state
    page = PageRequestDocument(limit: limit, after: after)
  }

  /// Shows nothing secret.
  package var description: String { "<orders in state \(state?.rawValue ?? "any")>" }
  /// Shows nothing secret.
  package var customMirror: Mirror { Mirror(self, children: ["state": state as Any]) }

  /// A code that no order has is said to be where it is.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> PageDocument<OrderRowDocument> {
    let filter = try filter(ListReader(calendar: commands.calendar))
    let orders = try await commands.read { (store) throws(StoreError) in try store.orders(filter) }
    var note: String?
    if let code = filter.code, orders.isEmpty {
      let place = try await commands.read { (store) throws(StoreError) in
        try store.place(of: code)
      }
      note =
        place.map {
          "the vault has this code as #\($0.id) of batch \($0.batch), \($0.status); none of these "
            + "orders has it"
        } ?? "the vault does not have this code"
    }
    return PageDocument(orders, note: note, OrderRowDocument.init)
  }

  private func filter(_ reader: ListReader) throws(CommandRefusal) -> Order.Filter {
    let days = try reader.days(since, until)
    return Order.Filter(
      state: state,
      sku: try reader.sku(sku),
      email: try reader.email(email),
      code: try reader.parsed("--code", code, expected: "one code", isSecret: true) {
        CardCode(code: $0, pin: nil)
      },
      paymentID: payment,
      since: days.since,
      until: days.until,
      after: try reader.after(page),
      limit: try reader.limit(page)
    )
  }
}

/// Shows one order.
package struct ShowOrderDocument: CommandDocument {
  /// `orders show`.
  package static let kind = OperationKind.showOrder

  let reference: String

  package init(reference: String) {
    self.reference = reference
  }

  /// The order, with what of it waits for a person.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> OrderDocument {
    let reference = try commands.reference(reference)
    let found = try await commands.read { (store) throws(StoreError) in
      try store.order(reference: reference)
    }
    guard let found else { throw StoreError.unknownOrder }
    return OrderDocument(found, waits: try await commands.held(of: reference).rows)
  }
}

extension OrderRowDocument {
  init(_ order: Order.BuyerView) {
    self.init(
      reference: order.reference.text,
      paidAt: order.paidAt.text,
      sku: order.line.sku.text,
      quantity: order.line.quantity,
      amount: "\(order.amount)",
      payment: order.standing.payment,
      risk: order.standing.risk,
      fulfilment: order.fulfilment,
      email: "\(order.email)"
    )
  }
}

extension PartialRefundRowDocument {
  init(_ part: Refund.Partial) {
    let numbers: [Int] = if case .units(let numbers) = part.scope { numbers } else { [] }
    self.init(amount: "\(part.amount)", units: numbers, state: part.state)
  }
}

extension OrderDocument {
  /// `waits` is what of it waits for a person.
  init(_ detail: Order, waits: [HeldRowDocument]) {
    self.init(
      order: OrderRowDocument(detail.view),
      title: detail.view.line.title,
      language: detail.view.language.tag,
      provider: detail.provider,
      paymentID: detail.paymentID,
      refunded: detail.refunded.map { "\($0)" },
      dispute: detail.view.standing.dispute,
      hold: detail.hold,
      refundTrouble: detail.refundTrouble,
      reveals: detail.reveals,
      codeIDs: detail.codeIDs,
      units: detail.view.unitsLeft,
      unitsTaken: detail.unitsTaken,
      partialRefunds: detail.partialRefunds.map(PartialRefundRowDocument.init),
      waits: waits,
      waitingUnits: detail.view.waitingUnits,
      deliveries: detail.deliveries.map(DeliveryRowDocument.init)
    )
  }
}
