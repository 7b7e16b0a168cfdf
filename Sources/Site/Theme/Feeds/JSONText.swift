/// JSON that is safe in a script element: it can neither close it nor start a comment.
indirect enum JSONText {
  case text(String)
  case number(Int)
  case flag(Bool)
  case list([JSONText])
  /// An object with members in the given order, without those that have no value.
  case object([(name: String, value: JSONText?)])

  /// The JSON text, without spaces.
  var script: String {
    var output: [UInt8] = []
    output.reserveCapacity(2048)
    write(to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  private func write(to output: inout [UInt8]) {
    switch self {
    case .text(let text): Self.quote(text, to: &output)
    case .number(let number): output.append(contentsOf: String(number).utf8)
    case .flag(let flag): output.append(contentsOf: String(flag).utf8)
    case .list(let items):
      output.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        item.write(to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object(let members):
      output.append(UInt8(ascii: "{"))
      var isFirst = true
      for case (let name, let value?) in members {
        if !isFirst { output.append(UInt8(ascii: ",")) }
        isFirst = false
        Self.quote(name, to: &output)
        output.append(UInt8(ascii: ":"))
        value.write(to: &output)
      }
      output.append(UInt8(ascii: "}"))
    }
  }

  private static func quote(_ text: String, to output: inout [UInt8]) {
    var text = text
    output.append(UInt8(ascii: "\""))
    text.withUTF8 { bytes in
      var copied = 0
      for index in bytes.indices where isSpecial[Int(bytes[index])] {
        guard let escape = escape(bytes, index) else { continue }
        output.append(contentsOf: bytes[copied..<index])
        output.append(contentsOf: escape.utf8)
        copied = index + (bytes[index] == 0xE2 ? 3 : 1)
      }
      output.append(contentsOf: bytes[copied...])
    }
    output.append(UInt8(ascii: "\""))
  }

  /// Bytes that may have to be escaped; 0xE2 begins U+2028 and U+2029.
  private static let isSpecial: [Bool] = (0...UInt8.max).map { byte in
    byte < 0x20 || byte == 0x7F || byte == 0xE2 || Array("\"\\<>&".utf8).contains(byte)
  }

  private static func escape(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> String? {
    switch bytes[index] {
    case UInt8(ascii: "\""): return "\\\""
    case UInt8(ascii: "\\"): return "\\\\"
    case UInt8(ascii: "\n"): return "\\n"
    case 0xE2:
      // In well-formed UTF-8 two more bytes follow.
      guard bytes[index + 1] == 0x80, bytes[index + 2] & 0xFE == 0xA8 else { return nil }
      return bytes[index + 2] == 0xA8 ? "\\u2028" : "\\u2029"
    case let byte:
      let hex = String(byte, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    }
  }
}
