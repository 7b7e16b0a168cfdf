import Shop
import Synchronization

/// The memory that bodies of requests take together, from their first byte to the answer.
///
/// Every connection may have a small body. What is longer, as only webhooks may be, shares one room
/// of which a network has a part: a thousand connections that each send a long body slowly take no
/// gigabyte, and those of one network keep no other's out.
final class BodyMemory: Sendable {
  /// What every body may have without being counted: more than any provider's message needs.
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

  /// Takes room for a body that grows from one length to another; false when there is none.
  ///
  /// A network that is not known takes part in the whole alone.
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
