import Foundation

/// Members of a JSON object as the bytes that they came in, for signatures over parts of a text.
enum JSONMember {
  /// The bytes of the member's value, when the object has that member at its top.
  static func value(of name: String, in object: [UInt8]) -> ArraySlice<UInt8>? {
    var place = object.startIndex
    skipSpace(object, &place)
    guard byte(object, place) == UInt8(ascii: "{") else { return nil }
    place += 1
    while true {
      skipSpace(object, &place)
      guard byte(object, place) == UInt8(ascii: "\""), let key = take(object, &place) else {
        return nil
      }
      skipSpace(object, &place)
      guard byte(object, place) == UInt8(ascii: ":") else { return nil }
      place += 1
      skipSpace(object, &place)
      guard let value = take(object, &place) else { return nil }
      if key.dropFirst().dropLast().elementsEqual(name.utf8) { return value }
      skipSpace(object, &place)
      guard byte(object, place) == UInt8(ascii: ",") else { return nil }
      place += 1
    }
  }

  /// The text of a member that is a string.
  static func text(of name: String, in object: [UInt8]) -> String? {
    guard let raw = value(of: name, in: object), raw.first == UInt8(ascii: "\"") else { return nil }
    do {
      return try JSONDecoder().decode(String.self, from: Data(raw))
    } catch {
      return nil
    }
  }

  private static func byte(_ bytes: [UInt8], _ place: Int) -> UInt8? {
    bytes.indices.contains(place) ? bytes[place] : nil
  }

  private static func skipSpace(_ bytes: [UInt8], _ place: inout Int) {
    while let byte = byte(bytes, place), [32, 9, 10, 13].contains(byte) { place += 1 }
  }

  /// Takes one value: to the end of a string, to the bracket that closes it, or to a delimiter.
  private static func take(_ bytes: [UInt8], _ place: inout Int) -> ArraySlice<UInt8>? {
    let start = place
    var depth = 0
    var isInString = false
    while let byte = byte(bytes, place) {
      if isInString {
        if byte == UInt8(ascii: "\\") { place += 1 }
        if byte == UInt8(ascii: "\"") { isInString = false }
      } else {
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ","):
          // A bare word ends where the object goes on.
          if depth == 0 { return place > start ? bytes[start..<place] : nil }
          if byte != UInt8(ascii: ",") { depth -= 1 }
        default: break
        }
      }
      place += 1
      let isClosed = depth == 0 && !isInString
      if isClosed, [UInt8(ascii: "\""), 125, 93].contains(byte) { return bytes[start..<place] }
    }
    return nil
  }
}
