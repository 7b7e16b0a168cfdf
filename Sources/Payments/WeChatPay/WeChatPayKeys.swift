import Foundation
import Shop
import Synchronization

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
