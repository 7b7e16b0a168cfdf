import Foundation
import Logging
import Shop
import Synchronization
import Worker

/// Writes log lines of moment, level and message to standard error, without metadata.
struct LineLog: LogHandler {
  var metadata: Logger.Metadata = [:]
  /// The level that all copies share, so that it can be changed while the worker runs.
  private let level: LogLevel
  /// The level of a copy that was given its own; nil for the shared one.
  private var own: Logger.Level?

  init(logLevel: Logger.Level = .info) { level = LogLevel(logLevel) }

  init(_ level: LogLevel) { self.level = level }

  var logLevel: Logger.Level {
    get { own ?? level.current }
    set { own = newValue }
  }

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
      // Standard error cannot be written; the worker goes on.
      return
    }
  }
}

/// The level from which on lines are written.
final class LogLevel: Sendable {
  private let level: Mutex<Logger.Level>

  init(_ level: Logger.Level) { self.level = Mutex(level) }

  var current: Logger.Level {
    get { level.withLock { $0 } }
    set { level.withLock { $0 = newValue } }
  }
}

/// The only clock of the worker.
enum SystemClock {
  static func now() -> Timestamp {
    Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
  }

  /// Reads both clocks of the machine and its boot ID.
  static func reading() -> SteadyClock.Reading {
    // Counts time asleep too.
    let clock = ContinuousClock()
    let uptime = clock.systemEpoch.duration(to: clock.now).components
    return SteadyClock.Reading(
      wall: now(),
      uptime: uptime.seconds * 1_000 + uptime.attoseconds / 1_000_000_000_000_000,
      boot: boot
    )
  }

  private static let boot: String = {
    let file = FileManager.default.contents(atPath: "/proc/sys/kernel/random/boot_id")
    let text = file.map { String(decoding: $0, as: UTF8.self) } ?? "unknown"
    return text.filter { !$0.isWhitespace }
  }()
}
