package import Shop

extension UnionPayAdapter {
  /// What was settled on a day.
  package func statement(
    of day: CivilDate,
    _ call: Call
  ) throws(ProviderError) -> [StatementLine]? { throw .unsupported }
}
