import Foundation
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
package import Shop
package import Storage
import Synchronization

/// Looks at the catalog's file every few seconds, and sells from the new catalog when it changes.
///
/// A catalog that fails its checks is reported, and the one in use stays.
package struct CatalogWatch: Service {
  static let secondsBetweenLooks: Int64 = 3

  let path: String
  let currentCatalog: CurrentCatalog
  let store: Store
  /// How far a price may fall before a person is asked.
  let alarm: PriceAlarm
  /// Tells the operator by mail; nil when nobody is named.
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

  /// Reads the catalog's file if it has changed, or if a person has accepted terms that were held
  /// back.
  package func look() async {
    guard let mark = FileMark(path: path) else { return }
    let isAnswered = self.isAnswered()
    guard seen.recordMark(mark) || isAnswered else { return }
    let document: CatalogDocument
    do {
      document = try CatalogDocument(path: path)
    } catch {
      switch error {
      // A change of mode or owner, which mends this, leaves no mark on the file: read it again.
      case .exposed, .unreadable: seen.forget()
      case .changed, .tooLarge, .notJSON, .version, .product: break
      }
      guard seen.recordFault("\(error)") else { return }
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
    // SIGHUP starts a second look: the one that read the older file must not have the last word.
    guard seen.isNewest(mark) else { return }
    let sold = document.without(held)
    if sold != currentCatalog.catalog.document {
      currentCatalog.replace(with: sold)
      logger.info("catalog \(document.hash.prefix(12)): \(sold.products.count) for sale")
    }
    await report(held, of: document)
  }

  /// Reads the catalog's file even if it does not seem to have changed.
  package func lookAgain() async {
    seen.forget()
    await look()
  }

  /// Whether other products wait for a person than at the last look, if any waited then.
  private func isAnswered() -> Bool {
    guard !seen.held.isEmpty else { return false }
    do {
      return try store.heldPrices().map(\.sku) != seen.held.map(\.sku)
    } catch {
      return false
    }
  }

  /// Logs and mails what is held back, once for each catalog.
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

/// What distinguishes one version of a file from the next without reading it.
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

/// What the last look found.
private final class SeenFile: Sendable {
  private struct State {
    var mark: FileMark?
    var document: CatalogDocument?
    var held: [HeldPrice] = []
    /// Why the last catalog could not be used; nil when it could.
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

  /// Records why a catalog cannot be used; returns whether the last look found something else.
  func recordFault(_ fault: String) -> Bool {
    state.withLock { state in
      defer { state.fault = fault }
      return state.fault != fault
    }
  }

  func forgetFault() {
    state.withLock { $0.fault = nil }
  }

  /// Whether no other look has read another version since.
  func isNewest(_ mark: FileMark) -> Bool { state.withLock { $0.mark == mark } }

  /// Records the version that is read next; returns whether it differs from the last.
  func recordMark(_ next: FileMark) -> Bool {
    state.withLock { state in
      guard state.mark != next else { return false }
      state.mark = next
      return true
    }
  }
}
