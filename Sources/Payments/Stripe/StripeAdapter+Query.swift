package import Shop

extension StripeAdapter {
  /// Asks for the session, or for that of a payment.
  package func query(
    _ question: PaymentQuestion,
    _ call: Call
  ) throws(ProviderError) -> PaymentFinding { throw .unsupported }
}
