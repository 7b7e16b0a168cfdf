import NIOCore
import Shop
import Synchronization

/// All open connections: how many each peer has, and which may go when there are too many.
///
/// When all places are taken, whoever has waited longest without a whole request makes room; one
/// that is being answered never does. So idle connections, however many, keep nobody out. A
/// newcomer has a moment to send its request before it counts as idle: a provider that connects
/// while others send slowly is not the first to go.
final class ConnectionTable: Sendable {
  /// How far the request on a connection has come.
  enum Stage {
    /// No request, or the beginning of one.
    case idle
    /// A request's head is there, its body is not.
    case reading
    /// Somebody works for it.
    case answering
  }

  private struct Entry {
    let channel: any Channel
    /// Nil for one that is not counted.
    let peer: IPNetwork?
    var stage = Stage.idle
    /// Which change of a stage its last one was, and when that was.
    var change: Int
    var changedAt: NIODeadline
    /// Whether it speaks HTTP/1.0.
    var isLegacy = false
  }

  private struct Entries {
    var open: [ObjectIdentifier: Entry] = [:]
    var perPeer: [IPNetwork: Int] = [:]
    var changes = 0
    /// Connections in the order in which they became idle, and began to send a body.
    var idle = WaitingLine()
    var reading = WaitingLine()
  }

  /// Connections in the order of their changes, some of which are over by now.
  private struct WaitingLine {
    private var places: [(key: ObjectIdentifier, change: Int)] = []
    private var begin = 0

    mutating func append(_ key: ObjectIdentifier, _ change: Int) { places.append((key, change)) }

    /// The first that has not changed since; what is over is dropped on the way.
    mutating func first(of open: [ObjectIdentifier: Entry]) -> ObjectIdentifier? {
      while begin < places.count {
        let place = places[begin]
        if open[place.key]?.change == place.change { return place.key }
        begin += 1
      }
      return nil
    }

    /// Drops what is over once it is most of the line.
    mutating func shrink(to open: [ObjectIdentifier: Entry]) {
      guard places.count > 4 * open.count + 1_024 else { return }
      places = places[begin...].filter { open[$0.key]?.change == $0.change }
      begin = 0
    }
  }

  /// How long a newcomer may take to send its request's head before others go in its stead.
  private static let grace = TimeAmount.seconds(2)

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

  /// Forgets a connection that is closed.
  func forget(_ channel: any Channel) {
    entries.withLock { Self.remove(ObjectIdentifier(channel), from: &$0) }
  }

  /// Notes how far the request on a connection has come.
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

  /// Who makes room: the longest idle, unless that came a moment ago and another sends slowly.
  private static func loser(_ entries: inout Entries) -> ObjectIdentifier? {
    let idle = entries.idle.first(of: entries.open)
    let reading = entries.reading.first(of: entries.open)
    guard let idle, let reading, let newcomer = entries.open[idle] else { return idle ?? reading }
    let isFresh = newcomer.changedAt > .now() - grace
    let isSlow = (entries.open[reading]?.changedAt ?? .now()) <= newcomer.changedAt
    return isFresh && isSlow ? reading : idle
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
