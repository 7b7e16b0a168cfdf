import Logging
import Shop
import Synchronization

/// Bounds how many log lines strangers can cause: some a minute, then the number left out.
final class RefusalLog: Sendable {
  static let mostPerMinute = 60

  private struct Minute {
    var number: Int64 = 0
    var said = 0
    var unsaid = 0
  }

  private let minute = Mutex(Minute())

  /// Logs a line about a refused request, unless the minute has its lines.
  func say(
    _ words: @autoclosure () -> String,
    at level: Logger.Level = .warning,
    in logger: Logger,
    now: Timestamp
  ) {
    let (isSaid, missed) = minute.withLock { minute -> (Bool, Int) in
      var missed = 0
      let number = now.seconds / 60
      if minute.number != number {
        missed = minute.unsaid
        minute = Minute(number: number)
      }
      guard minute.said < Self.mostPerMinute else {
        minute.unsaid += 1
        return (false, missed)
      }
      minute.said += 1
      return (true, missed)
    }
    if missed > 0 { logger.warning("\(missed) more requests were refused in the minute before") }
    if isSaid { logger.log(level: level, "\(words())") }
  }
}
