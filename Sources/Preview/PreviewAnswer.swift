/// What the preview answers to one request.
package struct PreviewAnswer: Equatable, Sendable {
  package let status: Int
  /// In order; names as they are sent.
  package let headers: [Header]
  package let body: [UInt8]

  /// One header.
  package struct Header: Equatable, Sendable {
    package let name: String
    package let value: String
  }

  /// The value of the first header of that name, in any case.
  package func value(of name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// The part of a request that the answer depends on.
package struct PreviewRequest: Sendable {
  package let method: String
  /// As it was sent, with the query: `/products/a%20b/?x=1`.
  package let target: String
  /// The `If-None-Match` header.
  package let knownTag: String?

  package init(method: String, target: String, knownTag: String? = nil) {
    self.method = method
    self.target = target
    self.knownTag = knownTag
  }
}
