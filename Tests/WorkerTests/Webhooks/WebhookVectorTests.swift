import Logging
import NIOPosix
import Payments
import Shop
import Storage
import Testing
import Worker

@Suite(.timeLimit(.minutes(20))) struct WebhookVectorTests {
  /// The vectors' word for an outcome.
  private static func word(_ outcome: WebhookOutcome) -> String {
    guard case .settled(let settlement) = outcome else { return "reject" }
    return switch settlement {
    case .duplicate, .ignored, .held(.surplus): "ignored"
    case .allocated, .backorder: "paid"
    case .held: "reject"
    case .refunded: "refunded"
    case .disputed, .refundFailed: "ignored"
    }
  }

  @Test(arguments: try VectorFile.shared.get().vectors.map(\.id))
  func `ends as the vector says`(id: String) async throws {
    let file = try VectorFile.shared.get()
    let vector = try unwrapped(file.vectors.first { $0.id == id })
    let keys = try unwrapped(file.keys[vector.keys])
    let adapter = try keys.adapter(of: try unwrapped(vector.worker))
    let routes = try await VectorRoutes(vector, adapter: adapter)
    defer { routes.store.close() }
    for prior in vector.prior {
      _ = try await routes.outcome(of: try unwrapped(file.vectors.first { $0.id == prior }))
    }
    let outcome = try await routes.outcome(of: vector)
    let word = Self.word(outcome)
    #expect(word == vector.expect || vector.alsoOk.contains(word), "\(outcome)")
    if word == vector.expect { try expectFacts(of: vector, in: outcome, routes.store) }
    let isSuccess = (200..<300).contains(outcome.reply(adapter.answers).status)
    if vector.alsoOk.contains(word), word != vector.expect { return }
    #expect(vector.expectAck == "either" || isSuccess == (vector.expectAck == "success"))
  }

  /// Compares order, amount and currency with the store's.
  private func expectFacts(
    of vector: WebhookVector,
    in outcome: WebhookOutcome,
    _ store: Store
  ) throws {
    guard case .settled(let settlement) = outcome, let amount = vector.expectAmountMinor else {
      return
    }
    switch settlement {
    case .allocated(let reference), .backorder(let reference):
      #expect(reference.text == vector.expectOrderId)
      let order = try unwrapped(try store.order(reference: reference)).view
      #expect(order.amount.minorUnits == amount)
      #expect(order.amount.currency.code == vector.expectCurrency)
    case .refunded(let reference, let total):
      #expect(reference == nil || reference?.text == vector.expectOrderId)
      #expect(total.minorUnits == amount)
      #expect(total.currency.code == vector.expectCurrency)
    default: Issue.record("no order came of it: \(settlement)")
    }
  }
}

/// Public routes with a new store that has the vector's checkouts.
private struct VectorRoutes {
  let store: Store
  private let adapter: any PaymentAdapter
  private let folder: TemporaryFolder

  init(_ vector: WebhookVector, adapter: any PaymentAdapter) async throws {
    folder = try TemporaryFolder()
    let now = Timestamp(seconds: vector.now)
    store = try Store(
      folder: folder.path,
      key: try unwrapped(VaultKey(bytes: Array(1...32))),
      now: now.advanced(seconds: -3_600)
    )
    self.adapter = adapter
    for order in vector.storeOrders {
      let currency = try unwrapped(Currency(order.currency))
      try await store.open(
        Checkout(
          reference: try unwrapped(Reference(order.orderId)),
          provider: try unwrapped(vector.worker),
          line: Checkout.Line(
            sku: try unwrapped(SKU(Sample.sku)),
            quantity: 1,
            unitPrice: Money(minorUnits: order.amountMinor, currency: currency),
            title: "Gift card",
            faceValue: "25",
            kind: .code,
            redeem: .none
          ),
          email: try unwrapped(EmailAddress("buyer@example.com")),
          language: .english,
          amount: Money(minorUnits: order.amountMinor, currency: currency),
          createdAt: now.advanced(seconds: -60),
          expiresAt: now.advanced(seconds: Checkout.lifetimeSeconds)
        )
      )
    }
  }

  /// The outcome of the vector's request, with the route's limit.
  func outcome(of vector: WebhookVector) async throws -> WebhookOutcome {
    let provider = try unwrapped(vector.worker)
    guard vector.body.count <= Route.webhook(provider).longestBody else { return .tooLarge }
    let now = Timestamp(seconds: vector.now)
    let routes = PublicRoutes(
      publicURL: try unwrapped(WebAddress("https://pay.shop.example")),
      store: store,
      adapters: [adapter],
      currentCatalog: CurrentCatalog(Sample.catalog),
      threads: PublicRoutes.Threads(
        reads: .singleton,
        calls: .singleton,
        pages: .singleton,
        messages: .singleton
      ),
      wakeUp: WakeUp(),
      now: { now },
      logger: LogBook().logger
    )
    return await routes.receive(vector.incoming, from: provider)
  }
}
