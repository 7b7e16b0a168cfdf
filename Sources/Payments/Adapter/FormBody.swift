import Text

/// The body of an `application/x-www-form-urlencoded` request, in order.
struct FormBody {
  private var pairs: [String] = []

  mutating func add(_ name: String, _ value: String) {
    pairs.append("\(name.queryEncoded)=\(value.queryEncoded)")
  }

  var bytes: [UInt8] { Array(pairs.joined(separator: "&").utf8) }
}

extension String {
  /// The text as in a URL's query: everything but RFC 3986's unreserved characters as `%XX`.
  var queryEncoded: String { PercentEncoding.component.encode(self) }

  /// The longest prefix of whole characters with at most that many bytes of UTF-8.
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
