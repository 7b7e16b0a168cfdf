package import Logging
package import NIOPosix
package import Payments
package import Shop
package import Storage

/// Speaks with the payment providers and settles what they say: for webhooks, pages, rounds and
/// operators alike, so that a payment is counted in one way however it became known.
package struct ProviderCalls: Sendable {
  /// Calls to one provider under way at once, apart from those that open checkouts: to confirm what
  /// was paid, to give back, for operators.
  ///
  /// Each may have a thread, so that a provider that hangs takes none of another's, and a rush of
  /// buyers none of those who have paid.
  static let mostCalls = 16
  /// Of these, the calls that buyers who come back leave to others, and those that questions do.
  static let callsBesideReturns = 8
  static let callsBesideQuestions = 4
  /// Those that unknown keys leave to others: anybody may name one.
  static let callsBesideKeys = 12
  /// How long a webhook waits for a call to be free before the provider is told to come again.
  static let patienceSeconds: Int64 = 8

  let publicURL: WebAddress
  let store: Store
  /// The providers that are configured.
  var adapters: [Provider: any PaymentAdapter] { current.all }
  let current: CurrentAdapters
  /// Threads for calls, which take a second each and sometimes twenty.
  let threads: NIOThreadPool
  private let slots: [Provider: CallSlots]
  /// Signalled when an order got its codes.
  let wakeUp: WakeUp
  let now: @Sendable () -> Timestamp
  /// What the wall clock says, where it may differ from `now`.
  let wall: (@Sendable () -> Timestamp)?
  let logger: Logger

  package init(
    publicURL: WebAddress,
    store: Store,
    adapters: [any PaymentAdapter],
    withdrawn: Set<Provider> = [],
    threads: NIOThreadPool,
    wakeUp: WakeUp,
    now: @escaping @Sendable () -> Timestamp,
    wall: (@Sendable () -> Timestamp)? = nil,
    logger: Logger
  ) {
    self.publicURL = publicURL
    self.store = store
    current = CurrentAdapters(adapters, withdrawn: withdrawn)
    self.threads = threads
    slots = current.all.mapValues { _ in CallSlots() }
    self.wakeUp = wakeUp
    self.now = now
    self.wall = wall
    self.logger = logger
  }

  /// Those that are configured, in the order of their table.
  var providers: [Provider] { Provider.allCases.filter { adapters[$0] != nil } }

  /// Where that provider sends its webhooks.
  func notifyURL(_ provider: Provider) -> String { publicURL.text + Route.webhook(provider).path }

  /// Calls a provider off the threads that serve requests.
  ///
  /// `spare` calls are left to others: anybody may come back to a checkout, and none may keep what
  /// was paid from being confirmed. With `patience` it waits that long for a call to be free.
  func calling<Value: Sendable>(
    _ provider: Provider,
    sparing spare: Int = 0,
    patience seconds: Int64 = 0,
    _ work:
      @escaping @Sendable (any PaymentAdapter, Call) throws(ProviderError) -> Value
  ) async -> Result<Value, ProviderError> {
    guard let slots = slots[provider] else { return await call(provider, work) }
    guard await slots.acquire(below: Self.mostCalls - spare, waitingSeconds: seconds) else {
      return .failure(.temporary("too many calls to \(provider.rawValue) are under way"))
    }
    defer { slots.release() }
    return await call(provider, work)
  }

  /// Opens a checkout at its provider; how many do so at once is for the line to say.
  func opening(
    _ request: StartRequest
  ) async -> Result<StartedCheckout, ProviderError> {
    let provider = request.checkout.provider
    var moment: Timestamp?
    if let adapter = adapters[provider], type(of: adapter).facts.isFoundByMoment {
      do {
        moment = try await store.send(request.checkout.reference, at: now())
      } catch {
        return .failure(.temporary("when it is sent cannot be stored: \(error)"))
      }
    }
    return await call(provider, at: moment) { (adapter, call) throws(ProviderError) in
      try adapter.start(request, call)
    }
  }

  /// Exchanges an app's code for its name of the buyer, on the way to opening a checkout.
  func identifying(
    _ code: String,
    at provider: Provider
  ) async -> Result<String, ProviderError> {
    await call(provider) { (adapter, call) throws(ProviderError) in
      try adapter.payerID(code: code, call)
    }
  }

  /// Calls it at a moment that was stored, or now.
  private func call<Value: Sendable>(
    _ provider: Provider,
    at moment: Timestamp? = nil,
    _ work:
      @escaping @Sendable (any PaymentAdapter, Call) throws(ProviderError) -> Value
  ) async -> Result<Value, ProviderError> {
    // Temporary, since nobody has asked the provider: a refund must not be taken as refused.
    guard let adapter = adapters[provider] else {
      return .failure(.temporary("\(provider.rawValue) is not configured here"))
    }
    let call = Call(now: moment ?? now(), nonce: Self.nonce)
    let result = await onThread(of: threads) { () -> Result<Value, ProviderError> in
      do throws(ProviderError) {
        return .success(try work(adapter, call))
      } catch {
        return .failure(error)
      }
    }
    return result ?? .failure(.temporary("the worker is stopping"))
  }

  /// Settles an event, says so in the log, and wakes the deliveries.
  func settle(_ event: PaymentEvent) async throws(StoreError) -> Settlement {
    let settlement = try await store.settle(event, at: now())
    report(settlement, of: event)
    // A refund may have let the next in line have the codes.
    if settlement != .duplicate { wakeUp.signal() }
    return settlement
  }

  /// 32 random letters and digits.
  @Sendable
  static func nonce() -> String {
    var random = SystemRandomNumberGenerator()
    let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    return String(decoding: (0..<32).map { _ in alphabet[Int(random.next() & 31)] }, as: UTF8.self)
  }

  private func report(_ settlement: Settlement, of event: PaymentEvent) {
    let name = "\(event.provider.rawValue) event \(event.id.logged) (\(event.kind.logged))"
    switch settlement {
    case .duplicate: logger.info("\(name): settled before")
    case .ignored: logger.info("\(name): of no consequence")
    case .allocated(let reference): logger.info("\(name): order \(reference) has its codes")
    case .backorder(let reference): logger.warning("\(name): order \(reference) waits for stock")
    case .held(let reason): logger.error("\(name): held for a person: \(reason.rawValue)")
    case .refunded(let reference, let total):
      logger.warning("\(name): \(total) refunded, order \(reference?.text ?? "unknown")")
    case .refundFailed(let reference):
      logger.error("\(name): a refund came back, order \(reference?.text ?? "unknown")")
    case .disputed(let reference, let dispute):
      logger.error("\(name): dispute \(dispute.rawValue), order \(reference?.text ?? "unknown")")
    }
  }
}

extension String {
  /// Short and printable: what a provider names things may not write lines of our log.
  var logged: String {
    String(decoding: utf8.prefix(80).map { (33...126).contains($0) ? $0 : 63 }, as: UTF8.self)
  }
}
