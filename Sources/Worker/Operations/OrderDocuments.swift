package import Shop
package import Storage

/// An order in a list.
package struct OrderRowDocument: Codable, Equatable, Sendable {
  /// The reference, which buyers know.
  package let reference: String
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let paidAt: String
  /// The product's SKU.
  package let sku: String
  /// How many units were bought.
  package let quantity: Int
  /// With its currency, such as `48.50 CNY`.
  package let amount: String
  /// The state of the payment.
  package let payment: Payment.State
  /// Whether a person must look at it first.
  package let risk: Order.Risk
  /// How far it is handed over.
  package let fulfilment: Order.Fulfilment
  /// The buyer's address, masked: its first letter and the domain.
  package let email: String
}

/// An order with everything but its codes and its secrets.
package struct OrderDocument: Codable, Equatable, Sendable {
  /// As a list shows it.
  package let order: OrderRowDocument
  /// The product's title, as it was sold.
  package let title: String
  /// The language of its letters and page, as a tag.
  package let language: String
  /// The provider that takes the money.
  package let provider: Provider
  /// The provider's ID of the payment; nil when it named none.
  package let paymentID: String?
  /// How much went back, with its currency; nil when nothing did.
  package let refunded: String?
  /// The worst dispute about it; nil when there is none.
  package let dispute: Dispute?
  /// Why the order is on hold; nil when it is not.
  package let hold: HoldReason?
  /// What the provider said of the newest refund; nil when there is nothing to say.
  package let refundTrouble: String?
  /// How often the codes were shown on the order page.
  package let reveals: Int
  /// The rows of its codes.
  package let codeIDs: [Int64]
  /// How many units the order still has, or is owed.
  package let units: Int
  /// The numbers of the units that were taken out for a refund.
  package let unitsTaken: [Int]
  /// Its partial refunds, in the order in which they were begun.
  package let partialRefunds: [PartialRefundRowDocument]
  /// What went back beside the partial refunds that are done; nil when that is nothing.
  package let refundedBeside: String?
  /// What of the order waits for a person, each with the command to give next.
  package let waits: [HeldRowDocument]
  /// The numbers of the units that wait for a replacement code.
  package let waitingUnits: [Int]
  /// The messages about it.
  package let deliveries: [DeliveryRowDocument]
}

/// A part of an order's money that went back or is going back.
package struct PartialRefundRowDocument: Codable, Equatable, Sendable {
  /// With its currency, such as `48.50 CNY`.
  package let amount: String
  /// The numbers of the units that it is for; empty for goodwill.
  package let units: [Int]
  /// The partial refund's state.
  package let state: Refund.Partial.State
}

/// Lists orders, the latest first; it prints no code and no email address.
package struct ListOrdersDocument: CommandDocument, CustomStringConvertible, CustomReflectable {
  /// `orders list`.
  package static let kind = OperationKind.listOrders

  /// The only state to list; nil for all.
  let state: Order.Filter.State?
  /// The only buyer to list, by the whole email address; nil for all.
  package var email: String?
  /// The only order to list, by a code of it as a buyer wrote it; nil for all.
  package var code: String?
  /// The only order to list, by the provider's ID of its payment; nil for all.
  package var payment: String?
  /// The only product to list; nil for all.
  package var sku: String?
  /// The first day of payment, `YYYY-MM-DD`; nil for no limit.
  package var since: String?
  /// The last day, which is included; nil for no limit.
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

  /// Returns one page of orders; for a code that no order has, the note says where it is.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> PageDocument<OrderRowDocument> {
    let reader = ListReader(calendar: commands.calendar)
    let codes: [CardCode?] = try reader.codes(code)?.map { Optional($0) } ?? [nil]
    let filters = try codes.map { (code) throws(CommandRefusal) in try filter(reader, code) }
    let orders = try await commands.read {
      (store) throws(StoreError) -> ListPage<Order.BuyerView> in
      var page = try store.orders(filters[0])
      for filter in filters.dropFirst() where page.isEmpty { page = try store.orders(filter) }
      return page
    }
    var note: String?
    if code != nil, orders.isEmpty {
      let place = try await commands.read { (store) throws(StoreError) -> CardCode.Place? in
        for code in codes.compactMap({ $0 }) {
          if let place = try store.place(of: code) { return place }
        }
        return nil
      }
      note =
        place.map {
          "the vault has this code as #\($0.id) of batch \($0.batch), \($0.state.rawValue); "
            + "none of these orders has it"
        } ?? "the vault does not have this code"
    }
    return PageDocument(orders, note: note, OrderRowDocument.init)
  }

  private func filter(
    _ reader: ListReader,
    _ code: CardCode?
  ) throws(CommandRefusal) -> Order.Filter {
    let days = try reader.days(since, until)
    return Order.Filter(
      state: state,
      sku: try reader.sku(sku),
      email: try reader.email(email),
      code: code,
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

  /// Returns the order, with what of it waits for a person.
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
      refundedBeside: detail.refundedBeside.map { "\($0)" },
      waits: waits,
      waitingUnits: detail.view.waitingUnits,
      deliveries: detail.deliveries.map(DeliveryRowDocument.init)
    )
  }
}

extension Order {
  fileprivate var refundedBeside: Money? {
    guard let refunded else { return nil }
    let said = partialRefunds.filter { $0.state == .done }.reduce(0) { $0 + $1.amount.minorUnits }
    let rest = Money(minorUnits: refunded.minorUnits - said, currency: refunded.currency)
    return rest.minorUnits > 0 ? rest : nil
  }
}
