package import Shop

extension StripeAdapter {
  /// The balance transactions of a day.
  package func statement(
    of day: CivilDate,
    _ call: Call
  ) throws(ProviderError) -> [StatementLine]? { throw .unsupported }
}
