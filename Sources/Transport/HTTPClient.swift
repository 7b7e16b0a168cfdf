/// HTTP over libcurl.
package enum HTTPClient {
  /// Sends a request and waits for its response, on the calling thread.
  ///
  /// TLS is verified, redirects are not followed, proxies of the environment are not used.
  package static func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
    throw .refused("not written yet")
  }
}
