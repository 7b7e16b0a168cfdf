import HTTPTypes
import Hummingbird
import NIOCore

/// The answer to one request, as a value, so that routes are plain functions.
package struct Reply: Equatable, Sendable {
  /// The HTTP status code.
  package let status: Int
  /// The body's media type.
  package let type: MediaType
  /// The body's bytes, not sent in answer to `HEAD`.
  package let body: [UInt8]
  /// How long it may be cached.
  package let cache: Caching
  /// Headers of this answer alone, beside those that every answer carries.
  package let extra: [Header]

  package init(
    status: Int,
    type: MediaType = .plain,
    body: [UInt8] = [],
    cache: Caching = .never,
    extra: [Header] = []
  ) {
    self.status = status
    self.type = type
    self.body = body
    self.cache = cache
    self.extra = extra
  }

  /// One response header.
  package struct Header: Equatable, Sendable {
    /// The header's name as it is sent.
    package let name: String
    /// The header's value, one line.
    package let value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// How long browsers and caches may keep the answer.
  package enum Caching: String, Sendable {
    /// For pages about one buyer, and every answer to a `POST`.
    case never = "no-store"
    /// For stock levels: 30 seconds, and longer while new ones are fetched or the worker is down.
    case shortly = "public, max-age=30, stale-while-revalidate=60, stale-if-error=600"
    /// For files whose names change with their content.
    case forever = "public, max-age=31536000, immutable"
  }

  /// The media types that the worker sends.
  package enum MediaType: String, Sendable {
    case plain = "text/plain; charset=utf-8"
    case html = "text/html; charset=utf-8"
    case css = "text/css; charset=utf-8"
    case script = "text/javascript; charset=utf-8"
    case json = "application/json"
  }
}

extension Reply {
  /// One neutral sentence in plain text, for programs and for requests to wrong addresses.
  static func sentence(_ text: String, status: Int, extra: [Header] = []) -> Reply {
    Reply(status: status, body: Array((text + "\n").utf8), extra: extra)
  }

  /// A page for a buyer.
  static func page(_ html: String, status: Int = 200, extra: [Header] = []) -> Reply {
    Reply(status: status, type: .html, body: Array(html.utf8), extra: extra)
  }

  /// Sends the browser on with a `GET`, whatever the method of its request.
  static func seeOther(_ url: String, extra: [Header] = []) -> Reply {
    Reply(status: 303, extra: [Header("Location", url)] + extra)
  }

  static let notFound = sentence("there is nothing here", status: 404)

  /// The answer to a body that is larger than the route accepts.
  static let tooLarge = sentence("the request is too large", status: 413)

  /// The answer when the store is full or cannot write; the sender may try again.
  static func unavailable(retryAfterSeconds seconds: Int) -> Reply {
    sentence(
      "the request could not be stored; try again later",
      status: 503,
      extra: [Header("Retry-After", String(seconds))]
    )
  }
}

/// The headers that every answer of the worker carries.
package struct StandingHeaders: Sendable {
  /// The headers, in the order in which they are sent.
  package let headers: [Reply.Header]

  /// Makes the headers for a worker at `publicURL`.
  ///
  /// `paymentOrigins` is where `POST /checkout` may send a buyer: browsers apply `form-action` to
  /// redirects after a form too.
  package init(publicURL: WebAddress, paymentOrigins: [String]) {
    let actions = (["'self'"] + paymentOrigins).joined(separator: " ")
    var headers = [
      Reply.Header(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; form-action \(actions); "
          + "base-uri 'none'; frame-ancestors 'none'"
      ),
      Reply.Header("X-Content-Type-Options", "nosniff"),
      Reply.Header("Referrer-Policy", "no-referrer"),
      Reply.Header("X-Robots-Tag", "noindex, nofollow"),
      Reply.Header("Cross-Origin-Opener-Policy", "same-origin"),
    ]
    if publicURL.isEncrypted {
      headers.append(Reply.Header("Strict-Transport-Security", "max-age=31536000"))
    }
    self.headers = headers
  }
}

extension Reply {
  /// The answer for Hummingbird; `isHead` leaves out the body.
  func response(standing: [Header], isHead: Bool) -> Response {
    Response(
      status: HTTPResponse.Status(code: status),
      headers: fields(standing: standing),
      body: isHead ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: body))
    )
  }

  /// The answer with which the connection is closed: to a request whose body is not read, or to one
  /// of HTTP/1.0.
  ///
  /// Closing at once would reset a sender that is still sending, and it would never see the answer.
  /// So the worker closes its half, drains the rest for a moment, and then closes the connection.
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
    // A header of this answer replaces the standing one of the same name.
    let others = standing.filter { header in !extra.contains { $0.name == header.name } }
    for header in own + others + extra {
      guard let name = HTTPField.Name(header.name) else { continue }
      fields.append(HTTPField(name: name, value: header.value))
    }
    return fields
  }
}
