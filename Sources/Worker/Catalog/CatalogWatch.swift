import Foundation
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
package import Shop
package import Storage
import Synchronization

/// Looks at the catalog's file every few seconds, and sells from the new one when it changed.
///
/// A catalog that fails its checks is reported and the one before stays.
package struct CatalogWatch: Service {
  static let secondsBetweenLooks: Int64 = 3

  let path: String
  let currentCatalog: CurrentCatalog
  let store: Store
  /// How far a price may fall before a person is asked.
  let alarm: PriceAlarm
  /// Tells the operator by mail; nil where nobody is named.
  let tell: (@Sendable (_ subject: String, _ text: String) async -> Void)?
  let now: @Sendable () -> Timestamp
  let logger: Logger
  private let seen = SeenFile()

  package init(
    path: String,
    currentCatalog: CurrentCatalog,
    store: Store,
    alarm: PriceAlarm = .standard,
    tell: (@Sendable (_ subject: String, _ text: String) async -> Void)? = nil,
    now: @escaping @Sendable () -> Timestamp,
    logger: Logger
  ) {
    self.path = path
    self.currentCatalog = currentCatalog
    self.store = store
    self.alarm = alarm
    self.tell = tell
    self.now = now
    self.logger = logger
  }

  /// Looks until the graceful shutdown.
  package func run() async throws {
    await look()
    let wakeUp = WakeUp()
    let looking = MultiThreadedEventLoopGroup.singleton.any().scheduleRepeatedTask(
      initialDelay: .seconds(Self.secondsBetweenLooks),
      delay: .seconds(Self.secondsBetweenLooks)
    ) { _ in wakeUp.signal() }
    defer { looking.cancel() }
    await withGracefulShutdownHandler {
      for await _ in wakeUp.signals { await look() }
    } onGracefulShutdown: {
      wakeUp.finish()
    }
  }

  /// Takes the catalog from its file if that is another one than last time, or a person has
  /// accepted what was held back.
  package func look() async {
    guard let mark = FileMark(path: path) else { return }
    let isAnswered = self.isAnswered()
    guard seen.isNew(mark) || isAnswered else { return }
    let document: CatalogDocument
    do {
      document = try CatalogDocument(path: path)
    } catch {
      switch error {
      // Who may read and write it is mended without changing the file: it is looked at again.
      case .exposed, .unreadable: seen.forget()
      case .changed, .tooLarge, .notJSON, .version, .product: break
      }
      guard seen.isNews("\(error)") else { return }
      return logger.error("the new catalog is not used: \(error)")
    }
    seen.forgetFault()
    guard document != seen.document || isAnswered else { return }
    let held: [HeldPrice]
    do {
      held = try await store.recordCatalog(document, alarm: alarm, at: now())
    } catch {
      seen.forget()
      return logger.error("the new catalog cannot be recorded yet: \(error)")
    }
    // A signal has somebody else look meanwhile: what was found first does not come last.
    guard seen.isNewest(mark) else { return }
    let sold = document.without(held)
    if sold != currentCatalog.catalog.document {
      currentCatalog.replace(with: sold)
      logger.info("catalog \(document.hash.prefix(12)): \(sold.products.count) for sale")
    }
    await report(held, of: document)
  }

  /// The same although the file seems to be the one of last time.
  package func lookAgain() async {
    seen.forget()
    await look()
  }

  /// Whether fewer prices wait for a person than at the last look.
  private func isAnswered() -> Bool {
    guard !seen.held.isEmpty else { return false }
    do {
      return try store.heldPrices().map(\.sku) != seen.held.map(\.sku)
    } catch {
      return false
    }
  }

  /// Says what is held back, once for each catalog.
  private func report(_ held: [HeldPrice], of document: CatalogDocument) async {
    let known = seen.held
    seen.take(document, held)
    let new = held.filter { price in
      !known.contains { $0.sku == price.sku && $0.build == price.build }
    }
    guard !new.isEmpty else { return }
    for price in new { logger.error("\(price)") }
    await tell?(
      new.count == 1
        ? "1 product is not sold: its price waits for your word"
        : "\(new.count) products are not sold: their prices wait for your word",
      new.map { "\($0)" }.joined(separator: "\n")
    )
  }
}

/// What tells one version of a file from the next without reading it.
private struct FileMark: Equatable {
  let modified: Date?
  let size: UInt64?
  let number: UInt64?

  /// Nil when there is no such file, as in the middle of a deployment.
  init?(path: String) {
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      modified = attributes[.modificationDate] as? Date
      size = (attributes[.size] as? NSNumber)?.uint64Value
      number = (attributes[.systemFileNumber] as? NSNumber)?.uint64Value
    } catch {
      return nil
    }
  }
}

/// What was looked at last.
private final class SeenFile: Sendable {
  private struct State {
    var mark: FileMark?
    var document: CatalogDocument?
    var held: [HeldPrice] = []
    /// Why it could not be used last time, in words; nil when it could.
    var fault: String?
  }

  private let state = Mutex(State())

  var document: CatalogDocument? { state.withLock { $0.document } }
  var held: [HeldPrice] { state.withLock { $0.held } }

  func take(_ document: CatalogDocument, _ held: [HeldPrice]) {
    state.withLock { state in
      state.document = document
      state.held = held
    }
  }

  func forget() {
    state.withLock { $0.mark = nil }
  }

  /// Whether this is another fault than that of the look before.
  func isNews(_ fault: String) -> Bool {
    state.withLock { state in
      defer { state.fault = fault }
      return state.fault != fault
    }
  }

  func forgetFault() {
    state.withLock { $0.fault = nil }
  }

  /// Whether nobody has looked at another version since.
  func isNewest(_ mark: FileMark) -> Bool { state.withLock { $0.mark == mark } }

  func isNew(_ next: FileMark) -> Bool {
    state.withLock { state in
      guard state.mark != next else { return false }
      state.mark = next
      return true
    }
  }
}
