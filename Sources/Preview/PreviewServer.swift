import Hummingbird

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

  /// Returns after an interrupt or a termination signal; throws when the port is taken.
  ///
  /// `onReady` is called with the port once connections are accepted.
  package func run(onReady: @escaping @Sendable (Int) -> Void) async throws {
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
      onServerRunning: { channel in onReady(channel.localAddress?.port ?? 0) }
    )
    try await application.runService()
  }

  private static func response(to request: Request, _ answer: PreviewAnswer) -> Response {
    var headers = HTTPFields()
    for header in answer.headers {
      guard let name = HTTPFields.Element.Name(header.name) else { continue }
      headers.append(HTTPFields.Element(name: name, value: header.value))
    }
    // The length that GET would have, also for HEAD; a 304 has no body and says none.
    if answer.status != 304 { headers[.contentLength] = String(answer.body.count) }
    let hasBody = request.method != .head && answer.status != 304
    return Response(
      status: HTTPResponse.Status(code: answer.status),
      headers: headers,
      body: hasBody ? ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)) : ResponseBody()
    )
  }
}
