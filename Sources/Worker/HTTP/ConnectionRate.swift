import Logging
import NIOCore
import Shop
import Synchronization

/// Refuses new connections of a network that opens too many, before anything is set up for them.
///
/// A connection for a single request costs more to set up and take down than the answer, and
/// thousands a second would take the event loops from everybody else. The handler is in the
/// pipeline of the listening socket, before the one that accepts connections.
final class ConnectionRate: ChannelInboundHandler, Sendable {
  typealias InboundIn = any Channel
  typealias InboundOut = any Channel

  /// The time in which a network's allowance of connections is renewed.
  static let windowSeconds: Int64 = 10

  private let buckets: Mutex<TokenBuckets>
  private let proxies: TrustedProxies
  /// Called for each connection that is refused.
  private let refused: @Sendable () -> Void

  /// Trusted proxies have no limit, since their connections are those of many clients.
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

  /// Counts a new connection from that address; false when it is one too many.
  ///
  /// Counts by the machine's uptime, so that no jump of the wall clock shuts anybody out.
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
