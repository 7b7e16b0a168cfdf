package import Logging
package import NIOPosix
package import Payments
package import Shop
package import Storage

/// Calls the payment providers and settles their answers, alike for webhooks, pages, scheduled
/// rounds and operators.
package struct ProviderCalls: Sendable {
  /// The most calls to one provider at once, not counting those that open checkouts: questions
  /// about payments, refunds, operators' commands.
  ///
  /// Each has a thread, so that a provider that hangs takes none of another's, and new checkouts
  /// none of payments.
  static let mostCalls = 16
  /// Of these, the calls that returning buyers leave for others, and those that questions leave.
  static let callsBesideReturns = 8
  static let callsBesideQuestions = 4
  /// The calls that fetching unknown keys leaves for others, since anybody may name a key.
  static let callsBesideKeys = 12
  /// How long a webhook waits for a free call before the provider is told to send it again.
  static let patienceSeconds: Int64 = 8

  let publicURL: WebAddress
  let store: Store
  /// The adapters of the configured providers.
  var adapters: [Provider: any PaymentAdapter] { current.all }
  let current: CurrentAdapters
  /// Threads for calls, which usually take a second and at most twenty.
  let threads: NIOThreadPool
  private let slots: [Provider: CallSlots]
  /// Signalled when deliveries may be due.
  let wakeUp: WakeUp
  let now: @Sendable () -> Timestamp
  /// Reads the wall clock, which differs from `now` while the clock is in doubt.
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

  /// The configured providers, in the order of `Provider`'s cases.
  var providers: [Provider] { Provider.allCases.filter { adapters[$0] != nil } }

  /// The URL for that provider's webhooks.
  func notifyURL(_ provider: Provider) -> String { publicURL.text + Route.webhook(provider).path }

  /// Calls a provider on a thread for calls.
  ///
  /// `spare` calls are left for others: anybody can reload a checkout's return page, and that must
  /// not hold up the confirmation of payments. With `patience` it waits up to so many seconds for a
  /// free call.
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

  /// Opens a checkout at its provider; `CheckoutQueue` limits how many do so at once.
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

  /// Exchanges an app's code for the buyer's ID there, before a checkout is opened.
  func identifying(
    _ code: String,
    at provider: Provider
  ) async -> Result<String, ProviderError> {
    await call(provider) { (adapter, call) throws(ProviderError) in
      try adapter.payerID(code: code, call)
    }
  }

  /// Calls the provider with a moment that was stored, or the present one.
  private func call<Value: Sendable>(
    _ provider: Provider,
    at moment: Timestamp? = nil,
    _ work:
      @escaping @Sendable (any PaymentAdapter, Call) throws(ProviderError) -> Value
  ) async -> Result<Value, ProviderError> {
    // Temporary, since the provider was not asked: a refund must not count as refused.
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

  /// Settles an event, logs the result, and wakes the delivery loop.
  func settle(_ event: PaymentEvent) async throws(StoreError) -> Settlement {
    let settlement = try await store.settle(event, at: now())
    report(settlement, of: event)
    // A refund may have freed codes for a waiting order.
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
  /// The first 80 bytes, made printable, so that a provider's names cannot forge log lines.
  var logged: String {
    String(decoding: utf8.prefix(80).map { (33...126).contains($0) ? $0 : 63 }, as: UTF8.self)
  }
}
