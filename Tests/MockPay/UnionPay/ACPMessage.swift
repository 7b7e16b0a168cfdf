import Crypto
import CryptoExtras

/// The fields of a message of UnionPay's interface 5.1.0: a form, or an answer in the same words.
package struct ACPMessage: Equatable, Sendable {
  /// By their names; none is empty.
  package private(set) var fields: [String: String]

  package init(_ fields: [String: String]) {
    self.fields = fields.filter { !$0.value.isEmpty }
  }

  /// Reads the body of a request; empty values are none of a signed message's.
  package init(form body: [UInt8]) throws(UnionPayRefusal) {
    do {
      fields = try Form(String(decoding: body, as: UTF8.self)).values
    } catch {
      throw .form("\(error)")
    }
    if let empty = fields.first(where: \.value.isEmpty) { throw .form(empty.key) }
  }

  package subscript(name: String) -> String {
    get { fields[name] ?? "" }
    set { fields[name] = newValue.isEmpty ? nil : newValue }
  }

  /// What is signed: every field but the signature, in the order of the bytes of their names.
  package var signedText: String { text(without: "signature") }

  /// As an answer: the pairs without escapes.
  package var answerText: String { text(without: nil) }

  private func text(without name: String?) -> String {
    fields.filter { $0.key != name }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { "\($0.key)=\($0.value)" }.joined(separator: "&")
  }
}

/// Who signs the provider's messages: a key, and the certificate that goes along with them.
package struct ACPSeal: Sendable {
  private let key: _RSA.Signing.PrivateKey
  /// PEM with the line ends that UnionPay sends; they are a part of what is signed.
  private let certificate: String

  init(key: _RSA.Signing.PrivateKey, certificate: NamedCertificate) {
    self.key = key
    let lines = certificate.pem.split(whereSeparator: \.isNewline)
    self.certificate = lines.map { $0 + "\r\n" }.joined()
  }

  /// The message with the certificate, and a signature over all of it.
  package func signed(_ message: ACPMessage) throws -> ACPMessage {
    var signed = message
    signed["signPubKeyCert"] = certificate
    signed["signature"] = try Signing.sign(twiceHashed(signed.signedText), with: key)
    return signed
  }
}

extension UnionPayKeys {
  /// Whose certificate goes along: the provider's own unless a test wants another.
  func seal(_ tampering: Tampering?, isExpired: Bool = false) -> ACPSeal {
    switch tampering {
    case .stranger: ACPSeal(key: stranger, certificate: strangerCertificate)
    case .expired: ACPSeal(key: signer, certificate: expiredSigning)
    default: ACPSeal(key: signer, certificate: isExpired ? expiredSigning : signing)
    }
  }

  /// Refuses what the shop's own key has not signed.
  func check(_ message: ACPMessage) throws(UnionPayRefusal) {
    guard message["merId"] == merID else { throw .merchant }
    let bytes = twiceHashed(message.signedText)
    guard message["version"] == "5.1.0", message["signMethod"] == "01",
      message["encoding"] == "UTF-8", message["certId"] == merchant.decimalSerial,
      Signing.fits(message["signature"], bytes, key: merchantKey)
    else { throw .signature }
  }
}

/// Method 01 of version 5.1.0 signs the small hexadecimal digits of the text's SHA-256, which the
/// signature hashes once more.
private func twiceHashed(_ text: String) -> [UInt8] {
  Array(hex(SHA256.hash(data: Array(text.utf8))).utf8)
}
