import Text

/// The fields of an `application/x-www-form-urlencoded` text as bytes, for signatures over them.
///
/// Decoded once, and to bytes: a second decoding would turn a base64 `+` into a space, and the text
/// may be in a character set that only one of its fields names. No two fields have the same name.
struct SignedForm: Sendable {
  struct Field: Equatable, Sendable {
    let name: [UInt8]
    let value: [UInt8]
  }

  /// In the order of the text.
  let fields: [Field]

  /// More than any provider's message has; bounds the work on a stranger's body.
  static let mostFields = 256

  /// Decodes a body; refuses duplicates, broken escapes and fields without a name.
  init(_ body: some Collection<UInt8>) throws(WebhookRefusal) {
    var fields: [Field] = []
    // Empty pieces, as after a final `&`, hold nothing.
    for piece in body.split(separator: UInt8(ascii: "&")) {
      guard fields.count < Self.mostFields else { throw .malformed }
      let pair = piece.split(
        separator: UInt8(ascii: "="),
        maxSplits: 1,
        omittingEmptySubsequences: false
      )
      fields.append(
        Field(
          name: try Self.decode(pair[0]),
          value: pair.count == 2 ? try Self.decode(pair[1]) : []
        )
      )
    }
    try self.init(decoded: fields)
  }

  /// Takes fields that need no decoding; refuses duplicates and fields without a name.
  init(decoded fields: [Field]) throws(WebhookRefusal) {
    guard Set(fields.map(\.name)).count == fields.count, fields.allSatisfy({ !$0.name.isEmpty })
    else { throw .malformed }
    self.fields = fields
  }

  /// The bytes of a field's value; nil when the field is missing.
  subscript(_ name: String) -> [UInt8]? {
    let name = Array(name.utf8)
    return fields.first { $0.name == name }?.value
  }

  /// A field's value; nil when it is missing, empty or not UTF-8.
  func text(_ name: String) -> String? {
    guard let value = self[name], !value.isEmpty else { return nil }
    return String(validating: value, as: UTF8.self)
  }

  /// `name=value` joined with `&`, sorted by the bytes of the names, as most Chinese providers
  /// sign.
  func signedBytes(leavingOut names: Set<String>, droppingEmpty: Bool) -> [UInt8] {
    let left = Set(names.map { Array($0.utf8) })
    let pairs =
      fields
      .filter { !left.contains($0.name) && !(droppingEmpty && $0.value.isEmpty) }
      .sorted { $0.name.lexicographicallyPrecedes($1.name) }
      .map { $0.name + [UInt8(ascii: "=")] + $0.value }
    return Array(pairs.joined(separator: [UInt8(ascii: "&")]))
  }

  private static func decode(_ text: some Collection<UInt8>) throws(WebhookRefusal) -> [UInt8] {
    let spaced = text.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
    guard let decoded = PercentEncoding.decode(spaced) else { throw .malformed }
    return decoded
  }
}
