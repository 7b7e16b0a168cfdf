import NIOPosix
import Shop
import Synchronization

/// Who is answered now, and who waits for a turn: some requests at once of each class, networks in
/// turn.
///
/// Every step of every request waits for a thread behind the steps of all others, and a connection
/// whose requests are there already goes from one to the next without letting go of its thread. So
/// what takes time is done on threads of its own, where a flood of pages is in the way of pages
/// alone, and those that wait for their turn are in nobody's way. They cost a place in a list, and
/// a connection has one request in hand, so that the lists are as short as there are connections.
final class RequestQueue: Sendable {
  /// Requests that compete with each other, and with no others.
  enum Class: Hashable {
    /// Looking, and knocking on wrong doors: only the processor and the database work for it.
    case page
    /// Whether the worker is alive and ready: a disk that hangs keeps an answer for seconds.
    case health
    /// A checkout's own page: it may wait a moment for its provider to be ready.
    case checkout
    /// Forms: they wait for a commit.
    case form
    /// Buyers who go on to pay: some wait for a provider to make them a new link.
    case payLink
    /// Buyers who come back: they may wait for a provider.
    case paymentReturn
    /// Each provider's messages: they wait for a commit, some for an answer of that provider.
    case webhook(Provider)

    /// How many are answered at once.
    var most: Int {
      switch self {
      // More would only take turns on the processor.
      case .page, .health: 4
      case .checkout, .form, .payLink, .paymentReturn, .webhook: 32
      }
    }
  }

  private struct Line {
    var running = 0
    /// Who waits, first come first, of each network; nil is whoever does not say.
    var waiting: [IPNetwork?: [CheckedContinuation<Void, Never>]] = [:]
    /// The networks that wait, in the order in which they are next.
    var turns: [IPNetwork?] = []

    /// The one whose turn is next; its network goes to the end.
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

  /// Takes threads for buyers' requests, and others for providers' messages.
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

  /// Hands the place on to whoever is next.
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
    // A pool that is shut down runs it too: a task that never goes on would never end.
    pool.submit { _ in job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

extension Route {
  /// Whom a request with that method competes with.
  func queue(isPost: Bool) -> RequestQueue.Class {
    switch self {
    case .webhook(let provider): .webhook(provider)
    case .checkoutReturn, .checkoutPayer: .paymentReturn
    case .checkout: .form
    case .checkoutPage: .checkout
    case .checkoutPay: .payLink
    case .order, .lookup: isPost ? .form : .page
    case .stock, .asset: .page
    case .alive, .ready: .health
    }
  }
}
