/// What a rehearsal asks.
extension AlipayAdapter {
  package var apiAddress: ProviderAddress? { gateway }
  package static var signsAnswers: Bool { true }

  package var credentials: [Credential] {
    [Credential("app key of app \(appID)")]
  }
}
