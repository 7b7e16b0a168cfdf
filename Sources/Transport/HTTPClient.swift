import CCurl

/// HTTP over libcurl.
package enum HTTPClient {
  /// Sends a request and waits for its response, on the calling thread.
  ///
  /// TLS is verified, redirects are not followed, proxies of the environment are not used. Any
  /// status is a response; an error means that there is none.
  package static func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
    try checkAddress(of: request)
    let fields = try headerFields(of: request)
    let exchange = try HTTPExchange(request.body, limit: request.limits.responseBytes)
    guard let handle = CurlHandle() else { throw .refused("libcurl does not start") }
    configure(handle, for: request, bodyLength: exchange.bodyLength)
    handle.setList(CURLOPT_HTTPHEADER, fields)
    exchange.attach(to: handle)
    let code = withExtendedLifetime(exchange) { handle.perform() }
    guard code == CURLE_OK else { throw error(code, handle: handle, exchange: exchange) }
    return HTTPResponse(
      status: ccurl_get_long(handle.raw, CURLINFO_RESPONSE_CODE),
      headers: exchange.headers,
      body: exchange.body
    )
  }

  private static func checkAddress(of request: HTTPRequest) throws(TransportError) {
    let address = try RequestURL(request.url)
    let isPlainAllowed =
      request.unixSocket != nil
      || (request.allowsPlainLoopback && RequestURL.isLoopback(address.host))
    guard address.scheme == "https" || (address.scheme == "http" && isPlainAllowed) else {
      throw .refused("URL: expected https://; http:// is for loopback, where it is allowed")
    }
  }

  /// The headers for libcurl, with entries that remove those that libcurl adds on its own.
  private static func headerFields(of request: HTTPRequest) throws(TransportError) -> [String] {
    var fields: [String] = []
    for (name, value) in request.headers {
      guard isToken(name), isFieldValue(value) else {
        throw .refused("header: a name or value has characters that do not belong there")
      }
      guard !["content-length", "transfer-encoding"].contains(name.lowercased()) else {
        throw .refused("header \(name): computed from the body")
      }
      fields.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
    }
    let names = Set(request.headers.map { $0.name.lowercased() })
    // No form type that was not asked for, and no second of waiting for "100 Continue".
    for unwanted in ["Content-Type", "Expect"] where !names.contains(unwanted.lowercased()) {
      fields.append("\(unwanted):")
    }
    return fields
  }

  private static func configure(_ handle: CurlHandle, for request: HTTPRequest, bodyLength: Int) {
    handle.set(CURLOPT_URL, request.url)
    handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
    handle.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    handle.set(CURLOPT_USERAGENT, "Cardstock")
    handle.set(CURLOPT_CONNECTTIMEOUT_MS, request.limits.connectMilliseconds)
    handle.set(CURLOPT_TIMEOUT_MS, request.limits.totalMilliseconds)
    handle.setSize(CURLOPT_MAXFILESIZE_LARGE, request.limits.responseBytes)
    handle.setAuthorities(request.authorities)
    if let path = request.unixSocket { handle.set(CURLOPT_UNIX_SOCKET_PATH, path) }
    let hasBody = if case .none = request.body { false } else { true }
    if hasBody || request.method == .post || request.method == .put {
      handle.set(CURLOPT_POST, 1)
      handle.setSize(CURLOPT_POSTFIELDSIZE_LARGE, bodyLength)
    }
    if request.method != .post, hasBody || request.method != .get {
      handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }
  }

  private static func error(
    _ code: CURLcode,
    handle: CurlHandle,
    exchange: HTTPExchange
  ) -> TransportError {
    let words = handle.words(for: code)
    if exchange.isTooLarge || code == CURLE_FILESIZE_EXCEEDED {
      return .tooLarge(limit: exchange.limit)
    }
    if exchange.hasReadFailure { return .refused("the body's file ended early") }
    if code.isAboutTLS { return .untrusted(words) }
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT: return .unreachable(words)
    case CURLE_OPERATION_TIMEDOUT: return handle.isReady ? .timedOut(words) : .unreachable(words)
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_FUNCTION_ARGUMENT,
      CURLE_UNKNOWN_OPTION, CURLE_OUT_OF_MEMORY:
      return .refused(words)
    default: return .interrupted(words)
    }
  }

  /// Whether it is a token of RFC 9110 §5.6.2.
  private static func isToken(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
          || "!#$%&'*+-.^_`|~".utf8.contains(byte)
      }
  }

  private static func isFieldValue(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 == 9 || ($0 >= 32 && $0 != 127) }
  }
}
