package import Shop
import Transport

extension PayPalAdapter {
  /// Fetches a signing certificate from where PayPal publishes them, a few times a minute at most.
  package func learnKey(_ name: String, _ call: Call) throws(ProviderError) -> Bool {
    guard shelf.pins.allow(name), shelf.mayFetch(at: call.now) else { return false }
    var request = HTTPRequest(.get, name)
    request.allowsPlainLoopback = api.address.isMock
    request.limits.responseBytes = 65_536
    let response = try request.answer(isRepeatable: false)
    guard response.status == 200, let pem = String(validating: response.body, as: UTF8.self) else {
      return false
    }
    return try shelf.keep(pem, from: name, at: call.now)
  }

  /// Takes a certificate as PayPal publishes it; false unless its address, its chain, its name and
  /// its dates are all good.
  package func keep(_ pem: String, from url: String, at now: Timestamp) -> Bool {
    do {
      return try shelf.keep(pem, from: url, at: now)
    } catch {
      return false
    }
  }
}
