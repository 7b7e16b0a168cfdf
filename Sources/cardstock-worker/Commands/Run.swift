import ArgumentParser
import Foundation
import Logging
import Mail
import Payments
import ServiceLifecycle
import Shop
import Storage
import Worker

/// `run`: the worker itself, until SIGTERM or SIGINT.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Receives webhooks, allocates, mails; until it is told to stop.",
    discussion: """
      SIGTERM and SIGINT stop it gracefully: no new connections, requests and mails under way are \
      finished (30 s at most), then the database is closed. When the disk fails, the worker ends \
      by itself with exit code 74, to be started again. SIGHUP reads catalog, keys, mail and log \
      level anew; with a fault in them the old ones stay. Other settings need a restart, \
      and the log names those that changed.

      EXAMPLE
        cardstock-worker run --config /etc/cardstock/worker.yaml
      """
  )

  @OptionGroup var options: SettingsOptions
  @Flag(help: "Write mail into a folder although a provider takes real money.")
  var folderMailAnyway = false
  @Option(help: "How many seconds to wait while a command holds the database.")
  var wait = 60

  func validate() throws {
    guard (0...86_400).contains(wait) else {
      throw ValidationError("--wait: expected 0 to 86400 seconds, found \(wait)")
    }
  }

  func run() async throws {
    // Until `ReloadService` handles SIGHUP, it would end the process.
    signal(SIGHUP) { _ in }
    let settings = try options.load()
    if let fault = settings.folderMailFault, !folderMailAnyway {
      Terminal.problem("\(fault)")
      throw ExitCode(1)
    }
    let catalog: CatalogDocument
    do {
      catalog = try CatalogDocument(path: settings.places.catalog)
    } catch {
      Terminal.problem("\(error)")
      throw ExitCode(1)
    }
    let level = LogLevel(settings.logLevel)
    let logger = Logger(label: "cardstock-worker") { _ in LineLog(level) }
    if let warning = settings.folderMailWarning { logger.warning("\(warning)") }
    let clock = settings.clock(telling: logger)
    let store = try await settings.openStore(waiting: wait, at: clock.now) {
      logger.critical("\($0)")
    }
    if store.isNew { logger.warning("\(settings.newVault)") }
    do {
      try store.requireWhole()
    } catch {
      Terminal.problem("\(settings.places.state): \(error.sentence)")
      throw ExitCode(1)
    }
    defer { store.close() }
    let held = try await store.recordCatalog(
      catalog,
      alarm: settings.priceAlarm,
      at: clock.now()
    )
    // `CatalogWatch` reports what is held at its first look.
    let currentCatalog = CurrentCatalog(catalog.without(held))
    let worker = WorkerServices(
      store: store,
      mailer: settings.mailer(currentCatalog),
      currentCatalog: currentCatalog,
      settings: settings.services,
      reload: reload(level, currentCatalog, since: settings, now: clock.now, logger),
      clock: clock,
      now: clock.now,
      logger: logger
    )
    Self.keepKeys(of: settings, at: clock.now(), logger)
    let limits = settings.serverLimits.fitting(descriptors: DescriptorLimit.raise())
    do {
      try await worker.group(limits: limits).run()
      logger.info("stopped")
    } catch  where !store.isHealthy {
      Terminal.problem(
        "\(settings.places.state): the vault stopped after \(store.fault ?? "a fault"): the worker "
          + "ended; look at the files, the system's log and the disk's room, then start it again"
      )
      throw ExitCode(Self.brokenDisk)
    } catch is CancellationError {
      logger.warning("stopped before everything was finished; what is left is on the books")
    } catch {
      Terminal.problem("the worker stopped: \(error)")
      throw ExitCode(1)
    }
  }
}

extension Run {
  /// Lets adapters store the certificates that they learn, and read those of earlier runs.
  private static func keepKeys(of settings: Settings, at now: Timestamp, _ logger: Logger) {
    for adapter in settings.adapters {
      do {
        try adapter.keepKeys(in: settings.places.state, at: now)
      } catch {
        let provider = type(of: adapter).provider.rawValue
        let words = Terminal.words(of: error)
        logger.warning("\(provider): keys learned before cannot be read: \(words)")
      }
    }
  }

  /// Reads the settings at SIGHUP: sets the log level and returns the rest.
  private func reload(
    _ level: LogLevel,
    _ currentCatalog: CurrentCatalog,
    since started: Settings,
    now: @escaping @Sendable () -> Timestamp,
    _ logger: Logger
  ) -> @Sendable () -> ReloadedSettings? {
    let (path, state, folderMailAnyway) = (options.config, options.stateFolder, folderMailAnyway)
    return {
      let environment = ProcessInfo.processInfo.environment
      switch Settings.load(path, state: state, environment: environment) {
      case .loaded(let settings):
        if let fault = settings.folderMailFault, !folderMailAnyway {
          logger.error("\(fault); the settings stay as they were")
          return nil
        }
        level.current = settings.logLevel
        // The new adapters need the certificates learned since the start too.
        Self.keepKeys(of: settings, at: now(), logger)
        return ReloadedSettings(
          adapters: settings.adapters,
          withdrawn: settings.withdrawn,
          mailer: settings.mailer(currentCatalog),
          reader: settings.mail.operatorAddress,
          needingRestart: settings.needingRestart(since: started)
        )
      case .faulty(let faults):
        for fault in faults { logger.error("\(fault)") }
        let count = faults.count == 1 ? "a fault" : "\(faults.count) faults"
        logger.error("the settings stay as they were, for \(count) in \(path)")
        return nil
      }
    }
  }

  /// The exit code of a failed disk, EX_IOERR of sysexits, which service managers can recognise.
  private static let brokenDisk: Int32 = 74
}

extension Settings {
  /// The worker's clock, which logs jumps.
  fileprivate func clock(telling logger: Logger) -> SteadyClock {
    clock { seconds in
      guard let seconds else { return logger.warning("the worker uses the clock again as it is") }
      logger.critical(
        """
        the clock jumped by \(seconds) s and is not followed: nothing expires by it, sales go on; \
        set it right, or `cardstock-worker clock accept --reason WHY`
        """
      )
    }
  }

  /// The message when there was no vault in the state folder.
  var newVault: String {
    "\(places.state): found no vault and made a new, empty one; a shop that has sold before has "
      + "its own elsewhere (`state:` of the settings, or --state-folder)"
  }

  /// The worker's clock, which continues from the last run's anchor.
  func clock(alarm: @escaping @Sendable (Int64?) -> Void) -> SteadyClock {
    SteadyClock(
      anchor: ClockAnchorFile.read(ClockAnchorFile.path(in: places.state)),
      alarm: alarm,
      read: SystemClock.reading
    )
  }

  /// Opens the vault, or ends the program with the reason why it cannot be opened (I16).
  ///
  /// `alarm` is called with what the vault notices.
  func openStore(
    alarm: @escaping @Sendable (VaultAlarm) -> Void = { Terminal.problem("\($0)") },
    allowsClockBehind: Bool = false,
    at now: Timestamp
  ) throws -> Store {
    do {
      let key = try VaultKey.read(places.key, of: places.state)
      return try Store(
        folder: places.state,
        key: key,
        alarm: alarm,
        allowsClockBehind: allowsClockBehind,
        linkLifetime: linkLifetime,
        now: now
      )
    } catch {
      throw stop(error)
    }
  }

  /// Opens the vault, waiting up to `seconds` for a command that has locked it, not for a worker.
  func openStore(
    waiting seconds: Int,
    at now: @escaping @Sendable () -> Timestamp,
    alarm: @escaping @Sendable (VaultAlarm) -> Void
  ) async throws -> Store {
    let (places, linkLifetime) = (places, linkLifetime)
    let isWorker = OperatorLink.isAnswering(places.controlSocket)
    do {
      let key = try VaultKey.read(places.key, of: places.state)
      return try await LockWait.open(
        seconds: isWorker ? 0 : seconds,
        waiting: { error in
          guard case .locked(let owner) = error, !isWorker, seconds > 0 else { return }
          Terminal.note(
            "waiting up to \(seconds) s for \(owner ?? "another process"), which holds "
              + "\(places.state)/lock"
          )
        },
        { () throws(StoreError) in
          try Store(
            folder: places.state,
            key: key,
            alarm: alarm,
            linkLifetime: linkLifetime,
            now: now()
          )
        }
      )
    } catch {
      throw stop(error)
    }
  }

  /// Reports why the vault cannot be opened; returns the exit code.
  private func stop(_ error: any Error) -> ExitCode {
    guard let error = error as? StoreError else {
      Terminal.problem("\(error)")
      return ExitCode(1)
    }
    Terminal.problem("\(places.state): \(error.sentence)")
    if case .locked = error { return ExitCode(75) }
    return ExitCode(1)
  }

  /// The settings for the worker's services.
  var services: WorkerServices.Settings {
    WorkerServices.Settings(
      publicURL: publicURL,
      host: listen.host,
      port: listen.port,
      hosts: hosts,
      adapters: adapters,
      withdrawn: withdrawn,
      catalogPath: places.catalog,
      controlSocket: places.controlSocket,
      statements: places.statements,
      operatorAddress: mail.operatorAddress,
      visitors: visitors,
      priceAlarm: priceAlarm
    )
  }

  /// The mailer, which sends under the shop's name in the current catalog.
  func mailer(_ currentCatalog: CurrentCatalog) -> Mailer {
    let identity: @Sendable () -> ShopIdentity = { self.identity(of: currentCatalog.catalog) }
    return switch mail.transport {
    case .folder(let path): .folder(path, identity: identity)
    case .smtp(let server): .smtp(server, identity: identity)
    }
  }

  private func identity(of catalog: Catalog) -> ShopIdentity {
    let shop = catalog.document.shop
    let own = shop.title[shop.language]
    let titles = Language.allCases.compactMap { language in
      (shop.title[language.tag] ?? own).map { (language, $0) }
    }
    return ShopIdentity(
      titles: Dictionary(uniqueKeysWithValues: titles),
      baseURL: shop.baseURL,
      workerURL: publicURL.text,
      from: mail.from,
      support: shop.supportEmail.flatMap(EmailAddress.init) ?? mail.from,
      accent: shop.accent,
      calendar: catalog.calendar
    )
  }
}
