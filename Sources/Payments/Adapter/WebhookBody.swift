import Foundation

/// Reads a verified body as JSON of bounded depth.
enum WebhookBody {
  /// More than any provider's event, and far less than would overflow a thread's stack.
  static let deepest = 64

  /// Decodes an object; refuses arrays, bare values, cut or overly deep JSON and bad UTF-8.
  static func decode<Document: Decodable>(
    _ type: Document.Type,
    from body: [UInt8]
  ) throws(WebhookRefusal) -> Document {
    guard isShallowObject(body), String(validating: body, as: UTF8.self) != nil else {
      throw .malformed
    }
    do {
      return try JSONDecoder().decode(type, from: Data(body))
    } catch {
      throw .malformed
    }
  }

  /// Whether the text begins as an object and never nests deeper than `deepest`.
  private static func isShallowObject(_ body: [UInt8]) -> Bool {
    let isSpace = { (byte: UInt8) in byte == 32 || byte == 9 || byte == 10 || byte == 13 }
    guard body.first(where: { !isSpace($0) }) == UInt8(ascii: "{") else { return false }
    var depth = 0
    var isInString = false
    var isEscaped = false
    for byte in body {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        guard depth <= deepest else { return false }
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: continue
      }
    }
    return true
  }

  /// Whether a provider's ID is one that we store: 1 to 255 bytes of printable ASCII, no space.
  static func isIdentifier(_ text: String) -> Bool {
    (1...255).contains(text.utf8.count) && text.utf8.allSatisfy { (33...126).contains($0) }
  }
}
