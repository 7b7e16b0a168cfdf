import Foundation
import Transport

/// Why a provider's call failed; never holds a key or an address.
package enum ProviderError: Error, Equatable, CustomStringConvertible {
  /// The network, a limit or the provider's own trouble: another try may succeed, and this one may
  /// have had its effect.
  ///
  /// Where the provider asks for a pause, its length in seconds.
  case temporary(String, afterSeconds: Int64? = nil)
  /// The provider refuses: settings, keys or the request are wrong.
  case refused(String)
  /// The answer is not the provider's, by its signature or form; it is ignored.
  case untrusted(String)
  /// This provider has no such function.
  case unsupported

  /// One line for a log or an operator.
  package var description: String {
    switch self {
    case .temporary(let detail, _): "temporary: \(detail)"
    case .refused(let detail): "refused: \(detail)"
    case .untrusted(let detail): "not believed: \(detail)"
    case .unsupported: "this provider cannot do that"
    }
  }
}

extension HTTPRequest {
  /// Sends it; once more after a network failure where a repeat is harmless.
  ///
  /// The first may have had its effect, so an error of the second does not refuse it.
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
        "the answer to a request was lost, and its repeat answered with \(response.status)",
        afterSeconds: response.retryAfterSeconds
      )
    }
    return response
  }
}

extension HTTPResponse {
  /// How many seconds the provider asks to wait: `Retry-After` in seconds, or as a moment relative
  /// to the answer's `Date`; nil when it is missing or unreadable.
  var retryAfterSeconds: Int64? {
    guard let text = header("Retry-After") else { return nil }
    if !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) {
      return Int64(text) ?? .max
    }
    guard let until = Self.moment(text), let now = header("Date").flatMap(Self.moment) else {
      return nil
    }
    return max(0, Int64(until.timeIntervalSince(now)))
  }

  /// Reads only RFC 9110's preferred form: `Sun, 06 Nov 1994 08:49:37 GMT`.
  static func moment(_ text: String) -> Date? {
    let form = DateFormatter()
    form.locale = Locale(identifier: "en_US_POSIX")
    form.timeZone = TimeZone(secondsFromGMT: 0)
    form.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    return form.date(from: text)
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

  /// The provider's words as one printable line, in any script.
  ///
  /// Every character that moves the cursor, changes the direction or is invisible becomes `?`.
  static func line(_ words: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in words.unicodeScalars.prefix(400) {
      line.append(isPrinted(scalar) ? scalar : "?")
    }
    return String(line)
  }

  private static func isPrinted(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (32...126).contains(scalar.value) }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .modifierLetter,
      .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark,
      .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol,
      .modifierSymbol:
      return true
    default:
      return false
    }
  }
}

extension TransportError {
  /// Whether the network is at fault, not the request or the settings.
  fileprivate var isWorthRepeating: Bool {
    switch self {
    case .unreachable, .timedOut, .interrupted: true
    case .refused, .untrusted, .tooLarge: false
    }
  }
}
