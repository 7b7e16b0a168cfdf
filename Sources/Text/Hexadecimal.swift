extension Sequence<UInt8> {
  /// Two lower-case hexadecimal digits for each byte.
  package var hex: String {
    var text: [UInt8] = []
    for byte in self { text += [lowerDigits[Int(byte >> 4)], lowerDigits[Int(byte & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}

extension [UInt8] {
  /// The bytes that pairs of hexadecimal digits of either case stand for; nil for anything else.
  package init?(hex text: some Sequence<UInt8>) {
    var bytes: [UInt8] = []
    var high: UInt8?
    for byte in text {
      guard let digit = byte.hexDigitValue else { return nil }
      if let first = high { bytes.append(first << 4 | digit) }
      high = high == nil ? digit : nil
    }
    guard high == nil else { return nil }
    self = bytes
  }
}

extension UInt8 {
  /// The value of an ASCII hexadecimal digit of either case; nil for any other byte.
  package var hexDigitValue: UInt8? {
    switch self {
    case 48...57: self - 48
    case 65...70: self - 55
    case 97...102: self - 87
    default: nil
    }
  }
}

private let lowerDigits = Array("0123456789abcdef".utf8)
