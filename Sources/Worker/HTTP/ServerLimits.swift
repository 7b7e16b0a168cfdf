/// What one client may take of the worker's time and memory (I15).
package struct ServerLimits: Sendable {
  /// From a request's head to the end of its body; longer is a slow sender, by accident or not.
  package let bodySeconds: Int64
  /// Between two requests, or within a request's head.
  package let idleSeconds: Int64
  /// Open connections; more wait in the kernel's queue until one closes.
  package let connections: Int
  /// All headers of a request together, in bytes.
  package let headerBytes: Int

  package init(
    bodySeconds: Int64 = 10,
    idleSeconds: Int64 = 15,
    connections: Int = 1_024,
    headerBytes: Int = 16 << 10
  ) {
    self.bodySeconds = bodySeconds
    self.idleSeconds = idleSeconds
    self.connections = connections
    self.headerBytes = headerBytes
  }

  /// How long a refused sender's remaining bytes are drained, so that it can read the answer.
  static let lingerSeconds: Int64 = 2
  /// The most header fields of a request.
  static let headerFields = 64
}
