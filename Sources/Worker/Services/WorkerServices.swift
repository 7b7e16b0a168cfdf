import Hummingbird
package import Logging
package import Mail
import NIOPosix
package import Payments
package import ServiceLifecycle
package import Shop
package import Storage
import UnixSignals

/// All services of the worker: the public server, the control socket, the loops, the catalog.
package struct WorkerServices: Sendable {
  /// The settings that the services need.
  package struct Settings: Sendable {
    /// The URL at which buyers and providers reach the worker.
    package let publicURL: WebAddress
    /// The address to listen at.
    package let host: String
    /// The port to listen at; 0 lets the system choose one.
    package let port: Int
    /// Accepted host names beside the public one and loopback.
    package let hosts: [String]
    /// The adapters, one for each configured provider.
    package let adapters: [any PaymentAdapter]
    /// Providers that are not offered for new checkouts.
    package let withdrawn: Set<Provider>
    /// The path of the generator's `catalog.json`.
    package let catalogPath: String
    /// The path of the clock's anchor.
    package var clockAnchor: String {
      ClockAnchorFile.path(in: String(controlSocket.dropLast("/control.sock".count)))
    }
    /// The path of the control socket, which ends in `/control.sock`.
    package let controlSocket: String
    /// The folder for the reports of statements.
    package let statements: String
    /// Who gets reports and alarms by mail; nil for nobody.
    package let operatorAddress: EmailAddress?
    /// The settings about strangers: limits and trusted proxies.
    package let visitors: PublicRoutes.VisitorSettings
    /// How far a price may fall before a person is asked.
    package let priceAlarm: PriceAlarm

    package init(
      publicURL: WebAddress,
      host: String,
      port: Int,
      hosts: [String],
      adapters: [any PaymentAdapter],
      withdrawn: Set<Provider> = [],
      catalogPath: String,
      controlSocket: String,
      statements: String,
      operatorAddress: EmailAddress?,
      visitors: PublicRoutes.VisitorSettings = PublicRoutes.VisitorSettings(),
      priceAlarm: PriceAlarm = .standard
    ) {
      self.visitors = visitors
      self.publicURL = publicURL
      self.host = host
      self.port = port
      self.hosts = hosts
      self.adapters = adapters
      self.withdrawn = withdrawn
      self.catalogPath = catalogPath
      self.controlSocket = controlSocket
      self.statements = statements
      self.operatorAddress = operatorAddress
      self.priceAlarm = priceAlarm
    }
  }

  /// How many seconds requests and mails under way may take after a signal.
  static let graceSeconds = 30
  /// Threads for reads of the database.
  static let readers = 4
  /// Threads for buyers' requests, and as many for webhooks.
  static let answerers = 2

  let store: Store
  let mail: CurrentMail
  let currentCatalog: CurrentCatalog
  let settings: Settings
  /// Reads the settings again; nil when SIGHUP is not handled.
  let reload: (@Sendable () -> ReloadedSettings?)?
  /// Nil in tests that set the time themselves.
  let clock: SteadyClock?
  let now: @Sendable () -> Timestamp
  let logger: Logger

  /// `currentCatalog` is shared with `mailer`, so that letters name the shop as the newest catalog
  /// does.
  package init(
    store: Store,
    mailer: Mailer,
    currentCatalog: CurrentCatalog,
    settings: Settings,
    reload: (@Sendable () -> ReloadedSettings?)? = nil,
    clock: SteadyClock? = nil,
    now: @escaping @Sendable () -> Timestamp,
    logger: Logger
  ) {
    self.store = store
    mail = CurrentMail(mailer, reader: settings.operatorAddress)
    self.currentCatalog = currentCatalog
    self.settings = settings
    self.reload = reload
    self.clock = clock
    self.now = now
    self.logger = logger
  }

  /// All services as one group, which runs until a signal and then finishes what is under way.
  ///
  /// Without `handlesSignals` the caller ends it; `onRunning` gets the public port.
  package func group(
    limits: ServerLimits = ServerLimits(),
    handlesSignals: Bool = true,
    onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
  ) -> ServiceGroup {
    let threads = PublicRoutes.Threads(
      reads: NIOThreadPool(numberOfThreads: Self.readers),
      calls: NIOThreadPool(numberOfThreads: callThreads),
      pages: NIOThreadPool(numberOfThreads: Self.answerers),
      messages: NIOThreadPool(numberOfThreads: Self.answerers)
    )
    let senders = NIOThreadPool(numberOfThreads: DeliverySchedule.senders)
    let services = services(
      threads: threads,
      senders: senders,
      limits: limits,
      onRunning: onRunning
    )
    var configuration = ServiceGroupConfiguration(
      services: services.map { service in
        // Requests under way are answered first.
        service is StoreWatch
          ? .init(service: service, failureTerminationBehavior: .gracefullyShutdownGroup)
          : .init(service: service)
      },
      gracefulShutdownSignals: handlesSignals ? [.sigterm, .sigint] : [],
      logger: logger.silenced
    )
    configuration.maximumGracefulShutdownDuration = .seconds(Self.graceSeconds)
    return ServiceGroup(configuration: configuration)
  }

  /// One thread for each call that may be under way, so that a provider that hangs takes none of
  /// another's, and some for reports and questions about mail domains.
  private var callThreads: Int {
    (ProviderCalls.mostCalls + CallWindow.most) * settings.adapters.count + ProviderCalls.mostCalls
      + MailDomains.mostQuestions
  }

  /// The services in the order in which they start; they stop in the opposite order, so that mail
  /// of the last request is still sent.
  private func services(
    threads: PublicRoutes.Threads,
    senders: NIOThreadPool,
    limits: ServerLimits,
    onRunning: @escaping @Sendable (Int) async -> Void
  ) -> [any Service] {
    let (wakeUp, probes) = (WakeUp(), PendingProbes())
    let routes = PublicRoutes(
      publicURL: settings.publicURL,
      store: store,
      adapters: settings.adapters,
      withdrawn: settings.withdrawn,
      currentCatalog: currentCatalog,
      threads: threads,
      wakeUp: wakeUp,
      probes: probes,
      visitors: settings.visitors,
      clock: clock,
      now: now,
      logger: logger
    )
    let matcher = StatementMatcher(
      providerCalls: routes.providerCalls,
      folder: settings.statements,
      mail: OperatorMail(mail, threads: threads.calls)
    )
    let commands = OperatorCommands(
      store: store,
      wakeUp: wakeUp,
      matcher: matcher,
      probes: probes,
      clock: clock,
      calendar: { [currentCatalog] in currentCatalog.catalog.calendar },
      now: now,
      logger: logger
    )
    let (url, logger) = (settings.publicURL, logger)
    let watch = self.watch(currentCatalog, matcher)
    return background(routes.providerCalls.current, watch) + [
      ThreadService(pools: threads.all + [senders]),
      StoreWatch(store: store, logger: logger),
      expiry(currentCatalog, matcher),
      delivery(senders, wakeUp),
      digests(senders),
      cancellations(senders),
      purge(),
      ReconcileService(providerCalls: routes.providerCalls, matcher: matcher),
      OpeningService(
        providerCalls: routes.providerCalls,
        checkoutQueue: routes.checkoutQueue
      ),
      watch,
      ControlServer.application(commands, socket: settings.controlSocket),
      PublicServer.application(
        routes,
        at: .hostname(settings.host, port: settings.port),
        hosts: settings.hosts,
        payOrigins: settings.adapters.flatMap(\.formOrigins),
        limits: limits,
        onRunning: { port in
          logger.info("open on port \(port) for \(url)")
          await onRunning(port)
        }
      ),
    ]
  }

  private func purge() -> PurgeService {
    PurgeService(
      store: store,
      keepSeconds: settings.visitors.keepUnpaidSeconds,
      now: now,
      logger: logger
    )
  }

  private func cancellations(_ senders: NIOThreadPool) -> CancellationService {
    CancellationService(
      store: store,
      mail: OperatorMail(mail, threads: senders),
      now: now,
      logger: logger
    )
  }

  private func digests(_ senders: NIOThreadPool) -> FailureDigestService {
    FailureDigestService(
      store: store,
      mail: OperatorMail(mail, threads: senders),
      now: now,
      logger: logger
    )
  }

  private func delivery(_ senders: NIOThreadPool, _ wakeUp: WakeUp) -> DeliveryService {
    DeliveryService(
      store: store,
      mail: mail,
      threads: senders,
      wakeUp: wakeUp,
      now: now,
      logger: logger
    )
  }

  private func expiry(_ currentCatalog: CurrentCatalog, _ matcher: StatementMatcher) -> ExpiryWatch
  {
    ExpiryWatch(
      store: store,
      calendar: { currentCatalog.catalog.calendar },
      tell: { await matcher.tell($0, $1) },
      now: now,
      logger: logger
    )
  }

  /// The services that only the program has and tests do not: the clock's, and SIGHUP's.
  private func background(
    _ adapters: CurrentAdapters,
    _ watch: CatalogWatch
  ) -> [any Service] {
    var services: [any Service] = []
    if let clock {
      services.append(ClockService(clock: clock, path: settings.clockAnchor, logger: logger))
    }
    if let reload {
      services.append(
        ReloadService(
          reload: reload,
          adapters: adapters,
          mail: mail,
          catalog: watch,
          logger: logger
        )
      )
    }
    return services
  }

  private func watch(_ currentCatalog: CurrentCatalog, _ matcher: StatementMatcher) -> CatalogWatch
  {
    CatalogWatch(
      path: settings.catalogPath,
      currentCatalog: currentCatalog,
      store: store,
      alarm: settings.priceAlarm,
      tell: { await matcher.tell($0, $1) },
      now: now,
      logger: logger
    )
  }
}
