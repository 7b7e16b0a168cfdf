/// What one request is answered with: a value, so that routes are plain functions.
package struct Reply: Equatable, Sendable {
  /// The HTTP status code.
  package let status: Int
  /// How the body is to be read.
  package let type: MediaType
  /// Its bytes; not sent in answer to `HEAD`.
  package let body: [UInt8]
  /// How long it may be kept.
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
    /// As it is written in the answer.
    package let name: String
    /// One line.
    package let value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// How long others may keep the answer.
  package enum Caching: String, Sendable {
    /// Pages about one buyer, and every answer to a `POST`.
    case never = "no-store"
    /// Stock levels: 30 seconds, and the old ones while new ones are fetched or the worker is away.
    case shortly = "public, max-age=30, stale-while-revalidate=60, stale-if-error=600"
    /// A file whose name changes with its content.
    case forever = "public, max-age=31536000, immutable"
  }

  /// The kinds of content that the worker sends.
  package enum MediaType: String, Sendable {
    case plain = "text/plain; charset=utf-8"
    case html = "text/html; charset=utf-8"
    case css = "text/css; charset=utf-8"
    case script = "text/javascript; charset=utf-8"
    case json = "application/json"
  }
}

extension Reply {
  /// One neutral sentence in plain text, for machines and for those who knock on wrong doors.
  static func sentence(_ text: String, status: Int, extra: [Header] = []) -> Reply {
    Reply(status: status, body: Array((text + "\n").utf8), extra: extra)
  }

  /// A page for a buyer.
  static func page(_ html: String, status: Int = 200, extra: [Header] = []) -> Reply {
    Reply(status: status, type: .html, body: Array(html.utf8), extra: extra)
  }

  /// Sends the browser on with a `GET`, whatever it came with.
  static func seeOther(_ url: String) -> Reply {
    Reply(status: 303, extra: [Header("Location", url)])
  }

  static let notFound = sentence("there is nothing here", status: 404)

  /// The body is larger than the route takes.
  static let tooLarge = sentence("the request is too large", status: 413)

  /// The store cannot take more, or could not write: worth another try.
  static func unavailable(retryAfterSeconds seconds: Int) -> Reply {
    sentence(
      "the request could not be stored; try again later",
      status: 503,
      extra: [Header("Retry-After", String(seconds))]
    )
  }
}
