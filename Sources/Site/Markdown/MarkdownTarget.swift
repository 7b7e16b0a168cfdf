/// Where a link leads, judged by its first characters.
enum MarkdownTarget: Equatable {
  /// A page, a file or a heading of the shop, still to be checked.
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
