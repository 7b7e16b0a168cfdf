import Foundation
package import Hummingbird
import Logging
import NIOCore

/// Takes operators' commands on a Unix socket that only the worker's own user can open.
package struct ControlResponder: HTTPResponder {
  /// Where commands are sent.
  package static let path = "/operations/\(CommandDocument.version)"
  /// Room for `ImportLine.mostPerChunk` lines of the longest codes, escaped as JSON may.
  static let longestBody = 4 << 20

  let counter: OperatorCommands

  /// Reads one command and answers with what came of it.
  package func respond(to request: Request, context: ConnectionContext) async throws -> Response {
    guard request.head.path == Self.path, request.method == .post else {
      let version = Reply.sentence(
        "this worker understands commands of version \(CommandDocument.version) only",
        status: 404
      )
      return version.response(standing: [], isHead: false)
    }
    let answer: AnswerDocument
    do {
      let body = try await request.body.collect(upTo: Self.longestBody)
      let decoder = JSONDecoder()
      let command = try decoder.decode(CommandDocument.self, from: Data(body.readableBytesView))
      guard let peer = await PeerCredentials.of(context.channel) else {
        let unknown = Reply.sentence("the system does not tell who asks", status: 403)
        return unknown.response(standing: [], isHead: false)
      }
      answer = await counter.perform(command, userID: peer.userID)
    } catch {
      let malformed = Reply.sentence("the command cannot be read", status: 400)
      return malformed.response(standing: [], isHead: false)
    }
    let body = Array(try JSONEncoder().encode(answer))
    return Reply(status: 200, type: .json, body: body).response(standing: [], isHead: false)
  }
}

/// The server behind the control socket.
package enum ControlServer {
  /// Puts it together; a socket left by a worker that died is replaced.
  package static func application(
    _ counter: OperatorCommands,
    socket path: String,
    onRunning: @escaping @Sendable () async -> Void = {}
  ) -> Application<ControlResponder> {
    let logger = counter.logger
    return Application(
      responder: ControlResponder(counter: counter),
      configuration: ApplicationConfiguration(address: .unixDomainSocket(path: path)),
      onServerRunning: { _ in
        // The folder's own mode has kept others out until here.
        if chmod(path, 0o600) != 0 { logger.error("\(path): its mode cannot be set to 0600") }
        await onRunning()
      },
      logger: logger.silenced
    )
  }
}

/// Who is at the other end of a Unix socket: what the kernel wrote down when it connected.
struct PeerCredentials: Sendable {
  let processID: Int32
  let userID: UInt32
  let groupID: UInt32

  /// Nil when the system does not tell.
  static func of(_ channel: any Channel) async -> PeerCredentials? {
    guard let options = channel as? any SocketOptionProvider else { return nil }
    let found: EventLoopFuture<PeerCredentials> = options.unsafeGetSocketOption(
      level: SocketOptionLevel(SOL_SOCKET),
      name: SocketOptionName(SO_PEERCRED)
    )
    do {
      return try await found.get()
    } catch {
      return nil
    }
  }
}
