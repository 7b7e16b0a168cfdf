import Foundation
package import Shop
import Synchronization
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
    let response = try certificateList(call)
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

  private func certificateList(_ call: Call) throws(ProviderError) -> HTTPResponse {
    let target = "/v3/certificates"
    var request = HTTPRequest(.get, address.text + target)
    request.headers = [
      ("Authorization", try authorization(.get, target, [], call)), ("Accept", "application/json"),
    ]
    request.allowsPlainLoopback = address.isMock
    return try request.answer(isRepeatable: true)
  }

  /// An APIv3 key that does not open what WeChat Pay seals with the merchant's: no webhook would
  /// ever be read.
  ///
  /// A merchant who has the public key alone gets no list, and the first webhook tells.
  package func faults(asking call: Call) throws(ProviderError) -> [SettingFault] {
    let response = try certificateList(call)
    guard response.status == 200 else { return [] }
    let list: WeChatPayCertificatesDocument
    do {
      list = try WebhookBody.decode(WeChatPayCertificatesDocument.self, from: response.body)
    } catch {
      throw .untrusted("WeChat Pay's list of certificates cannot be read")
    }
    guard !list.data.isEmpty, !list.data.contains(where: { opens($0.certificate) }) else {
      return []
    }
    return [
      SettingFault(
        "apiv3_key_file",
        expected: "the merchant's APIv3 key",
        found: "one that does not open what WeChat Pay seals: no webhook could be read",
        remedy: "set it anew in the console (账户中心, API安全) and copy it from there"
      )
    ]
  }

  private func opens(_ sealed: WeChatPaySealedDocument) -> Bool {
    do {
      _ = try seal.open(sealed)
      return true
    } catch {
      return false
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

/// What WeChat Pay signs with: public keys by their ID, platform certificates by their serial.
///
/// Both kinds are in use side by side while a merchant moves from the one to the other.
final class WeChatPayKeys: Sendable {
  private let publicKeys: [String: RSAPublicKey]
  private let state: Mutex<State>

  private struct State {
    var certificates: [String: PublicCertificate]
    var lastAsked: Timestamp?
    var lastKept: Timestamp?
    /// Where the list is kept over restarts; nil where it is not.
    var file: String?
    /// When WeChat Pay first refused something without signing it, as far as is known.
    var unsignedRefusal: Timestamp?
    /// Where that moment is kept over restarts; nil where it is not.
    var refusalFile: String?
  }

  /// A stranger who makes serials up makes us ask no more often than this.
  static let shortestPauseSeconds: Int64 = 60
  /// WeChat Pay's advice: twice a day.
  static let refreshSeconds: Int64 = 12 * 3_600

  init(publicKeys: [String: RSAPublicKey], certificates: [PublicCertificate]) {
    self.publicKeys = publicKeys
    let bySerial = certificates.map { ($0.serial.hex, $0) }
    state = Mutex(State(certificates: Dictionary(bySerial) { _, last in last }))
  }

  /// The ID under which answers are asked to be signed; nil to leave it to WeChat Pay.
  var preferredID: String? { publicKeys.keys.sorted().last }

  /// The IDs of the public keys.
  var publicIDs: [String] { publicKeys.keys.sorted() }

  /// The platform certificates that are known now.
  var known: [PublicCertificate] {
    state.withLock { state in
      state.certificates.sorted { $0.key < $1.key }.map(\.value)
    }
  }

  /// Whether certificates are used at all; in public-key mode alone there is nothing to fetch.
  var usesCertificates: Bool { publicKeys.isEmpty || state.withLock { !$0.certificates.isEmpty } }

  /// The key of that name; refuses an expired certificate, and says when a name is not known.
  func key(_ name: String, at now: Timestamp) throws(WebhookRefusal) -> RSAPublicKey {
    if let key = publicKeys[name] { return key }
    guard let certificate = state.withLock({ $0.certificates[name] }) else {
      throw .unknownKey(name)
    }
    guard certificate.isValid(at: now), let key = RSAPublicKey(certificate) else {
      throw .authentication
    }
    return key
  }

  /// Whether the list of certificates may be asked for now; counts as asking.
  func mayAsk(at now: Timestamp) -> Bool {
    state.withLock { state in
      let pause = Self.shortestPauseSeconds
      // A moment that has not come yet was written by a clock that was set back.
      if let last = state.lastAsked, last <= now, now < last.advanced(seconds: pause) {
        return false
      }
      state.lastAsked = now
      return true
    }
  }

  /// Whether it is time to look for new certificates.
  func isDue(at now: Timestamp) -> Bool {
    guard usesCertificates else { return false }
    return state.withLock { state in
      state.lastKept.map { last in
        now < last || now >= last.advanced(seconds: Self.refreshSeconds)
      } ?? true
    }
  }

  /// Where the list is kept over restarts.
  var file: String? { state.withLock { $0.file } }

  /// Has the list kept there from now on.
  func keep(in file: String) {
    state.withLock { $0.file = file }
  }

  /// When WeChat Pay first refused something without signing it, as far as is known.
  var unsignedRefusal: Timestamp? { state.withLock { $0.unsignedRefusal } }

  /// Keeps the moment of the first one from now on there, and takes up what stands there.
  func keepUnsignedRefusal(in file: String) {
    state.withLock { state in
      state.refusalFile = file
      guard let text = FileManager.default.contents(atPath: file),
        let seconds = Int64(String(decoding: text.prefix(20), as: UTF8.self).filter(\.isNumber))
      else { return }
      state.unsignedRefusal = Timestamp(milliseconds: seconds * 1000)
    }
  }

  /// Takes down that one came; the file holds its second in Unix time, and can be deleted to look
  /// whether they still do.
  ///
  /// It is a note for `check` and no more: where it cannot be written, nothing else is kept from.
  func noteUnsignedRefusal(at now: Timestamp) {
    state.withLock { state in
      guard state.unsignedRefusal == nil else { return }
      state.unsignedRefusal = now
      guard let file = state.refusalFile else { return }
      _ = FileManager.default.createFile(atPath: file, contents: Data("\(now.seconds)\n".utf8))
    }
  }

  /// Adds what was known before a restart; it is as due as before to ask for new ones.
  func learn(_ certificates: [PublicCertificate]) {
    state.withLock { state in
      for certificate in certificates { state.certificates[certificate.serial.hex] = certificate }
    }
  }

  /// Adds what the list holds; what was known stays until it expires.
  func keep(_ certificates: [PublicCertificate], at now: Timestamp) {
    state.withLock { state in
      for certificate in certificates { state.certificates[certificate.serial.hex] = certificate }
      state.lastKept = now
    }
  }
}
