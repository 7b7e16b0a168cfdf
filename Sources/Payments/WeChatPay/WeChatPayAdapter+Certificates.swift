import Foundation
package import Shop
import Synchronization
import Transport

/// Platform certificates, fetched when an unknown one signs, and twice a day.
extension WeChatPayAdapter {
  /// Once a minute, for any name: one list holds every certificate, so invented names cannot keep
  /// the worker from learning a genuine one.
  package func mayLearnKey(_ name: String, from sender: IPNetwork?, at now: Timestamp) -> Bool {
    keys.usesCertificates && keys.mayAsk(at: now)
  }

  /// Fetches the list of certificates; returns whether it holds that one.
  package func learnKey(_ name: String, _ call: Call) throws(ProviderError) -> Bool {
    try fetchCertificates(call)
    do {
      _ = try keys.key(name, at: call.now)
      return true
    } catch {
      return false
    }
  }

  /// Fetches the list of certificates when the last one is half a day old.
  package func refreshKeys(_ call: Call) throws(ProviderError) {
    guard keys.isDue(at: call.now), keys.mayAsk(at: call.now) else { return }
    try fetchCertificates(call)
  }

  /// Downloads the list, decrypts it, and stores what it holds.
  ///
  /// https://pay.weixin.qq.com/doc/v3/merchant/4012551764
  private func fetchCertificates(_ call: Call) throws(ProviderError) {
    let response = try certificateList(call)
    let text = String(decoding: response.body, as: UTF8.self)
    if response.status == 404, text.contains("RESOURCE_NOT_EXISTS"), keys.hasPublicKey {
      try forgetList()
      throw .refused(Self.noCertificates)
    }
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

  private static let noCertificates = """
    WeChat Pay has no platform certificates for this merchant any more, since it has a public key: \
    remove platform_certificate_files
    """

  /// Asks for no list any more, also after a restart without certificates in the settings.
  private func forgetList() throws(ProviderError) {
    keys.noteNoList()
    guard let file = keys.file, FileManager.default.fileExists(atPath: file) else { return }
    do {
      try FileManager.default.removeItem(atPath: file)
    } catch {
      throw .temporary("\(file), WeChat Pay's former certificates, cannot be removed")
    }
  }

  /// Certificates in the settings of a merchant that has moved to a public key.
  package func inspect(notifyURL: String, _ call: Call) throws(ProviderError) -> [String] {
    guard keys.usesCertificates, try certificateList(call).status == 404 else { return [] }
    let key = "download WeChat Pay's public key (账户中心, API安全) and write it with its ID"
    return [keys.hasPublicKey ? Self.noCertificates : "no platform certificates any more: \(key)"]
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

  /// The fault of an APIv3 key that does not decrypt what WeChat Pay encrypts for the merchant: no
  /// webhook could be read.
  ///
  /// A merchant with only a public key gets no list; then the first webhook shows the fault.
  package func faults(asking call: Call) throws(ProviderError) -> [SettingFault] {
    let response = try certificateList(call)
    if response.status == 401 {
      return [
        SettingFault(
          "merchant_serial",
          expected: "the number of the API certificate whose key is merchant_key_file",
          found: "`\(merchant.serial)`, with which WeChat Pay takes no signature (401)",
          remedy: "compare mchid, number and key with 账户中心, API安全"
        )
      ]
    }
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

  /// Numbers that are not what the console shows.
  package func faults(at now: Timestamp) -> [SettingFault] {
    var faults: [SettingFault] = []
    let digits = merchant.serial.filter(\.isHexDigit)
    if merchant.serial.utf8.count != 40 || digits.utf8.count != 40 {
      faults.append(
        SettingFault(
          "merchant_serial",
          expected: "40 hexadecimal digits",
          found: "`\(merchant.serial)`",
          remedy: digits.utf8.count == 40
            ? "write \(digits)" : "copy 证书序列号 from 账户中心, API安全"
        )
      )
    }
    for id in keys.publicIDs where !id.hasPrefix("PUB_KEY_ID_") {
      faults.append(
        SettingFault(
          "public_key_id",
          expected: "PUB_KEY_ID_ and digits",
          found: "`\(id)`",
          remedy: "copy 公钥ID whole from 账户中心, API安全"
        )
      )
    }
    return faults
  }

  private func opens(_ sealed: WeChatPaySealedDocument) -> Bool {
    do {
      _ = try seal.open(sealed)
      return true
    } catch {
      return false
    }
  }

  /// Decrypts the certificates of such a list.
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

  /// Stores the list as WeChat Pay encrypted it, and learns what the stored one holds: a worker
  /// that starts while WeChat Pay is down can still verify webhooks.
  ///
  /// That the list decrypts with the APIv3 key proves it, as it did on arrival: whoever can write
  /// the file can remove certificates, but add none. A new list is fetched as usual.
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

  /// In bytes; a usual list has two or three certificates.
  private static let largestList = 1 << 20

  /// Checks the list's signature by one of its own certificates: that they decrypt with our key
  /// proves them, and the signature proves that nobody joined two lists.
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

/// The keys that WeChat Pay signs with: public keys by their ID, platform certificates by their
/// serial.
///
/// Both kinds are in use while a merchant changes from one to the other.
final class WeChatPayKeys: Sendable {
  private let publicKeys: [String: RSAPublicKey]
  private let state: Mutex<State>

  private struct State {
    var certificates: [String: PublicCertificate]
    var lastAsked: Timestamp?
    var lastKept: Timestamp?
    /// Whether WeChat Pay has no list for this merchant.
    var hasNoList = false
    /// The file for the list; nil where it is not stored.
    var file: String?
    /// When WeChat Pay first sent a refusal without a signature, as far as is known.
    var unsignedRefusal: Timestamp?
    /// The file for that moment; nil where it is not stored.
    var refusalFile: String?
  }

  /// The shortest time between two requests for the list, however many serials strangers invent.
  static let shortestPauseSeconds: Int64 = 60
  /// Twice a day, as WeChat Pay advises.
  static let refreshSeconds: Int64 = 12 * 3_600

  init(publicKeys: [String: RSAPublicKey], certificates: [PublicCertificate]) {
    self.publicKeys = publicKeys
    let bySerial = certificates.map { ($0.serial.hex, $0) }
    state = Mutex(State(certificates: Dictionary(bySerial) { _, last in last }))
  }

  /// The ID of the key that answers are requested to be signed with; nil leaves it to WeChat Pay.
  var preferredID: String? { publicKeys.keys.sorted().last }

  /// The IDs of the public keys.
  var publicIDs: [String] { publicKeys.keys.sorted() }

  /// The platform certificates that are known at present.
  var known: [PublicCertificate] {
    state.withLock { state in
      state.certificates.sorted { $0.key < $1.key }.map(\.value)
    }
  }

  /// Whether certificates are used; with only public keys there is nothing to fetch.
  var usesCertificates: Bool {
    publicKeys.isEmpty || state.withLock { !$0.hasNoList && !$0.certificates.isEmpty }
  }

  /// Whether a public key verifies what certificates do not.
  var hasPublicKey: Bool { !publicKeys.isEmpty }

  /// Records that there is no list of certificates.
  func noteNoList() {
    state.withLock { $0.hasNoList = true }
  }

  /// The key of that name; refuses an expired certificate; throws `.unknownKey` for an unknown
  /// name.
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

  /// Whether the list of certificates may be fetched; counts as fetching.
  func mayAsk(at now: Timestamp) -> Bool {
    state.withLock { state in
      let pause = Self.shortestPauseSeconds
      // A moment in the future was recorded before the clock was set back.
      if let last = state.lastAsked, last <= now, now < last.advanced(seconds: pause) {
        return false
      }
      state.lastAsked = now
      return true
    }
  }

  /// Whether new certificates are due.
  func isDue(at now: Timestamp) -> Bool {
    guard usesCertificates else { return false }
    return state.withLock { state in
      state.lastKept.map { last in
        now < last || now >= last.advanced(seconds: Self.refreshSeconds)
      } ?? true
    }
  }

  /// The file for the list of certificates.
  var file: String? { state.withLock { $0.file } }

  /// Sets the file for the list.
  func keep(in file: String) {
    state.withLock { $0.file = file }
  }

  /// When WeChat Pay first sent a refusal without a signature, as far as is known.
  var unsignedRefusal: Timestamp? { state.withLock { $0.unsignedRefusal } }

  /// Sets the file for that moment, and reads the one in it.
  func keepUnsignedRefusal(in file: String) {
    state.withLock { state in
      state.refusalFile = file
      guard let text = FileManager.default.contents(atPath: file),
        let seconds = Int64(String(decoding: text.prefix(20), as: UTF8.self).filter(\.isNumber))
      else { return }
      state.unsignedRefusal = Timestamp(milliseconds: seconds * 1000)
    }
  }

  /// Records that such a refusal came; the file holds its second in Unix time, and can be deleted
  /// to see whether they still come.
  ///
  /// It is only a note for `check`: where it cannot be written, everything else goes on.
  func noteUnsignedRefusal(at now: Timestamp) {
    state.withLock { state in
      guard state.unsignedRefusal == nil else { return }
      state.unsignedRefusal = now
      guard let file = state.refusalFile else { return }
      _ = FileManager.default.createFile(atPath: file, contents: Data("\(now.seconds)\n".utf8))
    }
  }

  /// Adds what was known before a restart; does not delay the next fetch.
  func learn(_ certificates: [PublicCertificate]) {
    state.withLock { state in
      for certificate in certificates { state.certificates[certificate.serial.hex] = certificate }
    }
  }

  /// Adds what the list holds; known certificates stay until they expire.
  func keep(_ certificates: [PublicCertificate], at now: Timestamp) {
    state.withLock { state in
      for certificate in certificates { state.certificates[certificate.serial.hex] = certificate }
      state.lastKept = now
    }
  }
}
