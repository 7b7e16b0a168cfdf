import Foundation
package import Shop
import Transport

/// Platform certificates, fetched when a new one signs and twice a day.
extension WeChatPayAdapter {
  /// Once a minute, whoever wants it: the one list holds every certificate there is, so that names
  /// that somebody makes up keep nobody from learning a genuine one.
  package func mayLearnKey(_ name: String, from sender: IPNetwork?, at now: Timestamp) -> Bool {
    keys.usesCertificates && keys.mayAsk(at: now)
  }

  /// Asks for the list of certificates; whether it holds that one.
  package func learnKey(_ name: String, _ call: Call) throws(ProviderError) -> Bool {
    try fetchCertificates(call)
    do {
      _ = try keys.key(name, at: call.now)
      return true
    } catch {
      return false
    }
  }

  /// Asks for the list of certificates when the last one is half a day old.
  package func refreshKeys(_ call: Call) throws(ProviderError) {
    guard keys.isDue(at: call.now), keys.mayAsk(at: call.now) else { return }
    try fetchCertificates(call)
  }

  /// Downloads the list, opens it, and keeps what it holds.
  ///
  /// https://pay.weixin.qq.com/doc/v3/merchant/4012551764
  private func fetchCertificates(_ call: Call) throws(ProviderError) {
    let target = "/v3/certificates"
    var request = HTTPRequest(.get, address.text + target)
    request.headers = [
      ("Authorization", try authorization(.get, target, [], call)), ("Accept", "application/json"),
    ]
    request.allowsPlainLoopback = address.isMock
    let response = try request.answer(isRepeatable: true)
    guard response.status == 200 else {
      throw .temporary("WeChat Pay answered \(response.status) to the list of certificates")
    }
    do {
      let found = try certificates(in: response.body)
      try checkList(response, against: found, call)
      keys.keep(found, at: call.now)
    } catch {
      throw .untrusted("WeChat Pay's list of certificates is not one that it sealed and signed")
    }
    guard let file = keys.file else { return }
    do {
      try Data(response.body).write(to: URL(fileURLWithPath: file), options: .atomic)
    } catch {
      throw .temporary("WeChat Pay's certificates cannot be kept in \(file)")
    }
  }

  /// Opens what such a list holds.
  private func certificates(in list: [UInt8]) throws(WebhookRefusal) -> [PublicCertificate] {
    let list = try WebhookBody.decode(WeChatPayCertificatesDocument.self, from: list)
    return try list.data.map { item throws(WebhookRefusal) in
      let pem = String(decoding: try seal.open(item.certificate), as: UTF8.self)
      guard let certificate = PublicCertificate(pem: pem),
        certificate.serial.hex == item.serial.uppercased()
      else { throw .malformed }
      return certificate
    }
  }

  /// Keeps the list as WeChat Pay sealed it, and learns what the last one holds: a worker that
  /// starts while WeChat Pay does not answer still believes its webhooks.
  ///
  /// That the list opens with the APIv3 key is the proof, as it was when it came: whoever can write
  /// the file can take certificates away, and add none. A new list is asked for all the same.
  package func keepKeys(in folder: String, at now: Timestamp) throws {
    keys.keepUnsignedRefusal(in: folder + "/wechatpay-unsigned-refusal")
    let file = folder + "/wechatpay-certificates.json"
    keys.keep(in: file)
    guard FileManager.default.fileExists(atPath: file) else { return }
    let data = try Data(contentsOf: URL(fileURLWithPath: file))
    guard data.count <= Self.largestList else { throw CocoaError(.fileReadTooLarge) }
    do {
      keys.learn(try certificates(in: Array(data)).filter { $0.isValid(at: now) })
    } catch {
      throw ProviderError.untrusted("\(file) is no list that the APIv3 key opens; it is left aside")
    }
  }

  /// In bytes; WeChat Pay's has two or three certificates.
  private static let largestList = 1 << 20

  /// The list is signed by one of its own certificates: that they open with our key is the proof,
  /// and the signature that nobody put two lists together.
  private func checkList(
    _ response: HTTPResponse,
    against found: [PublicCertificate],
    _ call: Call
  ) throws(WebhookRefusal) {
    let message = WebhookRequest(headers: response.headers, body: response.body)
    let signature = try WeChatPaySignature(message)
    do {
      try signature.check(response.body, keys: keys, at: call.now)
    } catch {
      guard case .unknownKey = error else { throw error }
      let own = WeChatPayKeys(publicKeys: [:], certificates: found)
      try signature.check(response.body, keys: own, at: call.now)
    }
  }
}

/// The answer of `GET /v3/certificates`.
private struct WeChatPayCertificatesDocument: Decodable {
  let data: [ItemDocument]

  struct ItemDocument: Decodable {
    let serial: String
    let certificate: WeChatPaySealedDocument

    enum CodingKeys: String, CodingKey {
      case serial = "serial_no"
      case certificate = "encrypt_certificate"
    }
  }
}
