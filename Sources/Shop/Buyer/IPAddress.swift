/// An address of the Internet Protocol, version 4 or 6.
///
/// Holds, always: 4 or 16 bytes. An IPv4 address written as IPv6 (`::ffff:192.0.2.1`) becomes the
/// IPv4 address, so that one machine has one address.
package struct IPAddress: Hashable, Sendable, CustomStringConvertible {
  /// In network order.
  package let bytes: [UInt8]

  /// Reads `192.0.2.1` or `2001:db8::1`; nil for anything else, zones and ports included.
  package init?(_ text: String) {
    guard (2...45).contains(text.utf8.count) else { return nil }
    if let four = Self.four(text[...]) {
      bytes = four
    } else if let sixteen = Self.sixteen(text) {
      let isFour = sixteen.prefix(10).allSatisfy { $0 == 0 } && sixteen[10...11] == [255, 255]
      bytes = isFour ? Array(sixteen.suffix(4)) : sixteen
    } else {
      return nil
    }
  }

  fileprivate init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Whether it is an IPv4 address.
  package var isFour: Bool { bytes.count == 4 }

  /// Whether others on the internet can see it: neither loopback nor private, link-local, shared or
  /// unspecified (RFC 6890).
  package var isPublic: Bool {
    guard isFour else {
      let isUnspecified = bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] <= 1
      return !isUnspecified && bytes[0] & 0xFE != 0xFC && !(bytes[0] == 0xFE && bytes[1] >= 0x80)
    }
    switch (bytes[0], bytes[1]) {
    case (0, _), (10, _), (127, _), (192, 168), (169, 254): return false
    case (172, 16...31), (100, 64...127): return false
    default: return true
    }
  }

  /// As RFC 5952 writes it.
  package var description: String {
    guard !isFour else { return bytes.map(String.init).joined(separator: ".") }
    return stride(from: 0, to: 16, by: 2).map { index in
      String(UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]), radix: 16)
    }.joined(separator: ":")
  }

  /// Four decimal numbers without leading zeros, which some read as octal.
  private static func four(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    let bytes = parts.compactMap { part -> UInt8? in
      let isPlain = part.utf8.allSatisfy { (48...57).contains($0) }
      guard isPlain, part.utf8.count == 1 || part.first != "0" else { return nil }
      return UInt8(part)
    }
    return bytes.count == 4 ? bytes : nil
  }

  /// RFC 4291 §2.2: eight groups, one run of zeros as `::`, the last two as an IPv4 address.
  private static func sixteen(_ text: String) -> [UInt8]? {
    let halves = text.split(separator: "::", omittingEmptySubsequences: false)
    guard halves.count <= 2, let first = groups(halves[0], isEnd: halves.count == 1) else {
      return nil
    }
    guard halves.count == 2 else { return first.count == 16 ? first : nil }
    guard let last = groups(halves[1], isEnd: true), first.count + last.count <= 14 else {
      return nil
    }
    return first + [UInt8](repeating: 0, count: 16 - first.count - last.count) + last
  }

  private static func groups(_ text: Substring, isEnd: Bool) -> [UInt8]? {
    guard !text.isEmpty else { return [] }
    var bytes: [UInt8] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if isEnd, index == parts.count - 1, part.contains("."), let four = four(part) {
        bytes += four
        continue
      }
      let isHex = part.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
      }
      guard (1...4).contains(part.utf8.count), isHex, let group = UInt16(part, radix: 16) else {
        return nil
      }
      bytes += [UInt8(group >> 8), UInt8(group & 255)]
    }
    return bytes.count <= 16 ? bytes : nil
  }
}

/// A range of addresses that share their first bits, as CIDR writes it: `203.0.113.0/24`.
package struct IPNetwork: Hashable, Sendable, CustomStringConvertible {
  /// The first address: every bit behind the prefix is 0.
  package let first: IPAddress
  /// How many leading bits its addresses share.
  package let prefix: Int

  /// Reads `ADDRESS/BITS` or a single address; bits behind the prefix become 0.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = IPAddress(String(parts[0])) else { return nil }
    let longest = address.bytes.count * 8
    guard parts.count == 2 else {
      self.init(of: address, prefix: longest)
      return
    }
    guard (1...3).contains(parts[1].utf8.count),
      parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
      let prefix = Int(parts[1]), prefix <= longest
    else { return nil }
    self.init(of: address, prefix: prefix)
  }

  /// The range of that prefix length that holds the address.
  package init(of address: IPAddress, prefix: Int) {
    let bytes = address.bytes.enumerated().map { index, byte in
      let kept = min(max(prefix - index * 8, 0), 8)
      return kept == 0 ? 0 : byte & (0xFF << (8 - kept))
    }
    first = IPAddress(bytes: bytes)
    self.prefix = prefix
  }

  /// What counts as one buyer's network: an IPv4 /24, an IPv6 /48.
  ///
  /// Whoever has one address of such a range can usually use the others too.
  package init(ofBuyer address: IPAddress) {
    self.init(of: address, prefix: address.isFour ? 24 : 48)
  }

  /// Whether no buyer can come from it: the loopback range (127.0.0.0/8, ::1) or the unspecified
  /// one (0.0.0.0/8, ::).
  package var isOfNobody: Bool {
    first.isFour ? [0, 127].contains(first.bytes[0]) : first.bytes.prefix(6).allSatisfy { $0 == 0 }
  }

  /// Whether the address is in the range.
  package func contains(_ address: IPAddress) -> Bool {
    address.isFour == first.isFour && IPNetwork(of: address, prefix: prefix) == self
  }

  /// The first address, a slash and the length of the prefix.
  package var description: String {
    guard !first.isFour, prefix % 16 == 0, prefix < 112 else { return "\(first)/\(prefix)" }
    let groups = "\(first)".split(separator: ":").prefix(prefix / 16)
    return groups.joined(separator: ":") + "::/\(prefix)"
  }
}
