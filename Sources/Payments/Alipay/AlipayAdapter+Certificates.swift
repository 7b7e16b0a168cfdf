import Foundation
package import Shop

extension AlipayAdapter {
  /// Never: anybody can name any number of certificates in a message.
  ///
  /// Alipay's answers name them too, and come by TLS: the next one teaches what took over.
  package func mayLearnKey(_ name: String, from sender: IPNetwork?, at now: Timestamp) -> Bool {
    false
  }

  /// Keeps certificates that were fetched over restarts.
  package func keepKeys(in folder: String, at now: Timestamp) throws {
    try certificates.keep(in: folder + "/alipay-certificates.pem", at: now)
  }

  /// What took over from the certificate of the settings, and when that ends.
  package func remarks(at now: Timestamp) -> [String] { certificates.remarks(at: now) }

  /// Fetches a certificate that an answer names, if it is not known; each once in a while.
  func learnCertificate(_ name: String, _ call: Call) throws(ProviderError) {
    guard certificates.mayAsk(for: name, at: call.now) else { return }
    _ = try download(name, call)
  }

  /// The answer need not be signed: what it holds is judged by the roots of the settings alone.
  ///
  /// https://opendocs.alipay.com/open/6f534d7f_alipay.open.app.alipaycert.download
  private func download(_ name: String, _ call: Call) throws(ProviderError) -> Bool {
    let answer = try answer(
      "alipay.open.app.alipaycert.download",
      AlipayCertificateNameDocument(name: name),
      [],
      call
    )
    let document: AlipayCertificateDocument
    do {
      document = try WebhookBody.decode(AlipayCertificateDocument.self, from: answer.value)
    } catch {
      return false
    }
    guard let data = Data(base64Encoded: document.content, options: .ignoreUnknownCharacters),
      let pem = String(validating: data, as: UTF8.self)
    else { return false }
    return try certificates.take(pem, named: name, at: call.now)
  }
}

private struct AlipayCertificateNameDocument: Encodable {
  let name: String

  enum CodingKeys: String, CodingKey {
    case name = "alipay_cert_sn"
  }
}

/// A certificate with what vouches for it: PEM in base64.
private struct AlipayCertificateDocument: Decodable {
  let content: String

  enum CodingKeys: String, CodingKey {
    case content = "alipay_cert_content"
  }
}
