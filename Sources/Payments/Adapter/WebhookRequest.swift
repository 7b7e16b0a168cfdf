package import Shop

/// A webhook as it came over the wire; nothing in it is believed yet.
package struct WebhookRequest: Sendable {
  /// In wire order, duplicates kept: two of an authentication header are refused.
  package let headers: [(name: String, value: String)]
  /// The raw bytes, exactly as they came: signatures cover these.
  package let body: [UInt8]
  /// What follows the `?` of the address; no part of any signature but EPay's.
  package let query: String
  /// The network that it came from; nil when it is not known.
  ///
  /// It proves nothing, and shares out what strangers can cause.
  package let sender: IPNetwork?

  package init(
    headers: [(name: String, value: String)],
    body: [UInt8],
    query: String = "",
    sender: IPNetwork? = nil
  ) {
    self.headers = headers
    self.body = body
    self.query = query
    self.sender = sender
  }

  /// The header of that name if there is exactly one, whatever its case; refused otherwise, since
  /// of two nobody knows which one a proxy or the signer meant.
  func soleHeader(_ name: String) throws(WebhookRefusal) -> String {
    let found = headers.filter { $0.name.lowercased() == name }
    guard found.count == 1, let header = found.first else { throw .authentication }
    return header.value
  }
}

/// Why a webhook is not believed; the answer to the sender says no more than that.
package enum WebhookRefusal: Error, Equatable, Sendable {
  /// No signature, more than one header of it, or none that matches: 401.
  case authentication
  /// Signed with a key that is not known here: `learnKey` may find it.
  case unknownKey(String)
  /// Signed more than 300 s ago or ahead: 400.
  case stale
  /// Signed, but not an event that can be read: 400.
  case malformed
}
