import NIOCore
import Shop
import Synchronization

/// All open connections: how many each peer has, and which one is closed when there are too many.
///
/// When all places are taken, the connection that has waited longest without a whole request is
/// closed; one that is being answered never is. So idle connections, however many, keep nobody
/// out. A new connection has `grace` to send its request before it counts as idle: a provider that
/// connects while others send slowly is not the first to be closed.
final class ConnectionTable: Sendable {
  /// How far the request on a connection has come.
  enum Stage {
    /// There is no request, or not yet a whole head.
    case idle
    /// The request's head is read, its body is not.
    case reading
    /// The request is being answered.
    case answering
  }

  private struct Entry {
    let channel: any Channel
    /// Whose limit it counts towards; nil for a proxy, which has none.
    let peer: IPNetwork?
    var stage = Stage.idle
    /// The number of its last change of stage, among all changes, and when that was.
    var change: Int
    var changedAt: NIODeadline
    /// Whether it speaks HTTP/1.0.
    var isLegacy = false
  }

  private struct Entries {
    var open: [ObjectIdentifier: Entry] = [:]
    var perPeer: [IPNetwork: Int] = [:]
    var changes = 0
    /// Connections in the order in which they became idle, or began to send a body.
    var idle = WaitingLine()
    var reading = WaitingLine()
  }

  /// Connections in the order of their changes of stage; outdated entries are dropped lazily.
  private struct WaitingLine {
    private var places: [(key: ObjectIdentifier, change: Int)] = []
    private var begin = 0

    mutating func append(_ key: ObjectIdentifier, _ change: Int) { places.append((key, change)) }

    /// The first connection whose entry is not outdated.
    mutating func first(of open: [ObjectIdentifier: Entry]) -> ObjectIdentifier? {
      while begin < places.count {
        let place = places[begin]
        if open[place.key]?.change == place.change { return place.key }
        begin += 1
      }
      return nil
    }

    /// Drops outdated entries once they are the greater part.
    mutating func shrink(to open: [ObjectIdentifier: Entry]) {
      guard places.count > 4 * open.count + 1_024 else { return }
      places = places[begin...].filter { open[$0.key]?.change == $0.change }
      begin = 0
    }
  }

  /// How long a new connection is spared if another one sends its body slowly.
  private static let grace = TimeAmount.seconds(2)

  private let most: Int
  private let mostPerPeer: Int
  private let proxies: TrustedProxies
  private let entries = Mutex(Entries())

  /// Trusted proxies have no limit, since their connections are those of many clients.
  init(most: Int, mostPerPeer: Int, proxies: TrustedProxies) {
    self.most = most
    self.mostPerPeer = mostPerPeer
    self.proxies = proxies
  }

  /// Adds a new connection; false when its peer has its limit, or none can be closed for it.
  func admits(_ channel: any Channel) -> Bool {
    let address = channel.remoteAddress?.ipAddress ?? ""
    let peer = proxies.trust(address) ? nil : IPAddress(address).map { Self.peer($0) }
    let (isAdmitted, loser) = entries.withLock { entries -> (Bool, (any Channel)?) in
      if let peer, entries.perPeer[peer, default: 0] >= mostPerPeer { return (false, nil) }
      var loser: (any Channel)?
      if entries.open.count >= most {
        guard let key = Self.loser(&entries) else { return (false, nil) }
        loser = entries.open[key]?.channel
        Self.remove(key, from: &entries)
      }
      let key = ObjectIdentifier(channel)
      entries.open[key] = Entry(channel: channel, peer: peer, change: 0, changedAt: .now())
      Self.change(key, to: .idle, &entries)
      if let peer { entries.perPeer[peer, default: 0] += 1 }
      return (true, loser)
    }
    loser?.close(promise: nil)
    return isAdmitted
  }

  /// Removes a closed connection.
  func forget(_ channel: any Channel) {
    entries.withLock { Self.remove(ObjectIdentifier(channel), from: &$0) }
  }

  /// Records how far the request on a connection has come.
  func note(_ stage: Stage, of channel: any Channel) {
    entries.withLock { Self.change(ObjectIdentifier(channel), to: stage, &$0) }
  }

  private static func change(_ key: ObjectIdentifier, to stage: Stage, _ entries: inout Entries) {
    guard entries.open[key] != nil else { return }
    entries.changes += 1
    entries.open[key]?.stage = stage
    entries.open[key]?.change = entries.changes
    entries.open[key]?.changedAt = .now()
    switch stage {
    case .idle: entries.idle.append(key, entries.changes)
    case .reading: entries.reading.append(key, entries.changes)
    case .answering: break
    }
    entries.idle.shrink(to: entries.open)
    entries.reading.shrink(to: entries.open)
  }

  /// The connection to close: the longest idle, unless it is new and another sends slowly.
  private static func loser(_ entries: inout Entries) -> ObjectIdentifier? {
    let idle = entries.idle.first(of: entries.open)
    let reading = entries.reading.first(of: entries.open)
    guard let idle, let reading, let newcomer = entries.open[idle] else { return idle ?? reading }
    let isFresh = newcomer.changedAt > .now() - grace
    let isSlow = (entries.open[reading]?.changedAt ?? .now()) <= newcomer.changedAt
    return isFresh && isSlow ? reading : idle
  }

  /// Records that a connection speaks HTTP/1.0.
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
