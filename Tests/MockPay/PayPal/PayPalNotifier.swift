import CryptoExtras

/// Signs an event for one attempt and writes its headers.
struct PayPalNotifier: Sendable {
  private let keys: PayPalKeys
  private let place: Place
  private let tampering: Tampering?

  init(_ mock: MockState, _ tampering: Tampering?) {
    keys = mock.keys.paypal
    place = mock.place
    self.tampering = tampering
  }

  /// The request: what is signed is the CRC-32 of the body in decimal.
  func outgoing(_ body: [UInt8], at now: Int64) throws -> Outgoing {
    let id = Self.transmissionID()
    let time = universalMoment(tampering == .stale ? now - 5 * 86_400 : now)
    let checksum = EqualCRC.checksum(body)
    let text = "\(id)|\(time)|\(keys.webhookID)|\(checksum)"
    var signature = try Signing.sign(
      Array(text.utf8),
      with: tampering == .stranger ? keys.stranger : keys.signer
    )
    var sent = body
    switch tampering {
    case .signature: signature = String(signature.reversed())
    case .body: sent.append(UInt8(ascii: " "))
    case .crc: sent = try forged(body, checksum)
    default: break
    }
    return Outgoing(
      url: place.worker + "/webhooks/paypal",
      headers: [
        "Content-Type": "application/json",
        "User-Agent": "PayPal/AUHD-1.0-1 (pretend)",
        "Paypal-Transmission-Id": id,
        "Paypal-Transmission-Time": time,
        "Paypal-Transmission-Sig": signature,
        "Paypal-Auth-Algo": "SHA256withRSA",
        "Paypal-Cert-Url": "\(place.origin)/v1/notifications/certs/\(certificateName(chain))",
      ],
      body: sent
    )
  }

  private var chain: String {
    switch tampering {
    case .stranger: keys.strangerCertificate
    case .expired: keys.expiredChain
    default: place.usesExpiredCertificate ? keys.expiredChain : keys.chain
    }
  }

  /// Another event and another amount, under the checksum that was signed.
  private func forged(_ body: [UInt8], _ checksum: UInt32) throws -> [UInt8] {
    let text = String(decoding: body, as: UTF8.self)
      .replacing("\"id\" : \"WH-", with: "\"id\" : \"WH-0")
      .replacing("\"value\" : \"", with: "\"value\" : \"9")
    guard let forged = EqualCRC.forge(Array(text.utf8), checksum: checksum) else {
      throw PayPalError.notFound
    }
    return forged
  }

  private static func transmissionID() -> String {
    let digits = Chance.text(32, of: "0123456789abcdef")
    let lengths = [8, 4, 4, 4, 12]
    var rest = digits[...]
    return lengths.map { length in
      defer { rest = rest.dropFirst(length) }
      return String(rest.prefix(length))
    }.joined(separator: "-")
  }
}

/// How an event is made false before it is truly signed.
struct PayPalTampering {
  private let tampering: Tampering?

  init(_ tampering: Tampering?) {
    self.tampering = tampering
  }

  func change(_ body: [UInt8]) -> [UInt8] {
    var text = String(decoding: body, as: UTF8.self)
    switch tampering {
    case .amount:
      text = text.replacing("\"value\" : \"", with: "\"value\" : \"9")
    case .currency:
      text = text.replacing(/"currency_code" : "\w+"/) { _ in "\"currency_code\" : \"THB\"" }
    case .account:
      text = text.replacing(/"merchant_id" : "\w+"/) { _ in "\"merchant_id\" : \"ZZZZZZZZZZZZZ\"" }
    case .order:
      text = text.replacing(/"custom_id" : "\w+"/) { _ in
        "\"custom_id\" : \"ZZZZ0000ZZZZ0000ZZZZ\""
      }
    default: break
    }
    return Array(text.utf8)
  }
}
