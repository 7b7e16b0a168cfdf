import Foundation
import Logging
import Shop
import Storage
import Transport
import Worker

/// One sale of the vector `s-stripe-valid`: its checkout, its codes, its payment.
enum Sale {
  static let reference = "CSZTL2EYAMJZ0001"
  static let email = "canary.buyer@canary.example"
  static let codes = ["CANARYAA11BB22", "CANARYCC33DD44"]
  static let pin = "CANARYPIN7"
  static let number = "CANARYNO7"

  /// Options of a worker that accepts the vector.
  static func options(_ outbox: Outbox = Outbox()) -> LiveWorker.Options {
    var options = LiveWorker.Options()
    options.outbox = outbox
    options.secrets = ["whsec_80jpbgiqABiph2E7GGy9x5qlEnhAkkth"]
    options.isLive = true
    return options
  }

  /// Opens the checkout that the vector pays.
  static func open(_ store: Store, language: Language = .english) async throws {
    let currency = try unwrapped(Currency("USD"))
    let price = Money(minorUnits: 41_064, currency: currency)
    try await store.open(
      Checkout(
        reference: try unwrapped(Reference(reference)),
        provider: .stripe,
        line: Checkout.Line(
          sku: try unwrapped(SKU(Sample.sku)),
          quantity: 1,
          unitPrice: price,
          title: "Northstar <Gift> Card",
          faceValue: "25",
          kind: .code,
          redeem: RedeemInstructions(
            html: "<ol>\n<li>Open Northstar</li>\n<li>Enter the code &lt;here&gt;</li>\n</ol>\n",
            text: "1. Open Northstar\n2. Enter the code <here>"
          )
        ),
        email: try unwrapped(EmailAddress(email)),
        language: language,
        amount: price,
        createdAt: Sample.now.advanced(seconds: -60),
        expiresAt: Sample.now.advanced(seconds: Checkout.lifetimeSeconds)
      )
    )
  }

  /// Commands on a store, without a worker.
  static func commands(_ store: Store, logger: Logger = LogBook().logger) -> OperatorCommands {
    OperatorCommands(
      store: store,
      wakeUp: WakeUp(),
      calendar: { ShopCalendar(of: Sample.catalog) },
      now: { Sample.now },
      logger: logger
    )
  }

  /// Runs a test with commands on a store of their own.
  static func withCommands(_ test: (OperatorCommands, Store) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    let key = try unwrapped(VaultKey(bytes: Array(1...32)))
    let store = try Store(folder: folder.path, key: key, now: Sample.now)
    defer { store.close() }
    try await test(commands(store), store)
  }

  /// Imports the codes as the command line does.
  static func stock(
    _ store: Store,
    codes: [String] = codes,
    hash: Character = "b"
  ) async throws {
    _ = try await commands(store).imported(codes, hash: String(repeating: hash, count: 64))
  }

  /// Posts the provider's event.
  static func pay(_ worker: LiveWorker) async throws -> HTTPResponse {
    let vectors = try VectorFile.shared.get().vectors
    let vector = try unwrapped(vectors.first { $0.id == "s-stripe-valid" })
    return try await worker.send(
      .post,
      "/webhooks/stripe",
      headers: vector.headers.map { ($0[0], $0[1]) },
      body: String(decoding: vector.body, as: UTF8.self)
    )
  }
}

extension OperatorCommands {
  /// Imports codes as one batch and returns the result.
  func imported(_ codes: [String], hash: String) async throws -> LinesTakenDocument {
    let header = ImportHeaderDocument(sku: Sample.sku, batch: "b1", supplier: "N", fileHash: hash)
    let begun = await perform(BeginImportDocument(header: header), by: "tester")
    guard case .done(let state) = begun else { throw Missing() }
    let lines = codes.enumerated().map { number, code in
      ImportLineDocument(
        line: number + 2,
        code: code,
        pin: Sale.pin,
        number: Sale.number,
        faceValue: nil,
        expiresAt: nil,
        cost: nil,
        currency: nil
      )
    }
    let chunk = ImportLinesDocument(batchID: state.batchID, lines: lines)
    let taken = await perform(chunk, by: "tester")
    guard case .done(let report) = taken else { throw Missing() }
    _ = await perform(FinishImportDocument(batchID: state.batchID), by: "tester")
    return report
  }
}

extension Outbox {
  /// Waits for that many messages from the running delivery loop.
  func messages(atLeast count: Int) async throws -> [OwedMessage] {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: .seconds(600))
    while messages.count < count {
      guard clock.now < end else { throw Missing() }
      await Task.yield()
    }
    return messages
  }
}
