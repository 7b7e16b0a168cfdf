import Foundation
import Shop
import SwiftASN1
import Text
import X509

/// An X.509 certificate; trusted only when a `CertificateChain` says so.
struct PublicCertificate: Hashable, Sendable {
  /// The parsed certificate, with issuer and extensions.
  let x509: Certificate

  /// Reads DER; nil when it is no certificate or has an unknown kind of key.
  init?(der: [UInt8]) {
    do {
      x509 = try Certificate(derEncoded: der)
    } catch {
      return nil
    }
  }

  /// Reads a PEM text that holds one certificate and no more.
  init?(pem: String) {
    guard let blocks = PEMText.blocks(pem), blocks.count == 1, let block = blocks.first,
      block.label == "CERTIFICATE"
    else { return nil }
    self.init(der: block.der)
  }

  /// All certificates of a PEM bundle; nil when there is none, or one that cannot be read.
  static func all(inPEM text: String) -> [PublicCertificate]? {
    guard let blocks = PEMText.blocks(text) else { return nil }
    let certificates = blocks.filter { $0.label == "CERTIFICATE" }
      .compactMap { PublicCertificate(der: $0.der) }
    return certificates.isEmpty || certificates.count != blocks.count ? nil : certificates
  }

  /// The readable certificates of a PEM bundle: some of Alipay's roots are not RSA.
  static func readable(inPEM text: String) -> [PublicCertificate] {
    (PEMText.blocks(text) ?? []).filter { $0.label == "CERTIFICATE" }
      .compactMap { PublicCertificate(der: $0.der) }
  }

  /// Whether it is valid at that moment; its first and last seconds count.
  func isValid(at now: Timestamp) -> Bool {
    let seconds = TimeInterval(now.seconds)
    return x509.notValidBefore.timeIntervalSince1970 <= seconds
      && seconds <= x509.notValidAfter.timeIntervalSince1970
  }

  var serial: CertificateSerial { CertificateSerial(Array(x509.serialNumber.bytes)) }

  /// The subject's common name: the first, as printable or UTF-8 text.
  var commonName: String? {
    x509.subject.lazy.flatMap { $0 }
      .first { $0.type == .RDNAttributeType.commonName }
      .flatMap { String($0.value) }
  }

  /// Whether it is issued to a host whose name ends with `suffix`: `.paypal.com`.
  ///
  /// The common name counts only where there are no alternative names.
  func isNamed(under suffix: String) -> Bool {
    let names = hostNames ?? commonName.map { [$0] } ?? []
    return names.map { $0.lowercased() }.contains { name in
      let isHost = name.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (97...122).contains(byte) || [42, 45, 46].contains(byte)
      }
      return isHost && name.hasSuffix(suffix) && name.utf8.count > suffix.utf8.count
    }
  }

  /// The alternative names that are hosts; nil when it has no readable alternative names at all.
  private var hostNames: [String]? {
    do {
      return try x509.extensions.subjectAlternativeNames?.compactMap { name in
        if case .dnsName(let host) = name { host } else { nil }
      }
    } catch {
      return []
    }
  }
}

/// A certificate's serial number, up to twenty bytes.
struct CertificateSerial: Hashable, Sendable {
  /// Big-endian, without leading zeros.
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = Array(bytes.drop { $0 == 0 })
  }

  /// In upper-case hexadecimal with an even number of digits: WeChat Pay's `serial_no`.
  var hex: String {
    bytes.isEmpty ? "00" : bytes.hex.uppercased()
  }

  /// In decimal, as Alipay and UnionPay write it.
  var decimal: String {
    // Decimal digits, lowest first: each byte multiplies the number so far by 256.
    var digits: [Int] = [0]
    for byte in bytes {
      var carry = Int(byte)
      for index in digits.indices {
        let value = digits[index] * 256 + carry
        digits[index] = value % 10
        carry = value / 10
      }
      while carry > 0 {
        digits.append(carry % 10)
        carry /= 10
      }
    }
    return digits.reversed().map(String.init).joined()
  }
}
