/// What a rehearsal asks.
extension EPayAdapter {
  package var apiAddress: ProviderAddress? { gateway }

  package var credentials: [Credential] { [Credential("key of shop \(pid)")] }
}
