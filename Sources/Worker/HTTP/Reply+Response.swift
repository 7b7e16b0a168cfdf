import HTTPTypes
import Hummingbird
import NIOCore

extension Reply {
  /// The answer as Hummingbird sends it; to a `HEAD` the same headers without the body.
  func response(standing: [Header], isHead: Bool) -> Response {
    Response(
      status: HTTPResponse.Status(code: status),
      headers: fields(standing: standing),
      body: isHead ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: body))
    )
  }

  /// The answer after which the connection is closed: to a request whose body will not be read, and
  /// to every one of HTTP/1.0.
  ///
  /// Closing at once would reset a sender that is still busy, and it would never see the answer; so
  /// our half is closed, the rest is drained for a moment, then the connection goes.
  func closingResponse(
    standing: [Header],
    isHead: Bool = false,
    on channel: any Channel
  ) -> Response {
    let buffer = ByteBuffer(bytes: isHead ? [] : body)
    let body = ResponseBody(contentLength: buffer.readableBytes) { writer in
      try await writer.write(buffer)
      try await writer.finish(nil)
      channel.close(mode: .output, promise: nil)
      channel.eventLoop.scheduleTask(in: .seconds(ServerLimits.lingerSeconds)) {
        channel.close(promise: nil)
      }
    }
    let headers = fields(standing: standing + [Header("Connection", "close")])
    return Response(status: HTTPResponse.Status(code: status), headers: headers, body: body)
  }

  private func fields(standing: [Header]) -> HTTPFields {
    var fields = HTTPFields()
    let own = [
      Header("Content-Type", type.rawValue),
      Header("Content-Length", String(body.count)),
      Header("Cache-Control", cache.rawValue),
    ]
    // A page may be stricter or laxer than the rest: its own header takes the standing one's place.
    let others = standing.filter { header in !extra.contains { $0.name == header.name } }
    for header in own + others + extra {
      guard let name = HTTPField.Name(header.name) else { continue }
      fields.append(HTTPField(name: name, value: header.value))
    }
    return fields
  }
}
