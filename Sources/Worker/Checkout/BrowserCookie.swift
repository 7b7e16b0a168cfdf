import Shop

/// The cookie by which a browser is known that began checkouts: a token for each, the latest first.
///
/// Browsers take a name with this prefix from the host itself alone, over TLS or on this machine.
enum BrowserCookie {
  private static let name = "__Host-checkouts"
  /// The most checkouts that it opens; a further one takes the place of the oldest.
  private static let most = 8

  /// The tokens that a browser sent.
  static func tokens(of incoming: IncomingRequest) -> [BrowserToken] {
    var tokens: [BrowserToken] = []
    for header in incoming.headers where header.name.lowercased() == "cookie" {
      for pair in header.value.split(separator: ";") {
        let trimmed = pair.drop { $0 == " " }
        guard trimmed.hasPrefix(name + "=") else { continue }
        let words = trimmed.dropFirst(name.count + 1).split(separator: ".")
        tokens += words.compactMap { BrowserToken(String($0)) }
      }
    }
    return Array(tokens.prefix(most))
  }

  /// Has a browser keep the token of its new checkout before those that it has.
  static func keeping(_ token: BrowserToken, before known: [BrowserToken]) -> Reply.Header {
    let tokens = ([token] + known).prefix(most).map(\.text).joined(separator: ".")
    return header(tokens, seconds: BrowserToken.lifetimeSeconds)
  }

  /// Has a browser forget all of them.
  static let forgetting = header("", seconds: 0)

  private static func header(_ value: String, seconds: Int64) -> Reply.Header {
    Reply.Header(
      "Set-Cookie",
      "\(name)=\(value); Path=/; Max-Age=\(seconds); Secure; HttpOnly; SameSite=Lax"
    )
  }
}
