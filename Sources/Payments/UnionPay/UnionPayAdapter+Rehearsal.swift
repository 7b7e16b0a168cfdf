/// What a rehearsal asks.
extension UnionPayAdapter {
  package var apiAddress: ProviderAddress? { gateway }
  package static var signsAnswers: Bool { true }

  package var credentials: [Credential] {
    [Credential("merchant certificate", merchant.certificate, serial: \.decimal)]
      + trust.roots.map { Credential("UnionPay's root certificate", $0, serial: \.decimal) }
      + trust.middles.map { Credential("UnionPay's middle certificate", $0, serial: \.decimal) }
  }
}
