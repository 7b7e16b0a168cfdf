package import Shop
import Transport

extension PayPalAdapter {
  /// Whether that certificate may be fetched for a message from there: some a minute are.
  package func mayLearnKey(_ name: String, from sender: IPNetwork?, at now: Timestamp) -> Bool {
    guard shelf.pins.allow(name) else { return false }
    return shelf.key(from: name, at: now) != nil || shelf.mayFetch(name, from: sender, at: now)
  }

  /// Fetches a signing certificate from where PayPal publishes them.
  package func learnKey(_ name: String, _ call: Call) throws(ProviderError) -> Bool {
    guard shelf.pins.allow(name) else { return false }
    // Another webhook may have had it fetched meanwhile.
    if shelf.key(from: name, at: call.now) != nil { return true }
    var request = HTTPRequest(.get, name)
    request.allowsPlainLoopback = api.address.isMock
    request.limits.responseBytes = 65_536
    let response = try request.answer(isRepeatable: false)
    // Trouble that passes says nothing about the name.
    guard response.status < 500, response.status != 429 else { return false }
    if response.status == 200, let pem = String(validating: response.body, as: UTF8.self),
      try shelf.keep(pem, from: name, at: call.now)
    {
      return true
    }
    shelf.rest(name, at: call.now)
    return false
  }

  /// Keeps learned certificates over restarts, so that a start needs no fetch.
  package func keepKeys(in folder: String, at now: Timestamp) throws {
    try shelf.keep(in: folder + "/paypal-certificates.pem", at: now)
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
