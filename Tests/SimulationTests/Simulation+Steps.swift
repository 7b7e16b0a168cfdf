import Foundation
import Shop
import Storage
import Synchronization

extension Simulation {
  func money(_ minorUnits: Int64) throws -> Money {
    guard let currency = Currency("CNY") else { throw Mismatch(step: step, what: "no CNY") }
    return Money(minorUnits: minorUnits, currency: currency)
  }

  func someCheckout() -> Checkout? {
    // Sorted: a dictionary's order is not of the seed's making.
    let all = model.checkouts.values.sorted { $0.reference.text < $1.reference.text }
    return generator.pick(all)
  }

  func openCheckout() async throws {
    let quantity = 1 + generator.below(3)
    let reference = Reference(using: &generator)
    guard let sku = generator.pick(Self.skus),
      let email = EmailAddress("buyer\(generator.below(40))@example.com")
    else { return }
    let line = Checkout.Line(
      sku: sku,
      quantity: quantity,
      unitPrice: try money(4850),
      title: "Card",
      faceValue: "50",
      kind: .code,
      redeem: .none
    )
    let at = moment()
    let checkout = Checkout(
      reference: reference,
      provider: .stripe,
      line: line,
      email: email,
      language: .english,
      amount: try money(4850 * Int64(quantity)),
      createdAt: at,
      expiresAt: at.advanced(seconds: Checkout.lifetimeSeconds)
    )
    try await store.open(checkout)
    let step = PayStep.redirect(url: "https://pay.example/\(reference)")
    try await store.started(reference, sessionID: nil, step: step, at: at)
    model.checkouts[reference] = checkout
    note("open \(reference) \(sku) \(quantity)")
  }

  private func paidEvent(
    _ checkout: Checkout,
    isExact: Bool
  ) throws -> (event: PaymentEvent, isOwn: Bool) {
    let id = next("evt_")
    // The right money comes under the checkout's own payment, sometimes a second time as another.
    let isOwn = isExact && (model.orders[checkout.reference] == nil || generator.oneIn(2))
    let payment = isOwn ? "pi_\(checkout.reference)" : "pi_\(id)"
    let amount = isExact ? checkout.amount : try money(checkout.amount.minorUnits - 1)
    let key = Payment.Key(paymentID: payment, reference: checkout.reference)
    return (event(id, .paid(PaidFact(key: key, amount: amount))), isOwn)
  }

  func event(_ id: String, _ fact: PaymentFact) -> PaymentEvent {
    PaymentEvent(provider: .stripe, id: id, kind: "simulated", fact: fact, body: Array(id.utf8))
  }

  func settle(_ event: PaymentEvent, expecting expected: Settlement) async throws {
    let found = try await store.settle(event, at: clock)
    note("settle \(event.id) \(found)")
    settled.append(event)
    try expect(found == expected, "\(event.id): expected \(expected), found \(found)")
  }

  func pay() async throws {
    guard let checkout = someCheckout() else { return }
    _ = moment()
    let isExact = !generator.oneIn(12)
    let (event, isOwn) = try paidEvent(checkout, isExact: isExact)
    let expected = model.settlePaid(checkout, isExact: isExact, isOwn: isOwn)
    try await settle(event, expecting: expected)
    try checkOrder(checkout.reference)
  }

  func repeatEvent() async throws {
    guard let event = generator.pick(settled) else { return }
    let found = try await store.settle(event, at: moment())
    note("repeat \(event.id) \(found)")
    try expect(found == .duplicate, "\(event.id) repeated: found \(found)")
  }

  func importCodes() async throws {
    guard let person = Operator("simulated"), let sku = generator.pick(Self.skus) else { return }
    let at = moment()
    let name = next("batch ")
    let header = Import.Header(
      sku: sku,
      batch: name,
      supplier: nil,
      fileHash: Array((name + String(repeating: ".", count: 32)).utf8.prefix(32))
    )
    let progress = try await store.beginImport(header, by: person, at: at)
    var lines: [Import.Line] = []
    var expected: [Import.Outcome] = []
    for number in 1...(1 + generator.below(8)) {
      let isRepeat = generator.oneIn(10) && !model.codes.isEmpty
      let id = isRepeat ? 1 + generator.below(model.codes.count) : model.codes.count + 1
      let hours = generator.oneIn(4) ? Int64(7 * 24 + 1 + generator.below(48)) : nil
      let expiry = hours.map { model.now.advanced(seconds: $0 * 3_600) }
      guard let code = CardCode(code: "CARD-\(id)", pin: nil) else { continue }
      lines.append(Import.Line(number: number, code: code, expiresAt: expiry))
      expected.append(isRepeat ? .duplicate : .added)
      guard !isRepeat else { continue }
      let end = expiry?.milliseconds ?? .max
      model.codes.append(Model.Code(id: Int64(id), sku: sku, expiresAt: end))
    }
    let served = model.serve(sku)
    let chunk = try await store.importChunk(lines, batch: progress.batchID, by: person, at: at)
    try expect(chunk.lines.map(\.outcome) == expected, "\(name): \(chunk.lines)")
    try expect(chunk.served == served, "\(name) served \(chunk.served), expected \(served)")
    if !generator.oneIn(5) {
      try await store.finishImport(batch: progress.batchID, by: person, at: at)
    }
    note("import \(name) \(sku) \(lines.count) served \(served.count)")
    for reference in served { try checkOrder(reference) }
  }

  func voidCodes() async throws {
    guard let person = Operator("simulated"), !model.codes.isEmpty else { return }
    let ids = (0..<3).map { _ in Int64(1 + generator.below(model.codes.count)) }
    let expected = Set(ids).count { model.codes[Int($0) - 1].isAvailable }
    let at = moment()
    let found = try await store.voidCodes(.codes(ids), reason: "recall", by: person, at: at)
    model.take(ids)
    note("void \(ids) \(found)")
    try expect(found == expected, "voided \(found) of \(ids), expected \(expected)")
  }

  /// A buyer's code is no good.
  func replace() async throws {
    guard let person = Operator("simulated"), let reference = someOrder() else { return }
    let unit = 1 + generator.below(model.orders[reference]?.checkout.line.quantity ?? 1)
    let at = moment()
    let current = model.orders[reference]?.codeOf[unit]
    let isWrong = generator.below(4) == 0
    let named = generator.below(3) == 0 ? nil : current.map { isWrong ? $0 + 1 : $0 }
    let expected = model.replace(reference, unit: unit, insteadOf: named)
    let refusal = await refusal { store throws(StoreError) in
      _ = try await store.replace(
        reference,
        unit: unit,
        insteadOf: named,
        reason: "used",
        by: person,
        at: at
      )
    }
    try expect(
      refusal == expected,
      "\(reference) unit \(unit): \(refusal as Any), expected \(expected as Any)"
    )
    note("replace \(reference) \(unit) \(expected == nil)")
    try checkOrder(reference)
  }

  /// The disk is full at the worst moment; the provider sends the event again.
  func failCommit() async throws {
    guard let checkout = someCheckout() else { return }
    _ = moment()
    let (event, isOwn) = try paidEvent(checkout, isExact: true)
    disk.isFull.store(true, ordering: .relaxed)
    let at = clock
    let refusal = await refusal { store throws(StoreError) in
      _ = try await store.settle(event, at: at)
    }
    disk.isFull.store(false, ordering: .relaxed)
    guard case .failed? = refusal else {
      throw Mismatch(step: step, what: "\(event.id) was acknowledged, and is lost")
    }
    note("failed \(event.id)")
    _ = moment()
    let expected = model.settlePaid(checkout, isExact: true, isOwn: isOwn)
    try await settle(event, expecting: expected)
    try checkOrder(checkout.reference)
  }
}
