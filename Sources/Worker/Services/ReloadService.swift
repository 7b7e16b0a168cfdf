package import Logging
package import Mail
package import Payments
import ServiceLifecycle
package import Shop
import Synchronization
import UnixSignals

/// The settings that SIGHUP applies, as read from their file.
package struct ReloadedSettings: Sendable {
  let adapters: [any PaymentAdapter]
  /// Providers that are not offered for new checkouts.
  let withdrawn: Set<Provider>
  let mailer: Mailer
  let reader: EmailAddress?
  /// Names of changed settings that only a restart applies.
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

/// Reads catalog and settings again at each SIGHUP; faulty ones are reported, and the old ones
/// stay.
package struct ReloadService: Service {
  /// Reads the settings; returns nil when they cannot be used, after logging why.
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

  /// Does what one signal asks for.
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

/// The adapters in use, with the keys that were read last.
package final class CurrentAdapters: Sendable {
  private struct State {
    var adapters: [Provider: any PaymentAdapter]
    var withdrawn: Set<Provider>
  }

  private let current: Mutex<State>

  /// `withdrawn` providers are still called, but not offered for new checkouts.
  package init(_ adapters: [any PaymentAdapter], withdrawn: Set<Provider> = []) {
    current = Mutex(State(adapters: Self.named(adapters), withdrawn: withdrawn))
  }

  /// All adapters, by provider.
  package var all: [Provider: any PaymentAdapter] { current.withLock { $0.adapters } }

  /// The providers for new checkouts, in the order in which they are offered.
  package var offered: [Provider] {
    current.withLock { state in
      Provider.offered.filter { state.adapters[$0] != nil && !state.withdrawn.contains($0) }
    }
  }

  /// Replaces the adapters and the withdrawn providers.
  ///
  /// Returns the providers that were added or removed, which stay as they are until a restart.
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
