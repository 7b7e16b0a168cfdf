package import Shop

/// The specification speaks of webhooks alone: there is nobody to ask.
extension StandardAdapter {
  /// Not part of the specification.
  package func start(
    _ request: StartRequest,
    _ call: Call
  ) throws(ProviderError) -> StartedCheckout { throw .unsupported }

  /// Not part of the specification.
  package func query(
    _ question: Payment.Question,
    _ call: Call
  ) throws(ProviderError) -> Payment.Finding { throw .unsupported }

  /// Not part of the specification.
  package func refund(
    _ request: RefundRequest,
    _ call: Call
  ) throws(ProviderError) -> RefundAnswer { throw .unsupported }

  /// Not part of the specification.
  package func statement(
    of day: CivilDate,
    _ call: Call
  ) throws(ProviderError) -> [Statement.Line]? { throw .unsupported }
}
