/// A webhook that asks for nothing, as a provider would send it.
package struct WebhookProbe: Equatable, Sendable {
  package let headers: [Header]
  package let body: String
  /// What it says in its address, where the provider sends no body: then it is a GET.
  package let query: String?
  /// Whether it is signed with our own copy of the provider's secret.
  ///
  /// Where only the provider has the key it is not, and must be refused.
  package let isSigned: Bool

  /// One request header.
  package struct Header: Equatable, Sendable {
    package let name: String
    package let value: String
  }

  init(headers: [Header], body: String, isSigned: Bool) {
    self.headers = headers
    self.body = body
    query = nil
    self.isSigned = isSigned
  }

  /// A signed one that says all in its address.
  init(query: String) {
    headers = []
    body = ""
    self.query = query
    isSigned = true
  }

  static let unsigned = WebhookProbe(
    headers: [Header(name: "Content-Type", value: "application/json")],
    body: "{}",
    isSigned: false
  )
}
