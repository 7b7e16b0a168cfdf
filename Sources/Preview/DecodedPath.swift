/// The path with its percent escapes decoded; nil when it could mean anything but a file below.
///
/// Refuses broken escapes, bytes that are not UTF-8, control characters, backslashes, and `.` and
/// `..` as parts, also when they were escaped.
func decodedPath(_ path: String) -> String? {
  var bytes: [UInt8] = []
  var rest = path.utf8[...]
  while let byte = rest.popFirst() {
    guard byte == UInt8(ascii: "%") else {
      bytes.append(byte)
      continue
    }
    guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
      return nil
    }
    bytes.append(high << 4 | low)
  }
  guard let decoded = String(validating: bytes, as: UTF8.self),
    !decoded.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F || $0 == "\\" }),
    !decoded.split(separator: "/").contains(where: { $0 == "." || $0 == ".." })
  else { return nil }
  return decoded
}

private func digit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 48...57: byte - 48
  case 65...70: byte - 55
  case 97...102: byte - 87
  default: nil
  }
}
