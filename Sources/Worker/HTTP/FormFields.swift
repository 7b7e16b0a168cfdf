import Text

/// The fields of an HTML form, as browsers send them: `application/x-www-form-urlencoded`.
///
/// Holds, always: at most 32 fields, each named once, every name and value valid UTF-8 without NUL.
package struct FormFields: Equatable, Sendable {
  private let values: [String: String]

  /// The most fields of a form that is accepted.
  package static let mostFields = 32

  /// Reads a form's body, or a query; nil when it breaks one of the rules above.
  package init?(parsing bytes: [UInt8]) {
    var values: [String: String] = [:]
    for pair in bytes.split(separator: UInt8(ascii: "&")) {
      let halves = pair.split(
        separator: UInt8(ascii: "="),
        maxSplits: 1,
        omittingEmptySubsequences: false
      )
      guard values.count < Self.mostFields,
        let name = Self.decode(halves[0]),
        let value = Self.decode(halves.count == 2 ? halves[1] : []),
        values.updateValue(value, forKey: name) == nil
      else { return nil }
    }
    self.values = values
  }

  package subscript(name: String) -> String? { values[name] }

  private static func decode(_ bytes: ArraySlice<UInt8>) -> String? {
    let spaced = bytes.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
    guard let decoded = PercentEncoding.decode(spaced), !decoded.contains(0) else { return nil }
    return String(validating: decoded, as: UTF8.self)
  }
}
