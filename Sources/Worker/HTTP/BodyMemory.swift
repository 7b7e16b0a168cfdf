import Shop
import Synchronization

/// The memory that all requests' bodies share, each from its first byte to the answer.
///
/// Every connection may have a small body. Longer ones, which only webhooks may have, share a
/// limit, of which a network may take only a part: a thousand slow connections take no gigabyte,
/// and those of one network keep no other out.
final class BodyMemory: Sendable {
  /// Bytes of a body that are not counted: more than a provider's message usually needs.
  static let smallBytes = 64 << 10

  private struct Taken {
    var inAll = 0
    var ofNetwork: [IPNetwork: Int] = [:]
  }

  private let most: Int
  private let mostPerNetwork: Int
  private let taken = Mutex(Taken())

  init(most: Int = 32 << 20, mostPerNetwork: Int = 4 << 20) {
    self.most = most
    self.mostPerNetwork = mostPerNetwork
  }

  /// Counts a body that grows from one length to another; false when the limit is reached.
  ///
  /// An unknown network, nil, counts only towards the limit of all.
  func grow(from old: Int, to new: Int, of network: IPNetwork?) -> Bool {
    let more = max(new - Self.smallBytes, 0) - max(old - Self.smallBytes, 0)
    guard more > 0 else { return true }
    return taken.withLock { taken in
      let own = network.map { taken.ofNetwork[$0] ?? 0 } ?? 0
      guard taken.inAll + more <= most, own + more <= mostPerNetwork else { return false }
      taken.inAll += more
      if let network { taken.ofNetwork[network] = own + more }
      return true
    }
  }

  /// Gives back what a body of that length took.
  func giveBack(_ length: Int, of network: IPNetwork?) {
    let less = length - Self.smallBytes
    guard less > 0 else { return }
    taken.withLock { taken in
      taken.inAll -= less
      guard let network, let own = taken.ofNetwork[network] else { return }
      taken.ofNetwork[network] = own > less ? own - less : nil
    }
  }
}
