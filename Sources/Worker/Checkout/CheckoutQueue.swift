import NIOCore
import NIOPosix
import Shop
import Storage
import Synchronization

/// What the worker keeps in memory about the queue of checkouts that wait for their providers: how
/// many calls each provider takes, who looks at a page, which requests wait for an answer.
///
/// The queue itself is in the store; a crash loses nothing that is not learned again.
final class CheckoutQueue: Sendable {
  /// How long `POST /checkout` waits for the provider when a call is free, so that a lone buyer
  /// sees no page that asks for patience.
  static let headStartMilliseconds: Int64 = 700
  /// How many checkouts' latest views are remembered; the earliest are forgotten.
  private static let mostViews = 16_384

  private struct Lane {
    var window = CallWindow()
    var calls: [Reference: CallWindow.Call] = [:]
    /// Requests that wait for this provider's answer.
    var waiting = 0
  }

  private struct State {
    var lanes: [Provider: Lane]
    var views: [Reference: Timestamp] = [:]
    var viewOrder: [Reference] = []
    var waiters: [Reference: [Int: AsyncStream<Void>.Continuation]] = [:]
    var numbered = 0
  }

  let wakeUps: [Provider: WakeUp]
  private let startedAt: Timestamp
  private let state: Mutex<State>

  init(of providers: [Provider], startedAt: Timestamp) {
    let lanes = providers.map { ($0, Lane()) }
    wakeUps = Dictionary(uniqueKeysWithValues: providers.map { ($0, WakeUp()) })
    state = Mutex(State(lanes: Dictionary(uniqueKeysWithValues: lanes)))
    self.startedAt = startedAt
  }

  /// Wakes the provider's loop: a checkout came, or a call may be made again.
  func signal(_ provider: Provider) {
    wakeUps[provider]?.signal()
  }

  /// Ends the loops of all providers, each when it waits for its next signal.
  func finish() {
    for wakeUp in wakeUps.values { wakeUp.finish() }
  }
}

extension CheckoutQueue {
  /// How many more checkouts may be opened at that provider now, and whether the next call tests if
  /// the provider answers again.
  func free(_ provider: Provider, at now: Timestamp) -> (count: Int, isProbing: Bool) {
    state.withLock { state in
      let window = state.lanes[provider]?.window
      return (window?.free(at: now) ?? 0, window?.isProbing ?? false)
    }
  }

  /// Records that a call begins; false when that checkout is being opened already.
  func begin(_ reference: Reference, at provider: Provider, _ now: Timestamp) -> Bool {
    state.withLock { state in
      guard var lane = state.lanes[provider], lane.calls[reference] == nil else { return false }
      lane.calls[reference] = lane.window.begin(at: now)
      state.lanes[provider] = lane
      return true
    }
  }

  /// Records that a call ended; returns when the provider may be called again, if not at once.
  @discardableResult
  func end(
    _ reference: Reference,
    at provider: Provider,
    _ end: CallWindow.End,
    _ now: Timestamp
  ) -> Timestamp? {
    state.withLock { state in
      guard var lane = state.lanes[provider] else { return nil }
      if let call = lane.calls.removeValue(forKey: reference) {
        lane.window.end(call, end, at: now)
      }
      state.lanes[provider] = lane
      return lane.window.resumesAt(after: now)
    }
  }

  /// What a buyer in the queue is told.
  func position(
    of reference: Reference,
    at provider: Provider,
    place: Int?,
    opening: Checkout.Opening,
    _ now: Timestamp
  ) -> QueuePosition {
    state.withLock { state in
      guard let lane = state.lanes[provider] else { return .opening }
      if lane.window.isSlow(at: now) { return .slow(place: place) }
      if lane.calls[reference] != nil { return .opening }
      let resumesAt = lane.window.resumesAt(after: now)
      let isPostponed = opening.attempts > 0 && opening.dueAt > now
      if let until = [resumesAt, isPostponed ? opening.dueAt : nil].compactMap({ $0 }).max() {
        return .pausing(until: until)
      }
      guard let place, place > lane.window.limit else { return .opening }
      return .inLine(place: place, seconds: lane.window.secondsUntil(place: place, at: now))
    }
  }
}

extension CheckoutQueue {
  /// Records that a buyer looks at the checkout's page.
  func recordView(_ reference: Reference, at now: Timestamp) {
    state.withLock { state in
      guard state.views.updateValue(now, forKey: reference) == nil else { return }
      state.viewOrder.append(reference)
      if state.viewOrder.count > Self.mostViews { state.views[state.viewOrder.removeFirst()] = nil }
    }
  }

  /// Whether nobody has looked at the page for `awaySeconds`; the worker's start counts as a look.
  func isAway(_ turn: Store.Turn, at now: Timestamp) -> Bool {
    state.withLock { state in
      let last = max(state.views[turn.reference] ?? turn.enteredAt, startedAt, turn.enteredAt)
      return last.advanced(seconds: OpeningSchedule.awaySeconds) <= now
    }
  }

  /// Waits up to `headStartMilliseconds` for the provider's answer, if a call is free.
  func waitBriefly(for reference: Reference, at provider: Provider, _ now: Timestamp) async {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    let number = state.withLock { state -> Int? in
      guard var lane = state.lanes[provider], lane.window.free(at: now) > lane.waiting else {
        return nil
      }
      lane.waiting += 1
      state.lanes[provider] = lane
      state.numbered += 1
      state.waiters[reference, default: [:]][state.numbered] = continuation
      return state.numbered
    }
    signal(provider)
    guard let number else { return }
    let end = MultiThreadedEventLoopGroup.singleton.any().scheduleTask(
      in: .milliseconds(Self.headStartMilliseconds)
    ) { continuation.finish() }
    for await _ in stream { break }
    end.cancel()
    state.withLock { state in
      state.lanes[provider]?.waiting -= 1
      state.waiters[reference]?[number] = nil
      if state.waiters[reference]?.isEmpty == true { state.waiters[reference] = nil }
    }
  }

  /// Ends the wait of every request for that checkout.
  func resume(_ reference: Reference) {
    state.withLock { state in
      for continuation in state.waiters[reference, default: [:]].values { continuation.finish() }
    }
  }
}

/// What a buyer in the queue is told.
enum QueuePosition: Equatable, Sendable {
  /// Others come first; the buyer's turn is in about that many seconds.
  case inLine(place: Int, seconds: Int64)
  /// The provider is being asked, or is asked next.
  case opening
  /// The provider answers slowly.
  case slow(place: Int?)
  /// The provider does not answer or asks for a pause; the next attempt is at that moment.
  case pausing(until: Timestamp)
}
