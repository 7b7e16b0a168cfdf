import Shop

extension StripeAdapter {
  /// Gives money back; the refund's ID is the idempotency key.
  package func refund(
    _ request: RefundRequest,
    _ call: Call
  ) throws(ProviderError) -> RefundAnswer { throw .unsupported }
}
