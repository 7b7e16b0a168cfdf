import NIOPosix
import Shop
import Synchronization

/// Decides which requests are answered now: a few at once of each class, networks in turn.
///
/// On Swift's own pool each step of a request queues behind the steps of all others, and a
/// connection with pipelined requests goes from one to the next without leaving its thread. So
/// slow work runs on threads of its own, where a flood of page requests delays only other pages.
/// A waiting request costs an entry in a list; as a connection has one request at a time, the
/// lists are no longer than there are connections.
final class RequestQueue: Sendable {
  /// Requests that compete with each other, and with no others.
  enum Class: Hashable {
    /// Pages, and requests to wrong addresses: they need only the processor and the database.
    case page
    /// Questions whether the worker is alive or ready: a disk that hangs delays them for seconds.
    case health
    /// A checkout's page, which may wait a moment for the provider.
    case checkout
    /// Forms: they wait for a commit.
    case form
    /// Buyers who go on to pay: some wait for a new link from the provider.
    case payLink
    /// Buyers who come back, or want their money back: they may wait for a provider.
    case paymentReturn
    /// Webhooks of one provider: they wait for a commit, some for an answer of that provider.
    case webhook(Provider)

    /// How many are answered at once.
    var most: Int {
      switch self {
      // More would only share the same processor.
      case .page, .health: 4
      case .checkout, .form, .payLink, .paymentReturn, .webhook: 32
      }
    }
  }

  private struct Line {
    var running = 0
    /// The waiting requests of each network, first come first served; nil is an unknown network.
    var waiting: [IPNetwork?: [CheckedContinuation<Void, Never>]] = [:]
    /// The networks with waiting requests, in the order of their turns.
    var turns: [IPNetwork?] = []

    /// Removes the request whose turn is next; its network goes to the end.
    mutating func next() -> CheckedContinuation<Void, Never>? {
      guard !turns.isEmpty else { return nil }
      let network = turns.removeFirst()
      let next = waiting[network]?.removeFirst()
      if waiting[network]?.isEmpty == false {
        turns.append(network)
      } else {
        waiting[network] = nil
      }
      return next
    }
  }

  private let lines = Mutex<[Class: Line]>([:])
  private let pages: ThreadExecutor
  private let messages: ThreadExecutor

  /// Uses `threads.pages` for buyers' requests and `threads.messages` for webhooks.
  init(_ threads: PublicRoutes.Threads) {
    pages = ThreadExecutor(threads.pages)
    messages = ThreadExecutor(threads.messages)
  }

  /// How many of that class wait for their turn.
  func waiting(_ kind: Class) -> Int {
    lines.withLock { lines in lines[kind]?.waiting.values.reduce(0) { $0 + $1.count } ?? 0 }
  }

  /// Does the work when it is this request's turn.
  func turn<Value: Sendable>(
    _ kind: Class,
    of network: IPNetwork?,
    _ work: @Sendable () async -> Value
  ) async -> Value {
    await withCheckedContinuation { continuation in
      let isNow = lines.withLock { lines -> Bool in
        if lines[kind, default: Line()].running < kind.most {
          lines[kind, default: Line()].running += 1
          return true
        }
        let isNew = lines[kind]?.waiting[network] == nil
        if isNew { lines[kind]?.turns.append(network) }
        lines[kind]?.waiting[network, default: []].append(continuation)
        return false
      }
      if isNow { continuation.resume() }
    }
    defer { end(kind) }
    return await withTaskExecutorPreference(executor(of: kind), operation: work)
  }

  private func executor(of kind: Class) -> ThreadExecutor {
    switch kind {
    case .webhook: messages
    case .page, .health, .checkout, .form, .payLink, .paymentReturn: pages
    }
  }

  /// Gives the place to the next request, if one waits.
  private func end(_ kind: Class) {
    let next = lines.withLock { lines -> CheckedContinuation<Void, Never>? in
      let next = lines[kind]?.next()
      if next == nil { lines[kind]?.running -= 1 }
      return next
    }
    next?.resume()
  }
}

/// Runs the steps of tasks on a pool of threads.
private final class ThreadExecutor: TaskExecutor {
  private let pool: NIOThreadPool

  init(_ pool: NIOThreadPool) { self.pool = pool }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    // Run even after the pool is shut down, since a task that is never resumed never ends.
    pool.submit { _ in job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

extension Route {
  /// The class of a request with that method.
  func queue(isPost: Bool) -> RequestQueue.Class {
    switch self {
    case .webhook(let provider): .webhook(provider)
    case .checkoutReturn, .checkoutCancelled, .checkoutPayer: .paymentReturn
    case .checkout: .form
    case .checkoutPage: isPost ? .form : .checkout
    case .checkoutPay: .payLink
    case .orderCancel: isPost ? .paymentReturn : .page
    case .order, .lookup: isPost ? .form : .page
    case .stock, .asset: .page
    case .alive, .ready: .health
    }
  }
}
