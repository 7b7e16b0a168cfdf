import Shop

/// Whose messages are UnionPay's: those whose certificate is.
struct UnionPayTrust: Sendable {
  private let chain: CertificateChain
  let roots: [PublicCertificate]
  let middles: [PublicCertificate]
  let isLive: Bool

  /// Takes UnionPay's root and the certificates between it and those that sign.
  ///
  /// The test environment has used certificates that were signed with SHA-1 and made out to
  /// another name; real money does not meet them.
  init(roots: [PublicCertificate], middles: [PublicCertificate], isLive: Bool) {
    chain = CertificateChain(roots: roots, intermediates: middles, allowsSHA1: !isLive)
    self.roots = roots
    self.middles = middles
    self.isLive = isLive
  }

  /// Refuses a message that is not signed with a certificate of UnionPay's own.
  ///
  /// The version and the method are ours to choose: the message may not ask for SHA-1 or for a
  /// shared key.
  func check(_ message: UnionPayMessage, at now: Timestamp) throws(WebhookRefusal) {
    guard message["version"] == "5.1.0", message["signMethod"] == "01",
      let text = message["signPubKeyCert"], let certificate = PublicCertificate(pem: text),
      let signature = message["signature"].flatMap({ PEMText.bytes(base64: $0) }),
      isUnionPays(certificate), chain.trusts(certificate, at: now),
      let key = RSAPublicKey(certificate),
      key.verifies(signature, over: message.signedBytes)
    else { throw .authentication }
  }

  /// Whether the certificate is made out to UnionPay: the third part of
  /// `041@8310000000083040@中国银联股份有限公司@00016495`.
  ///
  /// The same authority issues the merchants' certificates, so the chain alone proves nothing.
  private func isUnionPays(_ certificate: PublicCertificate) -> Bool {
    guard let name = certificate.commonName else { return false }
    let parts = name.split(separator: "@", omittingEmptySubsequences: false)
    let owner = parts.count > 2 ? parts[2] : parts[0]
    return (parts.count > 2 && owner == "中国银联股份有限公司")
      || (!isLive && owner == "00040000:SIGN")
  }
}
