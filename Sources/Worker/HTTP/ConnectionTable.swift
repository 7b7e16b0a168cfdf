import NIOCore
import Shop
import Synchronization

/// All open connections: how many each peer has, and which may go when there are too many.
///
/// When all places are taken, whoever has waited longest without a whole request makes room; one
/// that is being answered never does. So idle connections, however many, keep nobody out.
final class ConnectionTable: Sendable {
  /// How far the request on a connection has come; the first go first when room is needed.
  enum Stage: Int, Comparable {
    /// No request, or the beginning of one.
    case idle
    /// A request's head is there, its body is not.
    case reading
    /// Somebody works for it.
    case answering

    static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
  }

  private struct Entry {
    let channel: any Channel
    /// Nil for one that is not counted.
    let peer: IPNetwork?
    var stage = Stage.idle
    /// Grows with every change of a stage: the smallest has waited longest.
    var changedAt: Int
    /// Whether it speaks HTTP/1.0.
    var isLegacy = false
  }

  private struct Entries {
    var open: [ObjectIdentifier: Entry] = [:]
    var perPeer: [IPNetwork: Int] = [:]
    var changes = 0
  }

  private let most: Int
  private let mostPerPeer: Int
  private let proxies: TrustedProxies
  private let entries = Mutex(Entries())

  /// A proxy has the connections of all its clients, so that its own are not counted.
  init(most: Int, mostPerPeer: Int, proxies: TrustedProxies) {
    self.most = most
    self.mostPerPeer = mostPerPeer
    self.proxies = proxies
  }

  /// Takes a new connection; false when its peer has enough, or nobody can make room.
  func admits(_ channel: any Channel) -> Bool {
    let address = channel.remoteAddress?.ipAddress ?? ""
    let peer = proxies.trust(address) ? nil : IPAddress(address).map { Self.peer($0) }
    let (isAdmitted, loser) = entries.withLock { entries -> (Bool, (any Channel)?) in
      if let peer, entries.perPeer[peer, default: 0] >= mostPerPeer { return (false, nil) }
      var loser: (any Channel)?
      if entries.open.count >= most {
        let candidates = entries.open.filter { $0.value.stage != .answering }
        let found = candidates.min {
          ($0.value.stage, $0.value.changedAt) < ($1.value.stage, $1.value.changedAt)
        }
        guard let found else { return (false, nil) }
        loser = found.value.channel
        Self.remove(found.key, from: &entries)
      }
      entries.changes += 1
      let entry = Entry(channel: channel, peer: peer, changedAt: entries.changes)
      entries.open[ObjectIdentifier(channel)] = entry
      if let peer { entries.perPeer[peer, default: 0] += 1 }
      return (true, loser)
    }
    loser?.close(promise: nil)
    return isAdmitted
  }

  /// Forgets a connection that is closed.
  func forget(_ channel: any Channel) {
    entries.withLock { Self.remove(ObjectIdentifier(channel), from: &$0) }
  }

  /// Notes how far the request on a connection has come.
  func note(_ stage: Stage, of channel: any Channel) {
    entries.withLock { entries in
      entries.changes += 1
      entries.open[ObjectIdentifier(channel)]?.changedAt = entries.changes
      entries.open[ObjectIdentifier(channel)]?.stage = stage
    }
  }

  /// Notes that a connection speaks HTTP/1.0.
  func noteLegacy(_ channel: any Channel) {
    entries.withLock { $0.open[ObjectIdentifier(channel)]?.isLegacy = true }
  }

  /// Whether the connection speaks HTTP/1.0: without `Host`, and closed after one answer.
  func isLegacy(_ channel: any Channel) -> Bool {
    entries.withLock { $0.open[ObjectIdentifier(channel)]?.isLegacy ?? false }
  }

  /// One machine: an IPv4 address, or the /64 that an IPv6 host chooses its addresses from.
  private static func peer(_ address: IPAddress) -> IPNetwork {
    IPNetwork(of: address, prefix: address.isFour ? 32 : 64)
  }

  private static func remove(_ key: ObjectIdentifier, from entries: inout Entries) {
    guard let peer = entries.open.removeValue(forKey: key)?.peer else { return }
    let left = entries.perPeer[peer, default: 1] - 1
    entries.perPeer[peer] = left > 0 ? left : nil
  }
}
