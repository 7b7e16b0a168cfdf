/// What a rehearsal asks.
extension WeChatPayAdapter {
  package var apiAddress: ProviderAddress? { address }
  package static var signsAnswers: Bool { true }
  package var opensByCall: Bool { true }

  package var credentials: [Credential] {
    [Credential("merchant certificate", serial: merchant.serial)]
      + keys.publicIDs.map { Credential("WeChat Pay's public key", serial: $0) }
      + keys.known.map { Credential("platform certificate", $0, serial: \.hex) }
  }
}
