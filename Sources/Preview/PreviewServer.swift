import Hummingbird
import Logging
import NIOCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Why the preview cannot be served.
package enum PreviewRefusal: Error, Equatable, CustomStringConvertible {
  /// Another program uses the port.
  case portTaken(host: String, port: Int)
  /// The system reserves the port for administrators.
  case portNotAllowed(port: Int)
  /// This machine has no such address.
  case noSuchAddress(host: String)
  /// Anything else, in the system's own words.
  case failed(String)

  /// What was expected, what was found, and what to do.
  package var description: String {
    switch self {
    case .portTaken(let host, let port):
      "\(host):\(port): expected a free port, found that another program listens there, "
        + "perhaps another `cardstock serve`; stop it, or choose another with --port, such as "
        + "--port \(port < 65_535 ? port + 1 : 8080)"
    case .portNotAllowed(let port):
      "--port \(port): expected a port that everybody may listen on, found one that the system "
        + "keeps for its administrator; choose one from 1024 on"
    case .noSuchAddress(let host):
      "--host \(host): expected an address of this machine, found none; leave --host out"
    case .failed(let reason):
      "expected to listen on the port, found: \(reason); choose another with --port or --host"
    }
  }
}

/// Serves an output folder over HTTP until the process is asked to stop.
package struct PreviewServer: Sendable {
  private let folder: PreviewFolder
  private let host: String
  private let port: Int

  package init(_ folder: PreviewFolder, host: String, port: Int) {
    self.folder = folder
    self.host = host
    self.port = port
  }

  /// Returns after an interrupt or a termination signal; throws when the port cannot be used.
  ///
  /// `onReady` is called with the port once connections are accepted.
  package func run(onReady: @escaping @Sendable (Int) -> Void) async throws(PreviewRefusal) {
    do {
      try await serve(onReady: onReady)
    } catch let error as IOError {
      switch error.errnoCode {
      case EADDRINUSE: throw .portTaken(host: host, port: port)
      case EACCES: throw .portNotAllowed(port: port)
      case EADDRNOTAVAIL: throw .noSuchAddress(host: host)
      default: throw .failed(String(cString: strerror(error.errnoCode)))
      }
    } catch is SocketAddressError {
      throw .noSuchAddress(host: host)
    } catch {
      throw .failed("\(error)")
    }
  }

  /// Serves without the library's log, which is for developers.
  private func serve(onReady: @escaping @Sendable (Int) -> Void) async throws {
    let folder = folder
    let responder = CallbackResponder { (request: Request, _: BasicRequestContext) in
      let answer = folder.answer(
        PreviewRequest(
          method: request.method.rawValue,
          target: request.uri.description,
          knownTag: request.headers[.ifNoneMatch]
        )
      )
      return Self.response(to: request, answer)
    }
    let application = Application(
      responder: responder,
      configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
      onServerRunning: { channel in onReady(channel.localAddress?.port ?? 0) },
      logger: Logger(label: "preview") { _ in SwiftLogNoOpLogHandler() }
    )
    try await application.runService()
  }

  private static func response(to request: Request, _ answer: PreviewAnswer) -> Response {
    var headers = HTTPFields()
    for header in answer.headers {
      guard let name = HTTPFields.Element.Name(header.name) else { continue }
      headers.append(HTTPFields.Element(name: name, value: header.value))
    }
    // HEAD has the length that GET would have; a 304 has no body and no length.
    if answer.status != 304 { headers[.contentLength] = String(answer.body.count) }
    let hasBody = request.method != .head && answer.status != 304
    return Response(
      status: HTTPResponse.Status(code: answer.status),
      headers: headers,
      body: hasBody ? ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)) : ResponseBody()
    )
  }
}
