import Logging
import NIOCore
import Shop
import Synchronization

/// Turns away new connections of a network that makes too many, before anything is set up for them.
///
/// A connection that asks once and goes away costs more to set up and take down than its answer
/// does, and thousands a second of them would keep the event loops from everybody else. It stands
/// in the pipeline of the listening socket, in front of whoever takes connections in.
final class ConnectionRate: ChannelInboundHandler, Sendable {
  typealias InboundIn = any Channel
  typealias InboundOut = any Channel

  /// Time in which a network may make as many connections as it may make at once.
  static let windowSeconds: Int64 = 10

  private let buckets: Mutex<TokenBuckets>
  private let proxies: TrustedProxies
  /// Told of each connection that was turned away.
  private let refused: @Sendable () -> Void

  /// A proxy has the connections of all its clients, so that its own are not counted.
  init(perNetwork: Int, proxies: TrustedProxies, refused: @escaping @Sendable () -> Void) {
    buckets = Mutex(TokenBuckets(capacity: perNetwork, windowSeconds: Self.windowSeconds))
    self.proxies = proxies
    self.refused = refused
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let channel = unwrapInboundIn(data)
    guard admits(channel.remoteAddress?.ipAddress ?? "", at: .now()) else {
      refused()
      return channel.close(promise: nil)
    }
    context.fireChannelRead(data)
  }

  /// Counts a new connection from there; false when it is one too many.
  ///
  /// By the machine's uptime, so that no jump of the wall clock shuts anybody out.
  func admits(_ peer: String, at moment: NIODeadline) -> Bool {
    guard !proxies.trust(peer), let address = IPAddress(peer) else { return true }
    let network = IPNetwork(ofBuyer: address)
    let now = Timestamp(milliseconds: Int64(moment.uptimeNanoseconds / 1_000_000))
    return buckets.withLock { buckets in
      guard buckets.wait(network, at: now) == 0 else { return false }
      buckets.take(network, at: now)
      return true
    }
  }
}
