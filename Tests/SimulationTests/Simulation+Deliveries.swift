import Shop
import Storage

extension Simulation {
  /// One round of the delivery loop against a mail server in some mood.
  func deliver() async throws {
    let claimed = try await store.claimDue(limit: 1 + generator.below(5), at: moment())
    for message in claimed {
      try check(message)
      // Once in a while the worker dies here, or the answer is lost on the way to the row.
      if generator.oneIn(15) {
        note("lost \(message.messageID)")
        continue
      }
      try await keep(message)
      if generator.oneIn(30) {
        note("lost \(message.messageID), kept")
        continue
      }
      try await record(outcome(), of: message)
    }
  }

  /// Renders a message as the release of this step does, unless it was kept before.
  private func keep(_ message: OwedMessage) async throws {
    guard message.kept == nil else { return }
    let text = "\(message.messageID) as of step \(step)\r\n"
    let rendered = RenderedMessage(bytes: Array(text.utf8))
    let stands = try await store.keep(rendered, of: message, at: moment())
    try expect(stands, "\(message.messageID) may not be sent although it was claimed")
    kept[message.messageID] = rendered
  }

  private func outcome() -> SendOutcome {
    let trouble = { (phase: SendPhase) in
      SendTrouble(phase: phase, smtpCode: nil, detail: "simulated")
    }
    return switch generator.below(20) {
    case 0..<12: .sent
    case 12..<15: .temporary(trouble(.mailFrom))
    case 15..<17: .uncertain(trouble(.finalDot))
    case 17..<18: .permanent(trouble(.recipient))
    case 18..<19: .abandoned(trouble(.data))
    default: .relayBroken(trouble(.auth))
    }
  }

  func record(_ outcome: SendOutcome, of message: OwedMessage) async throws {
    let at = moment()
    try await store.record(
      outcome,
      delivery: message.deliveryID,
      attempt: message.attempt,
      at: at
    )
    if outcome == .sent, !message.units.isEmpty {
      model.orders[message.reference]?.isHandedOver = true
    }
    note("send \(message.messageID) \(message.attempt) \(outcome)")
    try checkOrder(message.reference)
  }

  /// Only deliverable orders send codes, always the same codes, in the same message (I3, I5, I9).
  private func check(_ message: OwedMessage) throws {
    guard let order = model.orders[message.reference] else {
      throw Mismatch(step: step, what: "a message of an order that does not exist")
    }
    if !message.units.isEmpty {
      try expect(order.isDeliverable, "\(message.reference) may not be handed over")
      let codes = message.units.map(\.code.code)
      try expect(codes == order.codes.map { "CARD-\($0)" }, "\(message.reference): \(codes.count)")
    }
    try expect(message.to == order.checkout.email, "\(message.reference) goes to somebody else")
    try expect(
      message.kept == kept[message.messageID],
      "\(message.messageID) would not be sent as it was kept"
    )
    if let first = messages[message.messageID] {
      try expect(
        first.units == message.units && first.date == message.date && first.to == message.to
          && first.token == message.token && first.reference == message.reference
          && first.attempt < message.attempt,
        "\(message.messageID) says something else the second time"
      )
    } else {
      messages[message.messageID] = message
      tokens.append(message.token)
    }
  }

  /// What buyers and operators ask for: the page, the link, the mail once more.
  func askForMore() async throws {
    guard let person = Operator("simulated") else { return }
    switch generator.below(4) {
    case 0: try await reveal()
    case 1:
      guard let checkout = someCheckout() else { return }
      try await store.requestLinks(email: checkout.email, at: moment())
    case 2:
      guard let checkout = someCheckout() else { return }
      let order = model.orders[checkout.reference]
      let at = moment()
      let refusal = await refusal { store throws(StoreError) in
        try await store.resend(reference: checkout.reference, by: person, at: at)
      }
      let expected =
        order.map { $0.undeliverable ?? ($0.codes.isEmpty ? .unitWaits : nil) } ?? .unknownOrder
      try expect(refusal == expected, "\(checkout.reference) sent again: \(refusal as Any)")
    default:
      guard let failed = try store.deliveries(state: .failed, limit: 5).last else { return }
      try await store.retryDelivery(id: failed.id, by: person, at: moment())
    }
  }

  private func reveal() async throws {
    guard let token = generator.pick(tokens),
      let reveal = try await store.reveal(token: token, at: moment()),
      let order = model.orders[reveal.order.reference]
    else { return }
    let isShown = order.isDeliverable && !order.codes.isEmpty
    let expected = isShown ? order.codes.map { "CARD-\($0)" } : []
    let reference = reveal.order.reference
    try expect(reveal.units.map(\.code.code) == expected, "\(reference) shows other codes")
    if isShown { model.orders[reference]?.isHandedOver = true }
    note("reveal \(reference) \(isShown)")
    try checkOrder(reference)
  }

  /// A buyer would rather not wait; the shop gives the money back at once, or a person does.
  func cancel() async throws {
    guard let token = generator.pick(tokens) else { return }
    let isAtOnce = generator.oneIn(2)
    let found = try await store.cancelOrder(
      token: token,
      refundingAt: isAtOnce ? [.stripe] : [],
      at: moment()
    )
    guard let found, let before = model.orders[found.order.reference] else { return }
    let reference = found.order.reference
    let isCancelled = model.cancel(reference)
    let isAsked = isCancelled && isAtOnce && before.openRefund == nil
    try expect(
      found.refund?.amount.minorUnits == (isAsked ? before.left : nil),
      "\(reference) cancelled: \(found.refund as Any)"
    )
    if let refund = found.refund { model.opened(refund, of: reference) }
    note("cancel \(reference) \(isCancelled)")
    try checkOrder(reference)
  }

  /// Faults stop and time goes on: everything owed must come to an end (I7).
  func settleDown() async throws {
    clock = max(clock, model.now)
    try await findEverything()
    var rounds = 0
    while let due = try store.nextDue() {
      rounds += 1
      try expect(rounds < 10_000, "deliveries are owed for ever")
      clock = max(clock, due)
      for message in try await store.claimDue(limit: 50, at: moment()) {
        try check(message)
        try await keep(message)
        try await record(.sent, of: message)
      }
    }
    for state in [Delivery.State.queued, .sending, .retry, .uncertain] {
      try expect(try store.deliveries(state: state, limit: 1).isEmpty, "a delivery is \(state)")
    }
    for sku in Self.skus {
      var ahead = model
      try expect(ahead.serve(sku).isEmpty, "\(sku) is there and somebody waits")
    }
    try checkPromises()
    try checkEverything()
  }
}
