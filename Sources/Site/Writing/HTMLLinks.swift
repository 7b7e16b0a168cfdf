import Foundation

/// The addresses in a finished page, found by scanning its tags without a full parser.
///
/// Every page of every build is read: single bytes are looked at only within tags.
struct HTMLLinks: Sendable {
  /// Addresses in the shop of `href`, `src` and form actions, as written except for `&amp;`.
  private(set) var targets = Set<String>()
  private(set) var anchors = Set<String>()
  /// In a template also addresses without quotation marks, in `srcset`, and of any host.
  private(set) var others = Set<String>()
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
      var start = equals
      while start > rest.lowerBound, PageBytes.isLetter(page.base[start - 1]) { start -= 1 }
      let name = start..<equals
      rest = (equals + 1)..<tag.upperBound
      guard let quote = rest.isEmpty ? nil : page.base[rest.lowerBound],
        quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
      else {
        if isTemplate, page.isAddress(name) {
          let end = rest.first { page.base[$0] <= 0x20 || page.base[$0] == UInt8(ascii: ">") }
          others.insert(page.text(rest.lowerBound..<(end ?? rest.upperBound)))
        }
        continue
      }
      rest = (rest.lowerBound + 1)..<tag.upperBound
      let end = page.first(quote, in: rest) ?? rest.upperBound
      add(rest.lowerBound..<end, as: name, of: page)
      rest = min(end + 1, tag.upperBound)..<tag.upperBound
    }
  }

  private mutating func add(_ value: Range<Int>, as name: Range<Int>, of page: PageBytes) {
    if isTemplate {
      if page.has("srcset", as: name) {
        let parts = page.text(value).split(separator: ",")
        for part in parts.compactMap({ $0.split(whereSeparator: \.isWhitespace).first }) {
          others.insert(String(part))
        }
      } else if page.isAddress(name), page.has("http", at: value.lowerBound) {
        others.insert(page.text(value))
      }
    } else if page.has("id", as: name) {
      anchors.insert(page.text(value))
    } else if page.isAddress(name) {
      let isInside =
        page.has("#", at: value.lowerBound)
        || page.has("/", at: value.lowerBound) && !page.has("//", at: value.lowerBound)
      if isInside, !value.isEmpty { targets.insert(page.text(value)) }
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

  func has(_ text: StaticString, as range: Range<Int>) -> Bool {
    text.utf8CodeUnitCount == range.count && has(text, at: range.lowerBound)
  }

  func isAddress(_ name: Range<Int>) -> Bool { has("href", as: name) || has("src", as: name) }

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

  static func isLetter(_ byte: UInt8) -> Bool {
    let small = byte | 0x20
    return small >= UInt8(ascii: "a") && small <= UInt8(ascii: "z")
  }
}
