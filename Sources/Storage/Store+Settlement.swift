package import Shop

extension Store {
  /// Keeps a checkout with its quote; a reference that exists is `.failed`.
  package func open(_ checkout: Checkout) async throws(StoreError) {
    _ = try await commit(at: checkout.createdAt) { try $0.open(checkout) }
  }

  /// Settles one verified event; when it returns, everything that follows is durable (I2).
  ///
  /// Throws `.busy` when too much waits and `.failed` when nothing was kept: the provider is to
  /// send it again.
  package func settle(
    _ event: PaymentEvent,
    at: Timestamp
  ) async throws(StoreError) -> Settlement {
    try await commit(at: at) { try $0.settle(event) }
  }
}
