import Foundation
package import Hummingbird
import Logging
import NIOCore

/// The HTTP server for buyers and providers, with the limits that Hummingbird lacks.
package enum PublicServer {
  /// Makes the server, which listens once it runs as a service.
  ///
  /// `hosts` are accepted host names beside the public one and loopback; `payOrigins` is where
  /// `POST /checkout` may send a buyer; `onRunning` gets the port once it is open.
  package static func application(
    _ routes: PublicRoutes,
    at address: BindAddress,
    hosts: [String] = [],
    payOrigins: [String],
    limits: ServerLimits = ServerLimits(),
    onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
  ) -> Application<WorkerResponder> {
    let standing = StandingHeaders(publicURL: routes.publicURL, paymentOrigins: payOrigins)
    let connections = ConnectionTable(
      most: limits.connections,
      mostPerPeer: limits.connectionsPerPeer,
      proxies: routes.proxies
    )
    let responder = WorkerResponder(
      gate: RequestGate(publicHost: routes.publicURL.host, others: hosts),
      routes: routes,
      connections: connections,
      bodies: BodyMemory(),
      queue: RequestQueue(routes.threads),
      limits: limits,
      standing: standing.headers,
      logger: routes.logger
    )
    return Application(
      responder: responder,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [
            ConnectionWatchInstaller(table: connections, answerSeconds: limits.answerSeconds)
          ],
          idleTimeout: .seconds(limits.idleSeconds),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: limits.headerBytes,
            maxHeaderListSize: limits.headerBytes,
            maxHeaderFieldCount: ServerLimits.headerFields
          )
        )
      ),
      configuration: ApplicationConfiguration(
        address: address,
        backlog: backlog,
        // More than the table keeps, so that it sees the new connection that it makes room for.
        availableConnectionsDelegate: .maximum(
          limits.connections + roomForNewcomers,
          logger: routes.logger
        )
      ),
      onServerRunning: { channel in
        await bound(channel, routes, limits)
        await onRunning(channel.localAddress?.port ?? 0)
      },
      logger: routes.logger.silenced
    )
  }

  /// Makes the listening socket refuse connections by `ConnectionRate`.
  private static func bound(
    _ channel: any Channel,
    _ routes: PublicRoutes,
    _ limits: ServerLimits
  ) async {
    let rate = ConnectionRate(
      perNetwork: limits.newConnectionsPerNetwork,
      proxies: routes.proxies
    ) {
      let words = "too many new connections: a network was turned away for some seconds"
      routes.refusals.say(words, at: .notice, in: routes.logger, now: routes.now())
    }
    do {
      try await channel.pipeline.addHandler(rate, position: .first).get()
    } catch {
      routes.logger.error("new connections are not bounded: \(error)")
    }
  }

  /// Connections that the kernel keeps until they are accepted: enough for a rush of buyers.
  private static let backlog = 1_024
  /// Connections that may still be closing while others are accepted.
  private static let roomForNewcomers = 64
}

extension Logger {
  /// The logger for Hummingbird, whose own messages may hold secret paths.
  var silenced: Logger {
    var logger = self
    logger.logLevel = .warning
    return logger
  }
}
