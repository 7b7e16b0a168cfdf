import Foundation

/// The addresses in a finished page, found by scanning its tags without a full parser.
///
/// Every page of every build is read: single bytes are looked at only within tags.
struct HTMLLinks: Sendable {
  /// An address in a template, as written except for `&amp;`.
  struct Place: Sendable {
    let address: String
    let range: Range<Int>
    /// Whether no finished page is searched for it: in `srcset`, or with its host.
    let isOnlyHere: Bool
  }

  /// Addresses in the shop of `href`, `src`, `poster` and form actions, as written except for
  /// `&amp;`.
  private(set) var targets = Set<String>()
  private(set) var anchors = Set<String>()
  /// In a template all addresses in their order.
  private(set) var places: [Place] = []
  private let isTemplate: Bool

  init(of html: [UInt8], ofTemplate isTemplate: Bool = false) {
    self.isTemplate = isTemplate
    html.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      let page = PageBytes(base: base, count: bytes.count)
      var index = 0
      while let tag = page.first(UInt8(ascii: "<"), in: index..<page.count) {
        guard !page.has("<!--", at: tag) else {
          // `<!-->` is a whole comment.
          index = page.endOfComment(from: tag + 2)
          continue
        }
        let end = page.endOfTag(from: tag + 1)
        readAttributes(of: page, in: (tag + 1)..<max(tag + 1, end))
        index = endOfPlainText(in: bytes, ofTag: tag) ?? end
      }
    }
  }

  private mutating func readAttributes(of page: PageBytes, in tag: Range<Int>) {
    var rest = tag
    while let equals = page.first(UInt8(ascii: "="), in: rest) {
      let name = page.name(before: equals, in: rest)
      let start = page.skipBlanks(in: (equals + 1)..<tag.upperBound)
      let quote = start < tag.upperBound ? page.base[start] : 0
      guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
        let end = (start..<tag.upperBound).first { page.base[$0] <= 0x20 } ?? tag.upperBound
        add(start..<end, as: name, of: page)
        rest = end..<tag.upperBound
        continue
      }
      let end = page.first(quote, in: (start + 1)..<tag.upperBound) ?? tag.upperBound
      add(start + 1..<end, as: name, of: page)
      rest = min(end + 1, tag.upperBound)..<tag.upperBound
    }
  }

  private mutating func add(_ value: Range<Int>, as name: Range<Int>, of page: PageBytes) {
    if page.has("id", as: name) {
      anchors.insert(page.text(value))
    } else if page.isAddress(name) {
      let value = page.trimmed(value)
      if isTemplate {
        let isOnlyHere = page.has("http", at: value.lowerBound)
        places.append(Place(address: page.text(value), range: value, isOnlyHere: isOnlyHere))
      } else if page.isInside(value) {
        targets.insert(page.text(value))
      }
    } else if isTemplate, page.has("srcset", as: name) {
      var index = value.lowerBound
      while index < value.upperBound {
        let next = page.first(UInt8(ascii: ","), in: index..<value.upperBound) ?? value.upperBound
        let start = page.skipBlanks(in: index..<next)
        let end = (start..<next).first { page.base[$0] <= 0x20 } ?? next
        let address = page.text(start..<end)
        places.append(Place(address: address, range: start..<end, isOnlyHere: true))
        index = next + 1
      }
    }
  }
}

/// The bytes of a page by their places.
private struct PageBytes {
  let base: UnsafePointer<UInt8>
  let count: Int

  func first(_ byte: UInt8, in range: Range<Int>) -> Int? {
    memchr(base + range.lowerBound, Int32(byte), range.count).map {
      UnsafeRawPointer(base).distance(to: $0)
    }
  }

  func has(_ text: StaticString, at place: Int) -> Bool {
    text.utf8CodeUnitCount <= count - place
      && memcmp(base + place, text.utf8Start, text.utf8CodeUnitCount) == 0
  }

  /// Whether a name is that one, which is written in small letters.
  func has(_ text: StaticString, as name: Range<Int>) -> Bool {
    text.utf8CodeUnitCount == name.count
      && name.allSatisfy { base[$0] | 0x20 == text.utf8Start[$0 - name.lowerBound] }
  }

  func isAddress(_ name: Range<Int>) -> Bool {
    switch name.count {
    case 3: has("src", as: name)
    case 4: has("href", as: name)
    case 6: has("action", as: name) || has("poster", as: name)
    case 10: has("xlink:href", as: name) || has("formaction", as: name)
    default: false
    }
  }

  /// The name of an attribute before its `=`; names end at blanks, quotation marks and `/`, and in
  /// a template at braces.
  func name(before equals: Int, in range: Range<Int>) -> Range<Int> {
    var end = equals
    while end > range.lowerBound, base[end - 1] <= 0x20 { end -= 1 }
    var start = end
    while start > range.lowerBound, Self.isOfName(base[start - 1]) { start -= 1 }
    return start..<end
  }

  /// Whether an address leads into the shop, or from the page: it has neither a scheme nor a host.
  func isInside(_ address: Range<Int>) -> Bool {
    guard let first = address.first, base[first] != UInt8(ascii: "?") else { return false }
    if base[first] == UInt8(ascii: "#") { return true }
    if base[first] == UInt8(ascii: "/") { return !has("//", at: first) }
    let sign = address.first { place in
      [UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")]
        .contains(base[place])
    }
    return sign.map { base[$0] != UInt8(ascii: ":") } ?? true
  }

  func skipBlanks(in range: Range<Int>) -> Int {
    range.first { base[$0] > 0x20 } ?? range.upperBound
  }

  /// A value without blanks at its ends.
  func trimmed(_ value: Range<Int>) -> Range<Int> {
    let start = skipBlanks(in: value)
    return start..<(value[start...].last { base[$0] > 0x20 }.map { $0 + 1 } ?? start)
  }

  func endOfComment(from start: Int) -> Int {
    var index = start
    while let dash = first(UInt8(ascii: "-"), in: index..<count) {
      if has("-->", at: dash) { return dash + 3 }
      index = dash + 1
    }
    return count
  }

  /// The end of a tag, at the first `>` outside of quotation marks.
  func endOfTag(from start: Int) -> Int {
    guard start < count, Self.isLetter(base[start]) else { return start }
    var quote: UInt8 = 0
    var index = start
    while index < count {
      let byte = base[index]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        return index
      }
      index += 1
    }
    return count
  }

  /// The text of a value, whose `&amp;` is `&`.
  func text(_ range: Range<Int>) -> String {
    let bytes = UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
    let text = String(decoding: bytes, as: UTF8.self)
    let hasSign = first(UInt8(ascii: "&"), in: range) != nil
    return hasSign ? text.replacing("&amp;", with: "&") : text
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "/"), UInt8(ascii: "{"),
      UInt8(ascii: "}"):
      false
    default: true
    }
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    let small = byte | 0x20
    return small >= UInt8(ascii: "a") && small <= UInt8(ascii: "z")
  }
}
