import Foundation
package import Shop
import Transport
import X509

/// A key or certificate that an adapter uses, as far as it may be shown: never the key itself.
package struct Credential: Equatable, Sendable {
  /// Whose it is and what it is for: `merchant certificate`.
  package let name: String
  /// As its provider's console shows it; nil where it has none.
  package let serial: String?
  /// The last second in which it is valid; nil where it has no end.
  package let validUntil: Timestamp?
  /// The first second in which it is valid; nil where it has no beginning.
  package let validFrom: Timestamp?

  package init(
    _ name: String,
    serial: String? = nil,
    validFrom: Timestamp? = nil,
    validUntil: Timestamp? = nil
  ) {
    self.name = name
    self.serial = serial
    self.validFrom = validFrom
    self.validUntil = validUntil
  }
}

extension Credential {
  /// Describes a certificate; `serial` as its provider writes it.
  init(_ name: String, _ certificate: PublicCertificate, serial: KeyPath<CertificateSerial, String>)
  {
    self.init(
      name,
      serial: certificate.serial[keyPath: serial],
      validFrom: certificate.validFrom,
      validUntil: certificate.validUntil
    )
  }
}

extension PublicCertificate {
  var validFrom: Timestamp {
    Timestamp(seconds: Int64(x509.notValidBefore.timeIntervalSince1970))
  }

  var validUntil: Timestamp {
    Timestamp(seconds: Int64(x509.notValidAfter.timeIntervalSince1970))
  }
}

extension ProviderAddress {
  /// The clock of the server at this address; nil where its answer has no `Date`.
  ///
  /// Any answer will do, so only the address itself is requested.
  package func time() throws(ProviderError) -> Timestamp? {
    var request = HTTPRequest(.get, origin + "/")
    request.allowsPlainLoopback = isMock
    let response = try request.answer(isRepeatable: true)
    return response.header("Date").flatMap(HTTPResponse.moment).map { date in
      Timestamp(seconds: Int64(date.timeIntervalSince1970))
    }
  }
}
