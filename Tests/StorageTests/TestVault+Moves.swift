import Foundation
import Shop
import Storage
import Testing

/// What tests sell and report; the same each time.
enum Sample {
  static func sku(_ text: String = "GAME-50") throws -> SKU { try #require(SKU(text)) }

  static func money(_ minorUnits: Int64, _ code: String = "CNY") throws -> Money {
    Money(minorUnits: minorUnits, currency: try #require(Currency(code)))
  }

  static func reference(_ number: Int) throws -> Reference {
    try #require(Reference("REF" + String(repeating: "0", count: 13) + String(10_000 + number)))
  }

  static func person() throws -> Operator { try #require(Operator("tester")) }

  static func line(_ sku: SKU, _ quantity: Int, kind: DeliveryKind = .code) throws -> Checkout.Line
  {
    Checkout.Line(
      sku: sku,
      quantity: quantity,
      unitPrice: try money(4850),
      title: "游戏卡 50",
      faceValue: "50",
      kind: kind,
      redeem: RedeemInstructions(
        html: "<ol>\n<li>Open the app</li>\n</ol>\n",
        text: "1. Open the app"
      )
    )
  }

  static func catalog(
    sku: String = "GAME-50",
    minValidityDays: Int
  ) throws -> CatalogDocument {
    CatalogDocument(
      version: CatalogDocument.currentVersion,
      hash: "validity \(minValidityDays)",
      shop: CatalogDocument.ShopEntry(
        title: ["zh-CN": "卡店"],
        baseURL: "https://cards.example.com",
        supportEmail: nil,
        language: "zh-CN",
        accent: .standard,
        timezone: "Asia/Shanghai"
      ),
      products: [
        CatalogDocument.ProductEntry(
          sku: sku,
          title: ["zh-CN": "游戏卡"],
          path: [:],
          priceMinor: 4850,
          currency: "CNY",
          faceValue: "50",
          region: nil,
          limit: 10,
          delivery: .code,
          redeem: [:],
          minValidityDays: minValidityDays
        )
      ]
    )
  }

  static func checkout(
    _ number: Int,
    sku: String = "GAME-50",
    quantity: Int = 1,
    kind: DeliveryKind = .code
  ) throws -> Checkout {
    Checkout(
      reference: try reference(number),
      provider: .stripe,
      line: try line(Sample.sku(sku), quantity, kind: kind),
      email: try #require(EmailAddress("buyer\(number)@example.com")),
      language: .chinese,
      amount: try money(4850 * Int64(quantity)),
      createdAt: TestVault.start,
      expiresAt: TestVault.start.advanced(seconds: Checkout.lifetimeSeconds)
    )
  }

  static func event(
    _ id: String,
    _ fact: PaymentFact,
    provider: Provider = .stripe
  ) -> PaymentEvent {
    PaymentEvent(provider: provider, id: id, kind: "test", fact: fact, body: Array("{}".utf8))
  }

  static func paid(_ checkout: Checkout, event: String? = nil, by payment: String? = nil)
    -> PaymentEvent
  {
    let name = checkout.reference.text
    let key = Payment.Key(paymentID: payment ?? "pi_\(name)", reference: checkout.reference)
    return Sample.event(event ?? "evt_\(name)", .paid(PaidFact(key: key, amount: checkout.amount)))
  }

  static func trouble(_ phase: SendPhase = .data) -> SendTrouble {
    SendTrouble(phase: phase, smtpCode: 451, detail: "try later")
  }
}

extension TestVault {
  /// Imports codes PREFIX-1 … PREFIX-count as one file; returns the result of the last chunk.
  @discardableResult
  func importCodes(
    _ count: Int,
    sku: String = "GAME-50",
    prefix: String = "CODE",
    expiresAt: Timestamp? = nil,
    at moment: Timestamp = start
  ) async throws -> [Reference] {
    let header = Import.Header(
      sku: try Sample.sku(sku),
      batch: prefix,
      supplier: nil,
      fileHash: Array((prefix + String(repeating: " ", count: 32)).utf8.prefix(32))
    )
    let person = try Sample.person()
    let progress = try await store.beginImport(header, by: person, at: moment)
    var served: [Reference] = []
    for start in stride(from: 1, through: count, by: Import.Line.mostPerChunk) {
      let numbers = start...min(count, start + Import.Line.mostPerChunk - 1)
      let lines = try numbers.map { number in
        let code = try #require(CardCode(code: "\(prefix)-\(number)", pin: nil))
        return Import.Line(number: number, code: code, expiresAt: expiresAt)
      }
      let chunk = try await store.importChunk(
        lines,
        batch: progress.batchID,
        by: person,
        at: moment
      )
      served += chunk.served
    }
    try await store.finishImport(batch: progress.batchID, by: person, at: moment)
    return served
  }

  /// Opens a checkout at its provider.
  func reach(_ number: Int) async throws {
    try await store.open(try Sample.checkout(number))
    try await store.started(
      Sample.reference(number),
      sessionID: "cs_\(number)",
      step: PayStep.redirect(url: "https://pay.example/\(number)"),
      at: Self.start
    )
  }

  /// Opens a checkout and pays it.
  func buy(
    _ number: Int,
    sku: String = "GAME-50",
    quantity: Int = 1,
    kind: DeliveryKind = .code
  ) async throws -> Settlement {
    let checkout = try Sample.checkout(number, sku: sku, quantity: quantity, kind: kind)
    try await store.open(checkout)
    return try await store.settle(Sample.paid(checkout), at: Self.start)
  }

  func order(_ number: Int) throws -> Order {
    try #require(try store.order(reference: Sample.reference(number)))
  }
}

extension Store {
  /// When a provider is asked about a checkout next; nil when nothing is open.
  func nextQuery() throws(StoreError) -> Timestamp? {
    var (next, after): (Timestamp?, Int64?) = (nil, nil)
    repeat {
      let page = try checkouts(Checkout.Filter(after: after, limit: Order.Filter.most))
      next = (page.rows.compactMap(\.asksAt) + (next.map { [$0] } ?? [])).min()
      after = page.next
    } while after != nil
    return next
  }
}

extension Store {
  /// Claims the deliveries that are due that many seconds after the start.
  func claim(after seconds: Int64 = 0) async throws -> [OwedMessage] {
    try await claimDue(limit: 20, at: TestVault.start.advanced(seconds: seconds))
  }

  /// Records the outcome of a delivery that many seconds after the start.
  func record(
    _ outcome: SendOutcome,
    of message: OwedMessage,
    after seconds: Int64 = 0
  ) async throws {
    try await record(
      outcome,
      delivery: message.deliveryID,
      attempt: message.attempt,
      at: TestVault.start.advanced(seconds: seconds)
    )
  }
}
