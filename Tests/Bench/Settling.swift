import Shop
import Storage

/// The real store: events sealed, money compared, codes allocated under guard, ledger chained.
enum Settling {
  static let callers = 512
  private static let now = Timestamp(seconds: 1_795_000_000)

  private struct Unsellable: Error {}

  /// Orders per second, from the first event to the last answer.
  static func measure(orders: Int, folder: String) async throws -> Double {
    var generator = SystemRandomNumberGenerator()
    let key = VaultKey(using: &generator)
    let store = try Store(folder: folder, key: key, now: now)
    defer { store.close() }
    try await stock(store, orders)
    let events = try await open(store, orders)
    let elapsed = try await ContinuousClock().measure {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for caller in 0..<callers {
          group.addTask {
            for index in stride(from: caller, to: events.count, by: callers) {
              let settlement = try await store.settle(events[index], at: now)
              guard case .allocated = settlement else { throw Unsellable() }
            }
          }
        }
        try await group.waitForAll()
      }
    }
    return Double(orders) / elapsed.inSeconds
  }

  private static func stock(_ store: Store, _ count: Int) async throws {
    guard let sku = SKU("GAME-50"), let person = Operator("bench") else { throw Unsellable() }
    let hash = [UInt8](repeating: 1, count: 32)
    let header = Import.Header(sku: sku, batch: "bench", supplier: nil, fileHash: hash)
    let progress = try await store.beginImport(header, by: person, at: now)
    for start in stride(from: 1, through: count, by: Import.Line.mostPerChunk) {
      let numbers = start...min(count, start + Import.Line.mostPerChunk - 1)
      let lines = numbers.compactMap { number in
        CardCode(code: "CODE-\(number)", pin: nil).map { Import.Line(number: number, code: $0) }
      }
      _ = try await store.importChunk(lines, batch: progress.batchID, by: person, at: now)
    }
  }

  private static func open(_ store: Store, _ count: Int) async throws -> [PaymentEvent] {
    guard let sku = SKU("GAME-50"), let currency = Currency("CNY"),
      let email = EmailAddress("buyer@example.com")
    else { throw Unsellable() }
    let amount = Money(minorUnits: 4850, currency: currency)
    let line = Checkout.Line(
      sku: sku,
      quantity: 1,
      unitPrice: amount,
      title: "Card",
      faceValue: "50",
      kind: .code,
      redeem: .none
    )
    let body = [UInt8](repeating: 65, count: 1_500)
    var generator = SystemRandomNumberGenerator()
    let checkouts = (0..<count).map { _ in
      Checkout(
        reference: Reference(using: &generator),
        provider: .stripe,
        line: line,
        email: email,
        language: .english,
        amount: amount,
        createdAt: now,
        expiresAt: now.advanced(seconds: Checkout.lifetimeSeconds)
      )
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for caller in 0..<callers {
        group.addTask {
          for index in stride(from: caller, to: count, by: callers) {
            try await store.open(checkouts[index])
          }
        }
      }
      try await group.waitForAll()
    }
    return checkouts.enumerated().map { number, checkout in
      let key = Payment.Key(paymentID: "pi_\(number)", reference: checkout.reference)
      return PaymentEvent(
        provider: .stripe,
        id: "evt_\(number)",
        kind: "checkout.session.completed",
        fact: .paid(PaidFact(key: key, amount: amount)),
        body: body
      )
    }
  }
}
