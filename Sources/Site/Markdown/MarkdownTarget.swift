/// Where a link leads, as far as its first characters tell.
enum MarkdownTarget: Equatable {
  /// A page, a file or a heading of the shop; to be checked.
  case shop
  /// `http:` or `https:`.
  case otherHost
  /// `mailto:` or `tel:`.
  case program
  /// Any other scheme, such as `javascript:`, or `//host`: never written to a page.
  case refused

  init(_ destination: some Collection<UInt8>) {
    let schemeEnd = destination.firstIndex { !Self.isSchemeByte($0) }
    guard let end = schemeEnd, destination[end] == UInt8(ascii: ":") else {
      self = destination.starts(with: "//".utf8) ? .refused : .shop
      return
    }
    switch String(decoding: destination[..<end], as: UTF8.self).lowercased() {
    case "http", "https": self = .otherHost
    case "mailto", "tel": self = .program
    default: self = .refused
    }
  }

  /// Whether a page may carry the link.
  var isAllowed: Bool { self != .refused }

  private static func isSchemeByte(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      || "+-.".utf8.contains(byte)
  }
}

/// The address with what RFC 3986 does not allow in it percent-encoded; a `%` stays.
func percentEncoded(_ bytes: some Sequence<UInt8>) -> [UInt8] {
  let digits = Array("0123456789ABCDEF".utf8)
  var encoded: [UInt8] = []
  for byte in bytes {
    if isAddressByte[Int(byte)] {
      encoded.append(byte)
    } else {
      encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return encoded
}

/// The text with `%E6%B8%B8` and the like as bytes again; nil for a broken escape or bad UTF-8.
func percentDecoded(_ text: Substring) -> String? {
  guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
  var bytes: [UInt8] = []
  var rest = text.utf8
  while let byte = rest.popFirst() {
    guard byte == UInt8(ascii: "%") else {
      bytes.append(byte)
      continue
    }
    guard let high = rest.popFirst().flatMap(hexValue), let low = rest.popFirst().flatMap(hexValue)
    else { return nil }
    bytes.append(high << 4 | low)
  }
  return String(validating: bytes, as: UTF8.self)
}

private func hexValue(_ digit: UInt8) -> UInt8? {
  switch digit {
  case 48...57: digit - 48
  case 65...70: digit - 55
  case 97...102: digit - 87
  default: nil
  }
}

private let isAddressByte: [Bool] = {
  let allowed = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&()*+,;=%".utf8
  )
  return (0...255).map { allowed.contains(UInt8($0)) }
}()
