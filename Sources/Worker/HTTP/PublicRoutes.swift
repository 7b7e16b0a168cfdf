package import Logging
package import NIOPosix
package import Payments
package import Shop
package import Storage

/// Answers every request that `RequestGate` lets through.
///
/// **Invariant:** no code, token, key or whole email address is logged.
package struct PublicRoutes: Sendable {
  let publicURL: WebAddress
  let store: Store
  let providerCalls: ProviderCalls
  let currentCatalog: CurrentCatalog
  let threads: Threads
  /// Signalled when an order gets its codes.
  let wakeUp: WakeUp
  let stock = StockCache()
  let probes: PendingProbes
  /// Buyers who came back from a provider.
  let returns = RecentReturns()
  /// Buyers who turned back at a provider.
  let cancellations = RecentReturns()
  /// Buyers on their way to a provider.
  let checkoutQueue: CheckoutQueue
  /// The proxies that are trusted to name their clients.
  let proxies: TrustedProxies
  let limits: RequestLimits
  let mailDomains: MailDomains
  /// Whether the money of an order that its buyer cancels goes back without a person.
  let refundsCancelled: Bool
  let refusals = RefusalLog()
  let readiness: Readiness
  let now: @Sendable () -> Timestamp
  let logger: Logger

  package init(
    publicURL: WebAddress,
    store: Store,
    adapters: [any PaymentAdapter],
    withdrawn: Set<Provider> = [],
    currentCatalog: CurrentCatalog,
    threads: Threads,
    wakeUp: WakeUp,
    probes: PendingProbes = PendingProbes(),
    visitors: VisitorSettings = VisitorSettings(),
    clock: SteadyClock? = nil,
    now: @escaping @Sendable () -> Timestamp,
    logger: Logger
  ) {
    self.publicURL = publicURL
    self.store = store
    providerCalls = ProviderCalls(
      publicURL: publicURL,
      store: store,
      adapters: adapters,
      withdrawn: withdrawn,
      threads: threads.calls,
      wakeUp: wakeUp,
      now: now,
      wall: clock.map { clock -> @Sendable () -> Timestamp in { clock.wall } },
      logger: logger
    )
    checkoutQueue = CheckoutQueue(of: providerCalls.providers, startedAt: now())
    self.probes = probes
    proxies = visitors.proxies
    limits = RequestLimits(visitors.rates)
    refundsCancelled = visitors.refundsCancelled
    mailDomains = MailDomains(asking: visitors.takesMail)
    readiness = Readiness(
      store: store,
      disk: visitors.disk,
      now: now,
      logger: logger
    )
    self.currentCatalog = currentCatalog
    self.threads = threads
    self.wakeUp = wakeUp
    self.now = now
    self.logger = logger
  }

  /// Separate threads for different blocking work, so that a provider that hangs holds up no buyer.
  package struct Threads: Sendable {
    /// For reads of the database.
    package let reads: NIOThreadPool
    /// For calls to a provider.
    package let calls: NIOThreadPool

    /// For buyers' requests, apart from their reads and calls.
    package let pages: NIOThreadPool
    /// For webhooks, so that a flood of page requests does not delay them.
    package let messages: NIOThreadPool

    var all: [NIOThreadPool] { [reads, calls, pages, messages] }

    package init(
      reads: NIOThreadPool,
      calls: NIOThreadPool,
      pages: NIOThreadPool,
      messages: NIOThreadPool
    ) {
      self.pages = pages
      self.messages = messages
      self.reads = reads
      self.calls = calls
    }
  }

  /// The settings about strangers: which proxies to trust, and which limits there are.
  package struct VisitorSettings: Sendable {
    /// The proxies that are trusted to name their clients.
    package var proxies = TrustedProxies.loopback
    /// How many requests strangers may make.
    package var rates = RequestRates()
    /// Whether the money of an order that its buyer cancels goes back without a person.
    package var refundsCancelled = false
    /// Asks whether a domain can receive mail, within a second; its answer is nil when unknown.
    package var takesMail: (@Sendable (String) -> Bool?)?
    /// The folders whose disks are watched for free space.
    package var disk = Readiness.Disk()
    /// How long checkouts that ended unpaid are kept.
    package var keepUnpaidSeconds = PurgeService.usualKeepSeconds

    package init() {}
  }

  /// Answers a request on its route.
  package func answer(_ route: Route, to incoming: IncomingRequest) async -> Reply {
    let isPost = incoming.method == "POST"
    switch route {
    case .webhook(let provider):
      let answers = providerCalls.adapters[provider]?.answers ?? .plain
      return await receive(incoming, from: provider).reply(answers)
    case .checkout: return await checkout(incoming)
    case .checkoutPage(let reference):
      return isPost ? await changeOwn(reference, incoming) : await checkoutPage(reference, incoming)
    case .checkoutPay(let reference): return await continueToProvider(reference, incoming)
    case .checkoutPayer(let reference): return await receivePayer(reference, incoming)
    case .checkoutReturn(let reference): return await returnFromProvider(reference, incoming)
    case .checkoutCancelled(let reference): return await cancelled(reference, incoming)
    case .order(let token):
      return isPost ? await reveal(token, incoming) : await status(token, incoming)
    case .orderCancel(let token):
      return isPost ? await cancel(token, incoming) : await askToCancel(token, incoming)
    case .lookup: return isPost ? await sendLinks(incoming) : lookupForm(incoming)
    case .stock: return await stockLevels(incoming)
    case .alive: return .sentence("alive", status: 200)
    case .ready: return await ready()
    case .asset(let path):
      guard let asset = currentCatalog.catalog.asset(path: path) else { return .notFound }
      return Reply(status: 200, type: asset.type, body: asset.body, cache: .forever)
    }
  }

  /// The frame of a page in the language that the request asks for.
  func frame(_ incoming: IncomingRequest) -> PageFrame {
    let catalog = currentCatalog.catalog
    return PageFrame(catalog: catalog, language: incoming.language(orElse: catalog.language))
  }

  /// Reads the database on a thread for reads; nil on shutdown.
  func reading<Value: Sendable>(
    _ read: @escaping @Sendable () throws(StoreError) -> Value
  ) async -> Result<Value, StoreError>? {
    await onThread(of: threads.reads) { () -> Result<Value, StoreError> in
      do throws(StoreError) {
        return .success(try read())
      } catch {
        return .failure(error)
      }
    }
  }
}
