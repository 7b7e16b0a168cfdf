import Foundation
package import Hummingbird
import Logging
import NIOCore

/// Answers operators' commands on a Unix socket that only the worker's own user can open.
package struct ControlResponder: HTTPResponder {
  /// The version of all commands and answers; both ends must have the same.
  package static let version = 9
  /// Room for `ImportLine.mostPerChunk` lines of the longest codes, escaped as JSON may.
  static let longestBody = 4 << 20

  let commands: OperatorCommands

  /// Where commands of a kind are sent.
  package static func path(of kind: OperationKind) -> String {
    "/operations/\(version)/\(kind.rawValue)"
  }

  /// Reads one command and answers with its outcome.
  package func respond(to request: Request, context: ConnectionContext) async throws -> Response {
    let path = request.head.path ?? ""
    guard request.method == .post,
      let kind = OperationKind.allCases.first(where: { Self.path(of: $0) == path })
    else {
      let version = Reply.sentence(
        "this worker understands commands of version \(Self.version) only",
        status: 404
      )
      return version.response(standing: [], isHead: false)
    }
    let answer: [UInt8]
    do {
      let body = try await request.body.collect(upTo: Self.longestBody)
      guard let peer = await PeerCredentials.of(context.channel) else {
        let unknown = Reply.sentence("the system does not tell who asks", status: 403)
        return unknown.response(standing: [], isHead: false)
      }
      answer = try await outcome(of: kind.document, Data(body.readableBytesView), peer)
    } catch {
      let malformed = Reply.sentence("the command cannot be read", status: 400)
      return malformed.response(standing: [], isHead: false)
    }
    return Reply(status: 200, type: .json, body: answer).response(standing: [], isHead: false)
  }

  private func outcome<Command: CommandDocument>(
    of type: Command.Type,
    _ body: Data,
    _ peer: PeerCredentials
  ) async throws -> [UInt8] {
    let request = try JSONDecoder().decode(CommandRequestDocument<Command>.self, from: body)
    let outcome = await commands.perform(request.command, by: request.by, userID: peer.userID)
    return Array(try JSONEncoder().encode(outcome))
  }
}

/// The server behind the control socket.
package enum ControlServer {
  /// Makes the server; a socket left by a worker that crashed is replaced.
  package static func application(
    _ commands: OperatorCommands,
    socket path: String,
    onRunning: @escaping @Sendable () async -> Void = {}
  ) -> Application<ControlResponder> {
    let logger = commands.logger
    return Application(
      responder: ControlResponder(commands: commands),
      configuration: ApplicationConfiguration(address: .unixDomainSocket(path: path)),
      onServerRunning: { _ in
        // The folder's mode keeps others out until this is done.
        if chmod(path, 0o600) != 0 { logger.error("\(path): its mode cannot be set to 0600") }
        await onRunning()
      },
      logger: logger.silenced
    )
  }
}

/// The process at the other end of a Unix socket, as the kernel recorded it on connecting.
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
