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
  let shelf: CatalogShelf
  let store: Store
  let now: @Sendable () -> Timestamp
  let logger: Logger
  private let seen = SeenFile()

  package init(
    path: String,
    shelf: CatalogShelf,
    store: Store,
    now: @escaping @Sendable () -> Timestamp,
    logger: Logger
  ) {
    self.path = path
    self.shelf = shelf
    self.store = store
    self.now = now
    self.logger = logger
  }

  /// Looks until the graceful shutdown.
  package func run() async throws {
    let bell = Bell()
    let looking = MultiThreadedEventLoopGroup.singleton.any().scheduleRepeatedTask(
      initialDelay: .seconds(Self.secondsBetweenLooks),
      delay: .seconds(Self.secondsBetweenLooks)
    ) { _ in bell.ring() }
    defer { looking.cancel() }
    await withGracefulShutdownHandler {
      for await _ in bell.rings { await look() }
    } onGracefulShutdown: {
      bell.silence()
    }
  }

  /// Takes the catalog from its file if that is another one than last time.
  package func look() async {
    guard let mark = FileMark(path: path), seen.isNew(mark) else { return }
    let document: CatalogDocument
    do {
      document = try CatalogDocument(path: path)
    } catch {
      return logger.error("the new catalog is not used: \(error)")
    }
    guard document != shelf.catalog.document else { return }
    do {
      try await store.recordCatalog(document, at: now())
    } catch {
      seen.forget()
      return logger.error("the new catalog cannot be recorded yet: \(error)")
    }
    shelf.replace(with: document)
    logger.info("catalog \(document.hash.prefix(12)): \(document.products.count) products")
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

/// The version that was looked at last.
private final class SeenFile: Sendable {
  private let mark = Mutex<FileMark?>(nil)

  func forget() {
    mark.withLock { $0 = nil }
  }

  func isNew(_ next: FileMark) -> Bool {
    mark.withLock { last in
      guard last != next else { return false }
      last = next
      return true
    }
  }
}
