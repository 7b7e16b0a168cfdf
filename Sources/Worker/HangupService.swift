import Logging
package import Payments
import ServiceLifecycle
package import Shop
import Synchronization
import UnixSignals

/// Reads catalog and settings anew at each SIGHUP; what is wrong with them is said, and the old
/// ones stay.
struct HangupService: Service {
  /// The settings' providers as they are now, or nil when the settings cannot be used; the caller
  /// has said why.
  let reload: @Sendable () -> [any PaymentAdapter]?
  let adapters: CurrentAdapters
  let catalog: CatalogWatch
  let logger: Logger

  func run() async throws {
    let signals = await UnixSignalsSequence(trapping: .sighup)
    for await _ in signals.cancelOnGracefulShutdown() { await hear() }
  }

  /// What one signal does.
  func hear() async {
    logger.info("SIGHUP: catalog, keys and log level are read anew")
    await catalog.lookAgain()
    guard let next = reload() else { return }
    for provider in adapters.replace(with: next) {
      logger.warning("\(provider.rawValue): a section that comes or goes needs a restart")
    }
  }
}

/// The providers that are spoken to, with the keys that were read last.
package final class CurrentAdapters: Sendable {
  private let current: Mutex<[Provider: any PaymentAdapter]>

  package init(_ adapters: [any PaymentAdapter]) {
    current = Mutex(Self.named(adapters))
  }

  /// By provider.
  package var all: [Provider: any PaymentAdapter] { current.withLock { $0 } }

  /// Takes new keys for the providers that are there; returns those that came or went, which stay
  /// as they were.
  package func replace(with adapters: [any PaymentAdapter]) -> [Provider] {
    let next = Self.named(adapters)
    return current.withLock { current in
      let odd = Set(current.keys).symmetricDifference(next.keys)
      for (provider, adapter) in next where current[provider] != nil { current[provider] = adapter }
      return Provider.allCases.filter(odd.contains)
    }
  }

  private static func named(
    _ adapters: [any PaymentAdapter]
  ) -> [Provider: any PaymentAdapter] {
    Dictionary(adapters.map { (type(of: $0).provider, $0) }) { first, _ in first }
  }
}
