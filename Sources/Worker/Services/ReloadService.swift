package import Logging
package import Mail
package import Payments
import ServiceLifecycle
package import Shop
import Synchronization
import UnixSignals

/// What a signal takes up of the settings as they stand in their file now.
package struct ReloadedSettings: Sendable {
  let adapters: [any PaymentAdapter]
  /// Providers that buyers are no longer offered.
  let withdrawn: Set<Provider>
  let mailer: Mailer
  let reader: EmailAddress?
  /// Names of settings that changed since the start and that only a restart takes up.
  let needingRestart: [String]

  package init(
    adapters: [any PaymentAdapter],
    withdrawn: Set<Provider> = [],
    mailer: Mailer,
    reader: EmailAddress?,
    needingRestart: [String]
  ) {
    self.adapters = adapters
    self.withdrawn = withdrawn
    self.mailer = mailer
    self.reader = reader
    self.needingRestart = needingRestart
  }
}

/// Reads catalog and settings anew at each SIGHUP; what is wrong with them is said, and the old
/// ones stay.
package struct ReloadService: Service {
  /// Nil when the settings cannot be used; the caller has said why.
  let reload: @Sendable () -> ReloadedSettings?
  let adapters: CurrentAdapters
  let mail: CurrentMail
  let catalog: CatalogWatch
  let logger: Logger

  package init(
    reload: @escaping @Sendable () -> ReloadedSettings?,
    adapters: CurrentAdapters,
    mail: CurrentMail,
    catalog: CatalogWatch,
    logger: Logger
  ) {
    self.reload = reload
    self.adapters = adapters
    self.mail = mail
    self.catalog = catalog
    self.logger = logger
  }

  /// Listens until the graceful shutdown.
  package func run() async throws {
    let signals = await UnixSignalsSequence(trapping: .sighup)
    for await _ in signals.cancelOnGracefulShutdown() { await handleSignal() }
  }

  /// What one signal does.
  package func handleSignal() async {
    logger.info("SIGHUP: catalog, providers' keys, mail and log level are read anew")
    await catalog.lookAgain()
    guard let next = reload() else { return }
    mail.replace(with: next.mailer, reader: next.reader)
    for provider in adapters.replace(with: next.adapters, withdrawn: next.withdrawn) {
      logger.warning("\(provider.rawValue): a section that comes or goes needs a restart")
    }
    guard !next.needingRestart.isEmpty else { return }
    logger.warning(
      "changed, and taken up by a restart only: \(next.needingRestart.joined(separator: ", "))"
    )
  }
}

/// The providers that are spoken to, with the keys that were read last.
package final class CurrentAdapters: Sendable {
  private struct State {
    var adapters: [Provider: any PaymentAdapter]
    var withdrawn: Set<Provider>
  }

  private let current: Mutex<State>

  /// `withdrawn` providers are spoken to as ever, and no buyer is led to them any more.
  package init(_ adapters: [any PaymentAdapter], withdrawn: Set<Provider> = []) {
    current = Mutex(State(adapters: Self.named(adapters), withdrawn: withdrawn))
  }

  /// By provider.
  package var all: [Provider: any PaymentAdapter] { current.withLock { $0.adapters } }

  /// Those that new checkouts may choose, in the order in which they are offered.
  package var offered: [Provider] {
    current.withLock { state in
      Provider.offered.filter { state.adapters[$0] != nil && !state.withdrawn.contains($0) }
    }
  }

  /// Takes new keys for the providers that are there, and which of them are offered; returns those
  /// that came or went, which stay as they were.
  package func replace(
    with adapters: [any PaymentAdapter],
    withdrawn: Set<Provider> = []
  ) -> [Provider] {
    let next = Self.named(adapters)
    return current.withLock { state in
      let odd = Set(state.adapters.keys).symmetricDifference(next.keys)
      for (provider, adapter) in next where state.adapters[provider] != nil {
        state.adapters[provider] = adapter
      }
      state.withdrawn = withdrawn
      return Provider.allCases.filter(odd.contains)
    }
  }

  private static func named(
    _ adapters: [any PaymentAdapter]
  ) -> [Provider: any PaymentAdapter] {
    Dictionary(adapters.map { (type(of: $0).provider, $0) }) { first, _ in first }
  }
}
