import CCurl

/// One libcurl transfer: made, used and freed on one thread, never reused.
///
/// With a handle of its own each transfer has its own connection, so that a late answer to an
/// earlier request is never taken for its own.
final class CurlHandle {
  /// The handle for callbacks and getters.
  let raw: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private var lists: [UnsafeMutablePointer<curl_slist>] = []
  /// The first option that libcurl refused; such a transfer is not performed.
  private(set) var refusedOption: CURLcode?

  /// Whether libcurl could start; run once per process.
  private static let isStarted = ccurl_start() == CURLE_OK

  /// Returns nil when libcurl cannot start or is out of memory.
  init?() {
    guard Self.isStarted, let raw = curl_easy_init() else { return nil }
    self.raw = raw
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    note(ccurl_set_buffer(raw, CURLOPT_ERRORBUFFER, errorText))
    // libcurl's signals would reach threads that are not ours.
    set(CURLOPT_NOSIGNAL, 1)
    // The settings decide where we connect, not `https_proxy` in the environment.
    set(CURLOPT_NOPROXY, "*")
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    set(CURLOPT_FORBID_REUSE, 1)
    set(CURLOPT_FRESH_CONNECT, 1)
    set(CURLOPT_TCP_KEEPALIVE, 1)
  }

  deinit {
    curl_easy_cleanup(raw)
    for list in lists { curl_slist_free_all(list) }
    errorText.deallocate()
  }

  func set(_ option: CURLoption, _ value: String) {
    note(ccurl_set_string(raw, option, value))
  }

  func set(_ option: CURLoption, _ value: Int) {
    note(ccurl_set_long(raw, option, value))
  }

  func setSize(_ option: CURLoption, _ value: Int) {
    note(ccurl_set_size(raw, option, curl_off_t(value)))
  }

  func setList(_ option: CURLoption, _ values: [String]) {
    var list: UnsafeMutablePointer<curl_slist>?
    for value in values {
      guard let longer = curl_slist_append(list, value) else {
        note(CURLE_OUT_OF_MEMORY)
        break
      }
      list = longer
    }
    guard let list else { return }
    lists.append(list)
    note(ccurl_set_list(raw, option, list))
  }

  /// Trusts only that PEM file's authorities, when one is named.
  func setAuthorities(_ path: String?) {
    guard let path else { return }
    set(CURLOPT_CAINFO, path)
  }

  /// Records the first failure to set an option.
  func note(_ code: CURLcode) {
    if code != CURLE_OK, refusedOption == nil { refusedOption = code }
  }

  /// Runs the transfer to its end on this thread.
  func perform() -> CURLcode {
    if let refusedOption { return refusedOption }
    return curl_easy_perform(raw)
  }

  /// libcurl's words for a result: one line of printable ASCII.
  func words(for code: CURLcode) -> String {
    let specific = String(cString: errorText)
    let text = specific.isEmpty ? String(cString: curl_easy_strerror(code)) : specific
    return oneLine(text)
  }

  /// Whether TCP, or the Unix socket, is connected.
  var isConnected: Bool { ccurl_get_size(raw, CURLINFO_CONNECT_TIME_T) > 0 }

  /// Whether the connection, TLS included, was up and the request may have begun.
  var isReady: Bool { ccurl_get_size(raw, CURLINFO_PRETRANSFER_TIME_T) > 0 }
}

extension CURLcode {
  /// Whether the other side could not prove its identity, or no common TLS version was found.
  var isAboutTLS: Bool {
    switch self {
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_USE_SSL_FAILED,
      CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED,
      CURLE_SSL_CRL_BADFILE, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS:
      true
    default: false
    }
  }
}

/// Text from outside as one line of printable ASCII, at most 200 characters: fit for a log.
func oneLine(_ text: String) -> String {
  let bytes = text.utf8.prefix(200).map { (32...126).contains($0) ? $0 : UInt8(ascii: "?") }
  return String(decoding: bytes, as: UTF8.self)
}
