import Transport

/// Why a provider did not do what it was asked; never holds a key or an address.
package enum ProviderError: Error, Equatable, CustomStringConvertible {
  /// Worth another try: the network, a limit, the provider's own trouble. It may have been done.
  case temporary(String)
  /// The provider will not have it: settings or keys are wrong, or the request is.
  case refused(String)
  /// The answer is not the provider's, by its signature or form; believed by nobody.
  case untrusted(String)
  /// This provider has no such thing.
  case unsupported

  package var description: String {
    switch self {
    case .temporary(let detail): "temporary: \(detail)"
    case .refused(let detail): "refused: \(detail)"
    case .untrusted(let detail): "not believed: \(detail)"
    case .unsupported: "this provider cannot do that"
    }
  }
}

extension HTTPRequest {
  /// Sends it; once more after a failure of the network where a repeat is harmless.
  ///
  /// The first may have been acted on: what goes wrong with the second is no answer to it.
  func answer(isRepeatable: Bool) throws(ProviderError) -> HTTPResponse {
    do {
      return try HTTPClient.send(self)
    } catch {
      guard isRepeatable, error.isWorthRepeating else { throw ProviderError(error) }
    }
    let response: HTTPResponse
    do {
      response = try HTTPClient.send(self)
    } catch {
      throw .temporary(error.description)
    }
    guard !(400..<500).contains(response.status) || method == .get else {
      throw .temporary(
        "the answer to a request was lost, and its repeat answered with \(response.status)"
      )
    }
    return response
  }
}

extension ProviderError {
  fileprivate init(_ error: TransportError) {
    self =
      switch error {
      case .unreachable, .timedOut, .interrupted: .temporary(error.description)
      case .untrusted, .tooLarge: .untrusted(error.description)
      case .refused: .refused(error.description)
      }
  }

  /// The provider's words as one line of printable ASCII, fit for a log.
  static func line(_ words: String) -> String {
    String(
      decoding: words.utf8.prefix(400).map { (32...126).contains($0) ? $0 : UInt8(ascii: "?") },
      as: UTF8.self
    )
  }
}

extension TransportError {
  /// The network's fault, not the request's or the settings'.
  fileprivate var isWorthRepeating: Bool {
    switch self {
    case .unreachable, .timedOut, .interrupted: true
    case .refused, .untrusted, .tooLarge: false
    }
  }
}
