/// What a rehearsal asks.
extension AlipayAdapter {
  package var apiAddress: ProviderAddress? { gateway }
  package static var signsAnswers: Bool { true }

  package var credentials: [Credential] {
    [Credential("app key of app \(appID)")]
      + (certificateNames.map { [Credential("app certificate", $0.own, serial: \.decimal)] } ?? [])
      + certificates.known.map { Credential("Alipay's certificate", $0, serial: \.decimal) }
  }

  /// A code to scan comes from Alipay; its pages are led to by a link of ours.
  package var opensByCall: Bool { product == .precreate }
}
