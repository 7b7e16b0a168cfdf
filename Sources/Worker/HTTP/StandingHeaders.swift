/// The headers that every answer of the worker carries.
package struct StandingHeaders: Sendable {
  /// On every answer.
  package let headers: [Reply.Header]

  /// Makes them for a worker at `publicURL`.
  ///
  /// `paymentOrigins` is where `POST /checkout` may send a buyer: browsers hold redirects after a
  /// form to `form-action` too.
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
