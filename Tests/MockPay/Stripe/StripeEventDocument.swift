import Crypto
import Foundation

/// The version of Stripe's API whose forms these are.
let stripeVersion = "2026-10-28.endive"

/// A value that is written as `null` when absent, as Stripe does.
struct Nullable<Value: Encodable>: Encodable {
  let value: Value?

  init(_ value: Value?) {
    self.value = value
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    guard let value else { return try container.encodeNil() }
    try container.encode(value)
  }
}

/// An object's ID, or the object itself where the caller asked to expand it.
struct Expandable: Encodable {
  let id: String
  var object: AnyDocument?

  func encode(to encoder: any Encoder) throws {
    if let object { return try object.encode(to: encoder) }
    var container = encoder.singleValueContainer()
    try container.encode(id)
  }
}

/// A document of any kind.
struct AnyDocument: Encodable {
  private let document: any Encodable

  init(_ document: any Encodable) {
    self.document = document
  }

  func encode(to encoder: any Encoder) throws {
    try document.encode(to: encoder)
  }
}

/// An event, around the object that it tells of.
struct EventDocument: Encodable {
  struct Payload: Encodable {
    let object: AnyDocument
  }

  struct Cause: Encodable {
    let id = Nullable<String>(nil)
    let idempotency_key = Nullable<String>(nil)
  }

  let id: String
  let object = "event"
  let api_version = stripeVersion
  let created: Int64
  let livemode: Bool
  let pending_webhooks = 1
  let request = Cause()
  let type: String
  let data: Payload
}

/// Writes a document as Stripe does: indented, so that nobody who parses it and prints it again
/// gets the same bytes by chance.
func encode(_ document: some Encodable) -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  do {
    return [UInt8](try encoder.encode(document))
  } catch {
    preconditionFailure("documents hold only text, whole numbers and truth values")
  }
}

/// The `Stripe-Signature` header of one attempt.
///
/// The key is the whole secret as text, `whsec_` included; the signed bytes are the time, a full
/// stop and the body as sent.
package struct SignatureHeader: Equatable, Sendable {
  /// `t=SECONDS,v1=HEX`.
  package let text: String

  /// Signs a body.
  ///
  /// The time is that of this attempt, in Unix seconds: every attempt has its own.
  package init(body: [UInt8], secret: String, time: Int64) {
    let key = SymmetricKey(data: Data(secret.utf8))
    let signed = Data("\(time).".utf8) + Data(body)
    let code = HMAC<SHA256>.authenticationCode(for: signed, using: key)
    text = "t=\(time),v1=\(hex(code))"
  }
}
