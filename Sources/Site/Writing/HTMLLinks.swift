/// The addresses in a finished page: a scan of its tags, not a parser; the pages are our own.
struct HTMLLinks: Sendable {
  /// `href`, `src` and form actions that lead into the shop, as written but for `&amp;`.
  private(set) var targets = Set<String>()
  private(set) var anchors = Set<String>()

  init(of html: [UInt8]) {
    html.withUnsafeBufferPointer { bytes in
      var index = 0
      while let tag = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
        let end = Self.endOfTag(in: bytes, from: tag + 1)
        readAttributes(of: bytes[(tag + 1)..<end])
        index = end
      }
    }
  }

  /// Where a tag ends: at the first `>` outside of quotation marks.
  private static func endOfTag(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    guard start < bytes.count, isLetter(bytes[start]) else { return start }
    var quote: UInt8 = 0
    for index in start..<bytes.count {
      let byte = bytes[index]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        return index
      }
    }
    return bytes.count
  }

  private mutating func readAttributes(of tag: Slice<UnsafeBufferPointer<UInt8>>) {
    var rest = tag
    while let equals = rest.firstIndex(of: UInt8(ascii: "=")) {
      let name = rest[..<equals].suffix(while: Self.isLetter)
      rest = rest[(equals + 1)...]
      guard let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
        continue
      }
      rest = rest.dropFirst()
      let end = rest.firstIndex(of: quote) ?? rest.endIndex
      add(rest[..<end], as: name)
      rest = rest[end...].dropFirst()
    }
  }

  private mutating func add(
    _ value: Slice<UnsafeBufferPointer<UInt8>>,
    as name: Slice<UnsafeBufferPointer<UInt8>>
  ) {
    if name.elementsEqual("id".utf8) {
      anchors.insert(text(value))
    } else if name.elementsEqual("href".utf8) || name.elementsEqual("src".utf8) {
      let isInside =
        value.first == UInt8(ascii: "#")
        || value.first == UInt8(ascii: "/") && value.dropFirst().first != UInt8(ascii: "/")
      if isInside { targets.insert(text(value)) }
    }
  }

  private func text(_ value: Slice<UnsafeBufferPointer<UInt8>>) -> String {
    let text = String(decoding: value, as: UTF8.self)
    return value.contains(UInt8(ascii: "&")) ? text.replacing("&amp;", with: "&") : text
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte)
  }
}

extension BidirectionalCollection {
  /// The longest end whose elements all fulfil the condition.
  fileprivate func suffix(while condition: (Element) -> Bool) -> SubSequence {
    var start = endIndex
    while start > startIndex, condition(self[index(before: start)]) { start = index(before: start) }
    return self[start...]
  }
}
