/// A form or a query, decoded once; nothing in it may come twice.
struct Form: Equatable, Sendable {
  private(set) var values: [String: String] = [:]

  /// Reads `application/x-www-form-urlencoded` text of UTF-8.
  init(_ text: some StringProtocol) throws(FormError) {
    for pair in text.split(separator: "&") {
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decode(halves[0]),
        let value = halves.count == 2 ? Self.decode(halves[1]) : ""
      else { throw .notFormEncoded }
      guard values.updateValue(value, forKey: name) == nil else { throw .twice(name) }
    }
  }

  /// A field; empty if there is none.
  subscript(name: String) -> String { values[name] ?? "" }

  private static func decode(_ text: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"):
        bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard rest.count >= 2,
          let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
        else { return nil }
        bytes.append(code)
        rest = rest.dropFirst(2)
      default:
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}

/// Why a form cannot be read.
enum FormError: Error, Equatable {
  case notFormEncoded
  case twice(String)
}

/// Text as a part of a query or a form: everything but letters, digits, `-`, `.`, `_` and `~` is
/// escaped.
func escapeQuery(_ text: String) -> String {
  String(
    decoding: text.utf8.flatMap { byte -> [UInt8] in
      switch byte {
      case 48...57, 65...90, 97...122, 45, 46, 95, 126: [byte]
      default: [37] + Array(hex([byte]).uppercased().utf8)
      }
    },
    as: UTF8.self
  )
}

/// Fields as a query or the body of a form, in the order of their names; spaces are `+`.
func encodeForm(_ fields: [String: String]) -> String {
  fields.sorted { $0.key < $1.key }
    .map { "\(escapeQuery($0.key))=\(escapeQuery($0.value))" }
    .joined(separator: "&")
    .replacing("%20", with: "+")
}
