import CCurl

/// A URL as libcurl itself parses it, so that the checked address is the one that is called.
struct RequestURL {
  let scheme: String
  let host: String

  /// Refuses anything but an absolute URL of printable ASCII without a user.
  init(_ text: String) throws(TransportError) {
    guard (1...8_192).contains(text.utf8.count), text.utf8.allSatisfy({ (33...126).contains($0) })
    else { throw .refused("URL: expected up to 8192 printable ASCII characters without a space") }
    guard let handle = curl_url() else { throw .refused("URL: out of memory") }
    defer { curl_url_cleanup(handle) }
    guard curl_url_set(handle, CURLUPART_URL, text, 0) == CURLUE_OK,
      let scheme = Self.part(CURLUPART_SCHEME, of: handle),
      let host = Self.part(CURLUPART_HOST, of: handle)
    else { throw .refused("URL: expected https://HOST/…") }
    guard Self.part(CURLUPART_USER, of: handle) == nil,
      Self.part(CURLUPART_PASSWORD, of: handle) == nil
    else { throw .refused("URL: a user or password does not belong in it") }
    self.scheme = scheme.lowercased()
    self.host = host.lowercased()
  }

  /// Whether the host is this machine, by a loopback address or by `localhost`.
  static func isLoopback(_ host: String) -> Bool {
    ["127.0.0.1", "::1", "[::1]", "localhost"].contains(host.lowercased())
  }

  private static func part(_ part: CURLUPart, of handle: OpaquePointer) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }
}
