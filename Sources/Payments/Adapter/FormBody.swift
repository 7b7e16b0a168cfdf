/// The body of an `application/x-www-form-urlencoded` request, in order.
struct FormBody {
  private var pairs: [String] = []

  mutating func add(_ name: String, _ value: String) {
    pairs.append("\(Self.encode(name))=\(Self.encode(value))")
  }

  var bytes: [UInt8] { Array(pairs.joined(separator: "&").utf8) }

  /// Everything but RFC 3986's unreserved characters as `%XX`.
  static func encode(_ text: String) -> String {
    let hex = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 48...57, 65...90, 97...122, 45, 46, 95, 126: bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension String {
  /// As it stands in a URL's query: everything but RFC 3986's unreserved characters as `%XX`.
  var queryEncoded: String { FormBody.encode(self) }

  /// Whole characters up to that many bytes of UTF-8.
  func cut(toBytes most: Int) -> String {
    var kept = ""
    var count = 0
    for character in self {
      count += String(character).utf8.count
      guard count <= most else { break }
      kept.append(character)
    }
    return kept
  }
}
