import Foundation
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Shop

/// Looks at the clock every few seconds, so that a jump is noticed even in an idle worker, and
/// stores the anchor for the next run.
struct ClockService: Service {
  static let secondsBetweenLooks: Int64 = 5

  let clock: SteadyClock
  let path: String
  let logger: Logger

  func run() async throws {
    let wakeUp = WakeUp()
    let looking = MultiThreadedEventLoopGroup.singleton.any().scheduleRepeatedTask(
      initialDelay: .seconds(0),
      delay: .seconds(Self.secondsBetweenLooks)
    ) { _ in wakeUp.signal() }
    defer { looking.cancel() }
    await withGracefulShutdownHandler {
      for await _ in wakeUp.signals { look() }
    } onGracefulShutdown: {
      wakeUp.finish()
    }
    look()
  }

  private func look() {
    if !ClockAnchorFile.write(clock.anchor, to: path) {
      logger.warning("\(path): cannot be written; a jump of the clock may go unseen at a restart")
    }
  }
}

/// The anchor of the last run's clock, in a file of the state folder, so that a jump is noticed
/// across a restart too.
///
/// One line: the boot ID, the uptime and the wall time in milliseconds. Without a readable file
/// the wall clock is believed.
package enum ClockAnchorFile {
  /// The file's path in the state folder.
  package static func path(in folder: String) -> String { folder + "/clock" }

  /// The last run's anchor; nil when the file is missing or malformed.
  package static func read(_ path: String) -> SteadyClock.Reading? {
    guard let data = FileManager.default.contents(atPath: path), data.count < 200 else {
      return nil
    }
    let words = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard words.count == 3, let uptime = Int64(words[1]), let wall = Int64(words[2]) else {
      return nil
    }
    return SteadyClock.Reading(
      wall: Timestamp(milliseconds: wall),
      uptime: uptime,
      boot: String(words[0])
    )
  }

  /// Replaces the file as a whole; false when that fails.
  @discardableResult
  package static func write(_ reading: SteadyClock.Reading, to path: String) -> Bool {
    let text = "\(reading.boot) \(reading.uptime) \(reading.wall.milliseconds)\n"
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      return chmod(path, 0o600) == 0
    } catch {
      return false
    }
  }
}
