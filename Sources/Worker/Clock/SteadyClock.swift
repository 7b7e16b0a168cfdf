package import Shop
import Synchronization

/// The time that the worker goes by: the wall clock's, as long as it moves as time does.
///
/// A wall clock that jumps against the monotonic one is not followed: time goes on steadily from
/// where it was, so that the jump expires no checkout, code or link and purges nothing, while
/// payments are taken and codes go out. A person says which of the two is right; a jump that is
/// taken back is forgotten.
package final class SteadyClock: Sendable {
  /// What the two clocks of the machine say at one moment.
  package struct Reading: Equatable, Sendable {
    /// What the machine's wall clock says.
    package let wall: Timestamp
    /// Milliseconds since the machine started, with the time that it slept.
    package let uptime: Int64
    /// Names this start of the machine.
    package let boot: String

    package init(wall: Timestamp, uptime: Int64, boot: String) {
      self.wall = wall
      self.uptime = uptime
      self.boot = boot
    }
  }

  /// Time servers step clocks by less than this.
  package static let toleranceSeconds: Int64 = 60

  private struct State {
    /// The last reading that was followed.
    var anchor: Reading
    /// How far the wall clock is ahead of where it should be; nil while it is not.
    var jump: Int64?
  }

  private let state: Mutex<State>
  private let read: @Sendable () -> Reading
  private let alarm: @Sendable (_ seconds: Int64?) -> Void

  /// Starts from the machine's clocks, or from where another run left it.
  ///
  /// `anchor` is what a run before this one followed last; it counts while the machine has not
  /// started anew. `alarm` is told of a jump, and with nil that it was taken back or accepted.
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

  /// The time to go by.
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
      // A jump is told once, and again when it becomes another.
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

  /// By how many seconds the wall clock is ahead of the time that is gone by; nil when they agree.
  package var jumpSeconds: Int64? {
    _ = now()
    return state.withLock { $0.jump }
  }

  /// What was followed last, for the next run.
  package var anchor: Reading {
    _ = now()
    return state.withLock { $0.anchor }
  }

  /// Goes by the wall clock from now on: a person says that it is right.
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
