/// Why a request has no response.
///
/// Details are libcurl's words without control characters; they never hold a header, a body or a
/// key.
package enum TransportError: Error, Equatable, CustomStringConvertible {
  /// The request itself is invalid: a mistake of ours or of the settings.
  case refused(String)
  /// No server answers at that address; nothing was sent.
  case unreachable(String)
  /// The server could not prove its identity, or has no TLS version that we accept; nothing was
  /// sent.
  case untrusted(String)
  /// Out of time; the server may have acted on the request.
  case timedOut(String)
  /// The connection broke; the server may have acted on the request.
  case interrupted(String)
  /// The response is longer than its limit.
  case tooLarge(limit: Int)

  /// One line for a log, without a secret.
  package var description: String {
    switch self {
    case .refused(let detail): "request not sent: \(detail)"
    case .unreachable(let detail): "no connection: \(detail)"
    case .untrusted(let detail): "TLS failed: \(detail)"
    case .timedOut(let detail): "timed out: \(detail)"
    case .interrupted(let detail): "connection broke: \(detail)"
    case .tooLarge(let limit): "response is longer than \(limit) bytes"
    }
  }
}
