import Crypto
import Foundation
import Shop

/// The three headers of a Standard Webhooks request.
///
/// `webhook-signature` lists entries of a type each: `v1,` HMAC-SHA256 and `v1a,` Ed25519. An entry
/// is only ever held against keys of its own type, so that nobody can sign an HMAC with our public
/// key. Entries of other types, or that cannot be decoded, are skipped.
struct StandardSignature {
  let id: String
  /// As written, since the text itself is signed.
  private let timestamp: String
  private let seconds: Int64
  private let codes: [[UInt8]]
  private let signatures: [[UInt8]]

  /// More than any sender lists while it rolls keys; each costs a pass over the body.
  private static let mostEntries = 16

  init(_ request: WebhookRequest) throws(WebhookRefusal) {
    id = try request.soleHeader("webhook-id")
    timestamp = try request.soleHeader("webhook-timestamp")
    seconds = try Freshness.seconds(timestamp)
    let entries = try request.soleHeader("webhook-signature").split(separator: " ")
    guard WebhookBody.isIdentifier(id), entries.count <= Self.mostEntries else {
      throw .authentication
    }
    codes = entries.compactMap { Self.bytes(of: $0, type: "v1", count: 32) }
    signatures = entries.compactMap { Self.bytes(of: $0, type: "v1a", count: 64) }
  }

  /// Refuses a body that none of the keys signed, then one that was not signed just now.
  func check(_ body: [UInt8], keys: StandardKeys, at now: Timestamp) throws(WebhookRefusal) {
    let head = Data("\(id).\(timestamp).".utf8)
    guard isCoded(head, body, with: keys.secrets) || isSigned(head + body, by: keys.publicKeys)
    else { throw .authentication }
    try Freshness.check(seconds, at: now)
  }

  /// One HMAC per secret, however many codes are listed; compared in constant time.
  private func isCoded(_ head: Data, _ body: [UInt8], with secrets: [SymmetricKey]) -> Bool {
    guard !codes.isEmpty else { return false }
    return secrets.contains { secret in
      var hmac = HMAC<SHA256>(key: secret)
      hmac.update(data: head)
      hmac.update(data: body)
      let expected = hmac.finalize()
      return codes.contains { expected == $0 }
    }
  }

  private func isSigned(_ bytes: Data, by keys: [Curve25519.Signing.PublicKey]) -> Bool {
    keys.contains { key in signatures.contains { key.isValidSignature($0, for: bytes) } }
  }

  private static func bytes(of entry: Substring, type: String, count: Int) -> [UInt8]? {
    let pair = entry.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    guard pair.count == 2, pair[0] == type, let data = Data(base64Encoded: String(pair[1])),
      data.count == count
    else { return nil }
    return Array(data)
  }
}

/// The keys of one sender, decoded.
struct StandardKeys: Sendable {
  let secrets: [SymmetricKey]
  let publicKeys: [Curve25519.Signing.PublicKey]

  init(secrets: [Secret], publicKeys: [String]) throws(StandardAdapter.KeyFault) {
    guard !secrets.isEmpty || !publicKeys.isEmpty else { throw .none }
    var decoded: [SymmetricKey] = []
    for (index, secret) in secrets.enumerated() {
      guard let bytes = Self.bytes(of: secret.text, prefix: "whsec_"),
        (24...64).contains(bytes.count)
      else { throw .secret(index: index) }
      decoded.append(SymmetricKey(data: bytes))
    }
    var keys: [Curve25519.Signing.PublicKey] = []
    for (index, text) in publicKeys.enumerated() {
      do {
        guard let bytes = Self.bytes(of: text, prefix: "whpk_") else { throw KeyTextError() }
        keys.append(try Curve25519.Signing.PublicKey(rawRepresentation: bytes))
      } catch {
        throw .publicKey(index: index)
      }
    }
    self.secrets = decoded
    self.publicKeys = keys
  }

  private struct KeyTextError: Error {}

  /// Base-64 with or without its prefix and padding: senders show it either way.
  private static func bytes(of text: String, prefix: String) -> Data? {
    var base = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
    while base.hasSuffix("=") { base.removeLast() }
    base += String(repeating: "=", count: (4 - base.utf8.count % 4) % 4)
    return Data(base64Encoded: base)
  }
}
