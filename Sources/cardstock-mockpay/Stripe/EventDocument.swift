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

/// An event, around the object that it tells of.
struct EventDocument<Object: Encodable>: Encodable {
  struct Payload: Encodable {
    let object: Object
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
