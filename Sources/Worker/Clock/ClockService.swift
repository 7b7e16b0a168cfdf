import Foundation
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Shop

/// Looks at the clock every few seconds, so that a jump is told while nothing else goes on, and
/// leaves what it followed for the next run.
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

/// What the last run's clock followed, in a file of the state folder: so that a jump is also seen
/// when somebody restarts the worker over it.
///
/// One line: the machine's start, its uptime and the time, in milliseconds. It decides nothing of
/// money; a file that is missing or cannot be read means that the wall clock is believed.
package enum ClockAnchorFile {
  /// Where it lies in the state folder.
  package static func path(in folder: String) -> String { folder + "/clock" }

  /// What the last run followed; nil when the file is missing or of another form.
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

  /// Replaces the file as a whole; false when it could not.
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
