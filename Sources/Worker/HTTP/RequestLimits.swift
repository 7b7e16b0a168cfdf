import Shop
import Synchronization

/// How many requests of each kind are allowed in ten minutes; the settings under `limits`.
///
/// Generous, since a whole office or a mobile carrier may share one network: they stop a script
/// that would fill the disk, and no rush of buyers.
package struct RequestRates: Equatable, Sendable {
  /// The limits of one kind of request.
  package struct Rate: Equatable, Sendable {
    /// From one IPv4 /24 or IPv6 /48.
    package var perNetwork: Int
    /// For one email address, or one order.
    package var perBuyer: Int
    /// For everybody together.
    package var inAll: Int

    package init(perNetwork: Int, perBuyer: Int, inAll: Int) {
      self.perNetwork = perNetwork
      self.perBuyer = perBuyer
      self.inAll = inAll
    }
  }

  /// New checkouts.
  package var checkouts = Rate(perNetwork: 300, perBuyer: 30, inAll: 12_000)
  /// Requests to send order links again.
  package var lookups = Rate(perNetwork: 60, perBuyer: 6, inAll: 3_000)
  /// Requests to show an order's codes.
  package var reveals = Rate(perNetwork: 300, perBuyer: 30, inAll: 12_000)
  /// Buyers who come back from a provider.
  package var returns = Rate(perNetwork: 600, perBuyer: 60, inAll: 12_000)
  /// Requests for pages, their files and stock levels: some dozens for each buyer who orders.
  package var pages = Rate(perNetwork: 12_000, perBuyer: 12_000, inAll: 600_000)

  package init() {}

  /// The time that a rate is for.
  package static let windowSeconds: Int64 = 600
}

/// Decides whether a stranger's request is answered or must wait.
final class RequestLimits: Sendable {
  /// Kinds of requests: each but `page` costs a row, a mail or a question to a provider.
  enum Kind: CaseIterable {
    case checkout, lookup, reveal, paymentReturn, page
  }

  private struct Buckets: Sendable {
    var perNetwork: TokenBuckets
    var perBuyer: TokenBuckets
    var inAll: TokenBuckets

    init(_ rate: RequestRates.Rate) {
      let seconds = RequestRates.windowSeconds
      perNetwork = TokenBuckets(capacity: rate.perNetwork, windowSeconds: seconds)
      perBuyer = TokenBuckets(capacity: rate.perBuyer, windowSeconds: seconds)
      inAll = TokenBuckets(capacity: rate.inAll, windowSeconds: seconds)
    }

    /// For how many seconds a network must leave the rest of the common limit to others.
    func waitForOthers(_ network: IPNetwork, at now: Timestamp) -> Int {
      let over = inAll.used(true, at: now) + perNetwork.used(network, at: now) / 2 - 1
      return over <= 0 ? 0 : Int((over * Double(RequestRates.windowSeconds)).rounded(.up))
    }
  }

  private let buckets: Mutex<[Kind: Buckets]>

  init(_ rates: RequestRates) {
    let all = Kind.allCases.map { ($0, Buckets(rates.rate(of: $0))) }
    buckets = Mutex(Dictionary(uniqueKeysWithValues: all))
  }

  /// Counts a request; returns the seconds to wait when it is one too many, else nil.
  ///
  /// A refused request is not counted anywhere, so a network beyond its own limit takes nothing
  /// from the common one. The more a network has used of its own limit, the more of the common
  /// limit, up to half, it must leave to others: some dozens of busy networks never shut out a new
  /// one.
  ///
  /// `buyer` is an email address, a reference or an order's token.
  func refusal(
    of kind: Kind,
    from client: IPAddress?,
    buyer: String?,
    at now: Timestamp
  ) -> Int? {
    let network = client.map(IPNetwork.init(ofBuyer:))
    return buckets.withLock { buckets -> Int? in
      guard var own = buckets[kind] else { return nil }
      let wait = max(
        network.map { own.perNetwork.wait($0, at: now) } ?? 0,
        buyer.map { own.perBuyer.wait($0, at: now) } ?? 0,
        own.inAll.wait(true, at: now),
        network.map { own.waitForOthers($0, at: now) } ?? 0
      )
      guard wait == 0 else { return wait }
      buckets[kind] = nil
      if let network { own.perNetwork.take(network, at: now) }
      if let buyer { own.perBuyer.take(buyer, at: now) }
      own.inAll.take(true, at: now)
      buckets[kind] = own
      return nil
    }
  }
}

extension RequestRates {
  fileprivate func rate(of kind: RequestLimits.Kind) -> Rate {
    switch kind {
    case .checkout: checkouts
    case .lookup: lookups
    case .reveal: reveals
    case .paymentReturn: returns
    case .page: pages
    }
  }
}
