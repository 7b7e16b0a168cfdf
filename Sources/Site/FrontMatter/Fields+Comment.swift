import Text

extension Fields {
  /// The text after ` #` on the line of a key's value, if it seems to be part of the value.
  ///
  /// That is so without a blank behind the sign, as in `Steam #1` and `#0b5d51`, and for any words
  /// behind what buyers read, as in `title: Steam # 正品`.
  func comment(from place: Position, of key: String) -> String? {
    let bytes = source.bytes[source.range(ofLine: place.line)]
    guard bytes.contains(UInt8(ascii: "#")) else { return nil }
    let line = String(decoding: bytes, as: UTF8.self)
    let start = line.unicodeScalars.dropFirst(max(place.column - 2, 0))
    let isRead =
      Self.readByBuyers.contains(key)
      || Self.readByBuyers.contains(String(key.prefix { $0 != "_" }))
    return String(String.UnicodeScalarView(start))
      .firstMatch(of: isRead ? /[ \t](#.*[\p{L}\p{N}].*)$/ : /[ \t](#[^\s#].*)$/)
      .map { String($0.1) }
  }

  /// The keys of texts on pages, without their languages.
  private static let readByBuyers: Set<String> = [
    "title", "summary", "description", "brand", "face_value", "text", "label", "hours", "icp",
    "licence",
  ]
}
