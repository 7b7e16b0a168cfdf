import Foundation
import Mail
import NIOPosix
import Payments
import ServiceLifecycle
import Shop
import Storage
import Transport
import Worker

/// A whole worker on loopback, with its real store in a folder of its own.
struct LiveWorker: Sendable {
  let port: Int
  let store: Store
  let folder: TemporaryFolder
  let log: LogBook
  let group: ServiceGroup

  /// The choices of a test.
  struct Options: Sendable {
    var outbox = Outbox()
    /// Replaces the outbox.
    var mailer: Mailer?
    var operatorAddress: EmailAddress?
    var limits = ServerLimits()
    var secrets = [Sample.secret]
    var isLive = false
    var stripeURL = "http://127.0.0.1:9"
    /// The adapters besides Stripe's.
    var adapters: [any PaymentAdapter] = []
    /// Providers that are not offered for new checkouts.
    var withdrawn: Set<Provider> = []
    var now: @Sendable () -> Timestamp = { Sample.now }
    var clock: SteadyClock?
    var catalog = Sample.catalog
    var visitors = PublicRoutes.VisitorSettings()
    /// Fails commits of the store when a test wants it to.
    var probe = CommitProbe.none
    /// Codes that nobody has bought yet.
    var stock = 0

    /// With enough for every buyer.
    static var stocked: Options {
      var options = Options()
      options.stock = 100
      return options
    }
  }

  /// Runs a worker, the test with it, and the worker's graceful shutdown.
  static func run(
    _ options: Options = Options(),
    test: @Sendable (LiveWorker) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    let store = try Store(
      folder: folder.path,
      key: try unwrapped(VaultKey(bytes: Array(1...32))),
      probe: options.probe,
      now: options.now()
    )
    defer { store.close() }
    try await store.recordCatalog(options.catalog, at: options.now())
    if options.stock > 0 {
      let codes = (1...options.stock).map { "STOCK-\($0)" }
      try await Sale.stock(store, codes: codes, hash: "d")
    }
    let log = LogBook()
    let services = WorkerServices(
      store: store,
      mailer: options.mailer ?? options.outbox.mailer,
      currentCatalog: CurrentCatalog(options.catalog),
      settings: try settings(options, folder: folder),
      clock: options.clock,
      now: options.now,
      logger: log.logger
    )
    let (ports, opened) = AsyncStream.makeStream(of: Int.self)
    let group = services.group(limits: options.limits, handlesSignals: false) { port in
      opened.yield(port)
    }
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask {
        defer { opened.finish() }
        try await group.run()
      }
      for await port in ports {
        let worker = LiveWorker(port: port, store: store, folder: folder, log: log, group: group)
        try await test(worker)
        break
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }

  private static func settings(
    _ options: Options,
    folder: TemporaryFolder
  ) throws -> WorkerServices.Settings {
    let secrets = try options.secrets.map { try unwrapped(Secret($0)) }
    return WorkerServices.Settings(
      publicURL: try unwrapped(WebAddress("https://pay.shop.example")),
      host: "127.0.0.1",
      port: 0,
      hosts: [],
      adapters: [
        StripeAdapter(
          secrets: secrets,
          isLive: options.isLive,
          api: StripeAPI(
            key: try unwrapped(Secret(Sample.key)),
            address: try unwrapped(ProviderAddress(options.stripeURL))
          )
        )
      ] + options.adapters,
      withdrawn: options.withdrawn,
      catalogPath: folder.path + "/catalog.json",
      controlSocket: folder.path + "/control.sock",
      statements: folder.path + "/statements",
      operatorAddress: options.operatorAddress,
      visitors: options.visitors
    )
  }

  /// Sends one request and waits for its answer.
  func send(
    _ method: HTTPRequest.Method,
    _ path: String,
    headers: [(name: String, value: String)] = [],
    body: String? = nil
  ) async throws -> HTTPResponse {
    var request = HTTPRequest(
      method,
      "http://127.0.0.1:\(port)\(path)",
      headers: headers,
      body: body.map { .bytes(Array($0.utf8)) } ?? .none
    )
    request.allowsPlainLoopback = true
    return try await answer(to: request)
  }

  /// Sends a body to the operators' socket and waits for its answer.
  func sendToSocket(_ body: [UInt8], _ path: String) async throws -> HTTPResponse {
    var request = HTTPRequest(.post, "http://localhost" + path, body: .bytes(body))
    request.unixSocket = folder.path + "/control.sock"
    return try await answer(to: request)
  }

  /// Gives a command to the worker, as an operator's command line does.
  func command<Command: CommandDocument>(
    _ command: Command,
    by name: String = "tester"
  ) async throws -> CommandOutcomeDocument<Command.Answer> {
    let body = try JSONEncoder().encode(CommandRequestDocument(by: name, command: command))
    let response = try await sendToSocket(Array(body), ControlResponder.path(of: Command.kind))
    typealias Outcome = CommandOutcomeDocument<Command.Answer>
    return try JSONDecoder().decode(Outcome.self, from: Data(response.body))
  }

  /// Threads for requests under way, so many that requests that wait for each other can all run.
  private static let clients: NIOThreadPool = {
    let pool = NIOThreadPool(numberOfThreads: 128)
    pool.start()
    return pool
  }()

  /// Sends a request with generous timeouts, since all tests of a run share the cores.
  private func answer(to request: HTTPRequest) async throws -> HTTPResponse {
    var patient = request
    patient.limits.connectMilliseconds = 600_000
    patient.limits.totalMilliseconds = 600_000
    let ready = patient
    let result = await onThread(of: Self.clients) { () -> Result<HTTPResponse, TransportError> in
      do throws(TransportError) {
        return .success(try HTTPClient.send(ready))
      } catch {
        return .failure(error)
      }
    }
    return try unwrapped(result).get()
  }

  /// Posts a plain HTML form.
  func post(
    _ path: String,
    form: String,
    headers: [(name: String, value: String)] = []
  ) async throws -> HTTPResponse {
    let type = (name: "Content-Type", value: "application/x-www-form-urlencoded")
    return try await send(.post, path, headers: [type] + headers, body: form)
  }
}

extension HTTPResponse {
  var text: String { String(decoding: body, as: UTF8.self) }
}
