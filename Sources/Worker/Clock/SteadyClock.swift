package import Shop
import Synchronization

/// The worker's time: that of the wall clock, as long as it agrees with the monotonic one.
///
/// A wall clock that jumps is not followed: time goes on steadily from where it was, so that the
/// jump expires no checkout, code or link and purges nothing, while payments are taken and codes
/// go out. A person decides which of the two is right; a jump back to the right time ends the
/// doubt.
package final class SteadyClock: Sendable {
  /// What the two clocks of the machine say at one moment.
  package struct Reading: Equatable, Sendable {
    /// What the machine's wall clock says.
    package let wall: Timestamp
    /// Milliseconds since the machine started, including time asleep.
    package let uptime: Int64
    /// Identifies this start of the machine.
    package let boot: String

    package init(wall: Timestamp, uptime: Int64, boot: String) {
      self.wall = wall
      self.uptime = uptime
      self.boot = boot
    }
  }

  /// A wall clock that is off by no more is followed; time servers step clocks by less.
  package static let toleranceSeconds: Int64 = 60

  private struct State {
    /// The last reading that was followed.
    var anchor: Reading
    /// By how many seconds the wall clock is ahead, negative when behind; nil when it is right.
    var jump: Int64?
  }

  private let state: Mutex<State>
  private let read: @Sendable () -> Reading
  private let alarm: @Sendable (_ seconds: Int64?) -> Void

  /// Starts from the machine's clocks, or from the anchor of an earlier run.
  ///
  /// `anchor` counts only if the machine has not been restarted since. `alarm` is called with the
  /// seconds of a jump, and with nil when it is taken back or accepted.
  package init(
    anchor: Reading? = nil,
    alarm: @escaping @Sendable (_ seconds: Int64?) -> Void = { _ in },
    read: @escaping @Sendable () -> Reading
  ) {
    let first = read()
    let isSameBoot = anchor?.boot == first.boot && (anchor?.uptime ?? 0) <= first.uptime
    state = Mutex(State(anchor: isSameBoot ? anchor ?? first : first))
    self.read = read
    self.alarm = alarm
  }

  /// The current time.
  package func now() -> Timestamp {
    let reading = read()
    let (now, change) = state.withLock { state -> (Timestamp, Change?) in
      let due = state.anchor.wall.milliseconds + reading.uptime - state.anchor.uptime
      let ahead = reading.wall.milliseconds - due
      guard abs(ahead) > Self.toleranceSeconds * 1_000 else {
        let wasJump = state.jump != nil
        state.anchor = reading
        state.jump = nil
        return (reading.wall, wasJump ? Change.back : nil)
      }
      let seconds = ahead / 1_000
      // A jump is reported once, and again when it changes.
      let isNew = state.jump.map { abs($0 - seconds) > Self.toleranceSeconds } ?? true
      if isNew { state.jump = seconds }
      return (Timestamp(milliseconds: due), isNew ? Change.jump(seconds) : nil)
    }
    switch change {
    case .jump(let seconds)?: alarm(seconds)
    case .back?: alarm(nil)
    case nil: break
    }
    return now
  }

  private enum Change {
    case jump(Int64)
    case back
  }

  /// What the wall clock says, right or wrong.
  package var wall: Timestamp { read().wall }

  /// By how many seconds the wall clock is ahead of `now()`; nil when they agree.
  package var jumpSeconds: Int64? {
    _ = now()
    return state.withLock { $0.jump }
  }

  /// The last reading that was followed, for the next run.
  package var anchor: Reading {
    _ = now()
    return state.withLock { $0.anchor }
  }

  /// Follows the wall clock from now on, since a person says that it is right.
  @discardableResult
  package func accept() -> Timestamp {
    let reading = read()
    let wasJump = state.withLock { state in
      let wasJump = state.jump != nil
      state.anchor = reading
      state.jump = nil
      return wasJump
    }
    if wasJump { alarm(nil) }
    return reading.wall
  }
}
