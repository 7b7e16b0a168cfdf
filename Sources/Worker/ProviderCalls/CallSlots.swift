import NIOCore
import NIOPosix
import Synchronization

/// Limits the calls to one provider that are under way, and lets callers wait for a free one.
final class CallSlots: Sendable {
  /// The most callers that wait; further ones are refused at once.
  private static let mostWaiting = 1_024

  private struct Waiter {
    let number: Int
    let limit: Int
    let continuation: AsyncStream<Bool>.Continuation
  }

  private struct State {
    var taken = 0
    var waiters: [Waiter] = []
    var numbered = 0
  }

  private let state = Mutex(State())

  /// Takes a slot if fewer than `limit` are taken, waiting up to `seconds` for a free one; first
  /// come, first served.
  func acquire(below limit: Int, waitingSeconds seconds: Int64 = 0) async -> Bool {
    let (stream, continuation) = AsyncStream.makeStream(of: Bool.self)
    let number = state.withLock { state -> Int? in
      if state.taken < limit {
        state.taken += 1
        continuation.yield(true)
        return nil
      }
      guard seconds > 0, state.waiters.count < Self.mostWaiting else {
        continuation.yield(false)
        return nil
      }
      state.numbered += 1
      state.waiters.append(
        Waiter(number: state.numbered, limit: limit, continuation: continuation)
      )
      return state.numbered
    }
    let end = number.map { number in
      MultiThreadedEventLoopGroup.singleton.any().scheduleTask(in: .seconds(seconds)) {
        self.turnAway(number)
      }
    }
    defer { end?.cancel() }
    for await isTaken in stream { return isTaken }
    // The caller was cancelled: a slot that it got at the same moment is given back.
    if let number, !turnAway(number) { release() }
    return false
  }

  /// Gives a slot back, to the first waiting caller that may have it.
  func release() {
    state.withLock { state in
      state.taken -= 1
      guard let index = state.waiters.firstIndex(where: { state.taken < $0.limit }) else { return }
      state.taken += 1
      state.waiters.remove(at: index).continuation.yield(true)
    }
  }

  /// Ends a caller's wait without a slot; false when the caller does not wait any more.
  @discardableResult
  private func turnAway(_ number: Int) -> Bool {
    state.withLock { state in
      guard let index = state.waiters.firstIndex(where: { $0.number == number }) else {
        return false
      }
      state.waiters.remove(at: index).continuation.yield(false)
      return true
    }
  }
}
