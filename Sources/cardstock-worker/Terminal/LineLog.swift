import Foundation
import Logging
import Shop
import Worker

/// Log lines on standard error: moment, level, message; nothing that was not written on purpose.
struct LineLog: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .info

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let line = "\(event.message)".replacing(/[\u{0}-\u{1F}\u{7F}]+/, with: " ")
    let text = "\(SystemClock.now().text) \(event.level.rawValue) \(line)\n"
    do {
      try FileHandle.standardError.write(contentsOf: Data(text.utf8))
    } catch {
      // Nobody listens any more; the work goes on.
      return
    }
  }
}

/// The only clock of the worker.
enum SystemClock {
  static func now() -> Timestamp {
    Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
  }
}
