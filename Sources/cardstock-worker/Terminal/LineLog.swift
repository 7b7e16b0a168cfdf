import Foundation
import Logging
import Shop
import Synchronization
import Worker

/// Log lines on standard error: moment, level, message; nothing that was not written on purpose.
struct LineLog: LogHandler {
  var metadata: Logger.Metadata = [:]
  /// Shared by every copy, so that it can be changed while the worker runs.
  private let level: LogLevel
  /// Of a copy that was made quieter than the rest.
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
      // Nobody listens any more; the work goes on.
      return
    }
  }
}

/// From which level on lines are written.
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

  /// Both clocks of the machine, and which of its starts this is.
  static func reading() -> SteadyClock.Reading {
    // With the time that the machine slept.
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
