package import Shop

extension StripeAdapter {
  package func query(
    _ question: PaymentQuestion,
    _ call: Call
  ) throws(ProviderError) -> PaymentFinding { throw .unsupported }
}
