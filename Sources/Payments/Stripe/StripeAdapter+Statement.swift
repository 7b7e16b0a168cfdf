package import Shop

extension StripeAdapter {
  package func statement(
    of day: CivilDate,
    _ call: Call
  ) throws(ProviderError) -> [StatementLine]? { throw .unsupported }
}
