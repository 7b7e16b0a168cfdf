import Shop

extension StripeAdapter {
  package func refund(
    _ request: RefundRequest,
    _ call: Call
  ) throws(ProviderError) -> RefundAnswer { throw .unsupported }
}
