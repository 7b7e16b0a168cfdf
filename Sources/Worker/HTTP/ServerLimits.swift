import Foundation

/// How much of the worker's time and memory one client may take (I15).
package struct ServerLimits: Equatable, Sendable {
  /// From a request's head to the end of its body.
  package let bodySeconds: Int64
  /// Between two requests, or within a request's head.
  ///
  /// Longer than proxies keep an unused connection (Caddy 120 seconds, cloudflared 90, nginx 60):
  /// if the worker closes it while the proxy sends a `POST`, the buyer gets a 502, because a `POST`
  /// is not sent twice.
  package let idleSeconds: Int64
  /// For the client to read what is written to it.
  package let answerSeconds: Int64
  /// Open connections; for one more, the one that has been idle longest is closed.
  package let connections: Int
  /// Open connections of one client, an IPv4 address or an IPv6 /64; a trusted proxy has no limit.
  package let connectionsPerPeer: Int
  /// New connections of one IPv4 /24 or IPv6 /48 at once, and as many again in ten seconds; a
  /// trusted proxy has no limit.
  package let newConnectionsPerNetwork: Int
  /// All headers of a request together, in bytes.
  package let headerBytes: Int

  package init(
    bodySeconds: Int64 = 10,
    idleSeconds: Int64 = 180,
    answerSeconds: Int64 = 30,
    connections: Int = 1_024,
    connectionsPerPeer: Int = 256,
    newConnectionsPerNetwork: Int = 600,
    headerBytes: Int = 16 << 10
  ) {
    self.bodySeconds = bodySeconds
    self.idleSeconds = idleSeconds
    self.answerSeconds = answerSeconds
    self.connections = connections
    self.connectionsPerPeer = connectionsPerPeer
    self.newConnectionsPerNetwork = newConnectionsPerNetwork
    self.headerBytes = headerBytes
  }

  /// These limits, with no more connections than that many file descriptors allow.
  ///
  /// A worker that runs out of descriptors can open neither its catalog nor a connection to a
  /// provider.
  package func fitting(descriptors: Int) -> ServerLimits {
    ServerLimits(
      bodySeconds: bodySeconds,
      idleSeconds: idleSeconds,
      answerSeconds: answerSeconds,
      connections: max(8, min(connections, descriptors - Self.descriptorsForTheRest)),
      connectionsPerPeer: connectionsPerPeer,
      newConnectionsPerNetwork: newConnectionsPerNetwork,
      headerBytes: headerBytes
    )
  }

  /// Descriptors for files, connections to providers and the mail server, operators' commands.
  package static let descriptorsForTheRest = 256
  /// How long a refused sender's remaining bytes are drained, so that it can read the answer.
  static let lingerSeconds: Int64 = 2
  /// The most header fields of a request.
  static let headerFields = 64
}

/// How many files and connections the process may have open.
package enum DescriptorLimit {
  /// More than any worker needs; some kernels reserve memory for each.
  private static let most: UInt = 65_536

  /// Raises the limit as far as the system allows; returns the new limit.
  package static func raise() -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1_024 }
    let wanted = max(limit.rlim_cur, min(limit.rlim_max, most))
    var raised = rlimit(rlim_cur: wanted, rlim_max: limit.rlim_max)
    if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 {
      return Int(clamping: wanted)
    }
    return Int(clamping: limit.rlim_cur)
  }
}
