/// The fields of an HTML form, as browsers send them: `application/x-www-form-urlencoded`.
///
/// Holds, always: at most 32 fields, each named once, every name and value valid UTF-8 without NUL.
package struct FormFields: Equatable, Sendable {
  private let values: [String: String]

  /// A form with more is not read.
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
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var rest = bytes
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(hexDigit),
          let low = rest.popFirst().flatMap(hexDigit)
        else { return nil }
        decoded.append(high << 4 | low)
      default: decoded.append(byte)
      }
    }
    return decoded.contains(0) ? nil : String(validating: decoded, as: UTF8.self)
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
  }
}
