package import Text

/// A text file of the shop, valid UTF-8, as bytes with line and column of each.
struct SourceText: Sendable {
  /// The path from the shop's folder, such as `content/products/steam-50.md`.
  let file: String
  let bytes: [UInt8]
  /// The first byte of each line; the first line's is behind a byte order mark.
  private let lineStarts: [Int]

  /// The most bytes of a text file; a larger one is a mistake, such as a binary file.
  static let largestSize = 1 << 20

  /// Throws a problem at the first byte that is not UTF-8.
  init(file: String, bytes: [UInt8]) throws(ContentProblem) {
    self.file = file
    self.bytes = Self.withLineFeeds(bytes)
    lineStarts = Self.lineStarts(in: self.bytes)
    guard let offset = Self.firstInvalidOffset(in: bytes) else { return }
    throw problem(
      at: position(ofByte: offset),
      "expected UTF-8 text, found the byte 0x\(String(bytes[offset], radix: 16, uppercase: true)) "
        + "at offset \(offset); save the file as UTF-8"
    )
  }

  /// The bytes with a line feed in place of each carriage return without one, which ended the lines
  /// of old Macs.
  private static func withLineFeeds(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    var index = 0
    while let end = bytes[index...].firstIndex(of: 0x0D) {
      index = end + 1
      if index == bytes.count || bytes[index] != newline { result[end] = newline }
    }
    return result
  }

  private static func lineStarts(in bytes: [UInt8]) -> [Int] {
    var starts = [bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0]
    bytes.withUnsafeBufferPointer { bytes in
      for index in bytes.indices where bytes[index] == newline { starts.append(index + 1) }
    }
    return starts
  }

  /// The line and column of a byte.
  func position(ofByte offset: Int) -> Position {
    let end = min(offset, bytes.count)
    // The first line that begins behind it.
    var (low, high) = (1, lineStarts.count)
    while low < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= end { low = middle + 1 } else { high = middle }
    }
    let start = lineStarts[low - 1]
    return Position(line: low, column: characters(in: start..<max(start, end)) + 1)
  }

  /// The bytes of a line, counted from 1, without its line break; empty past the end.
  func range(ofLine line: Int) -> Range<Int> {
    let line = max(line, 1)
    guard line <= lineStarts.count else { return bytes.count..<bytes.count }
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }

  /// A problem with this file, with the source line of its place.
  func problem(
    _ warning: Diagnostic? = nil,
    at position: Position,
    _ message: String,
    hint: String? = nil
  ) -> ContentProblem {
    ContentProblem(
      file: file,
      position: position,
      warning: warning,
      message: message,
      hint: hint,
      sourceLine: String(decoding: bytes[range(ofLine: position.line)], as: UTF8.self)
    )
  }

  /// The keys and values of YAML in this file, from the first byte of a line on.
  func yamlEntries(
    in bytes: ArraySlice<UInt8>,
    firstLine: Int = 1,
    openingBrackets: [String: String] = [:]
  ) throws(ContentProblem) -> [YAMLEntry] {
    do {
      let text = String(decoding: bytes, as: UTF8.self)
      return try YAMLText(text, firstLine: firstLine, openingBrackets: openingBrackets).entries()
    } catch {
      throw problem(at: error.position, error.message, hint: error.hint)
    }
  }

  /// A problem at the first character that no text should have: control characters except tab and
  /// line ends, and within `matter` those that change the direction of text and make a value look
  /// like another.
  func strayCharacter(turningIn matter: Range<Int>) -> ContentProblem? {
    for index in bytes.indices {
      let byte = bytes[index]
      guard byte < 0x20 || byte >= 0x7F else { continue }
      let rest = bytes[index...].prefix(3)
      let isControl =
        byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D || byte == 0x7F
        || byte == 0xC2 && rest.count > 1 && bytes[index + 1] < 0xA0 && bytes[index + 1] != 0x85
        || rest.elementsEqual([0xEF, 0xBF, 0xBE]) || rest.elementsEqual([0xEF, 0xBF, 0xBF])
      let isTurning =
        matter.contains(index)
        && (byte == 0xE2 && rest.count == 3
          && (bytes[index + 1] == 0x80 && (0xAA...0xAE).contains(bytes[index + 2])
            || bytes[index + 1] == 0x81 && (0xA6...0xA9).contains(bytes[index + 2])))
      guard isControl || isTurning else { continue }
      let text = String(decoding: bytes[index...].prefix(4), as: UTF8.self)
      let value = String(text.unicodeScalars.first?.value ?? 0, radix: 16, uppercase: true)
      let name = "U+" + String(repeating: "0", count: max(0, 4 - value.count)) + value
      let what = isTurning ? ", which turns the direction of the text behind it" : ""
      return problem(
        at: position(ofByte: index),
        "expected text, found the invisible character \(name)\(what); remove it"
      )
    }
    return nil
  }

  /// The byte order mark, which some editors write and which is ignored.
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private func characters(in range: Range<Int>) -> Int {
    bytes[range].count { $0 & 0b1100_0000 != 0b1000_0000 }
  }

  private static func firstInvalidOffset(in bytes: [UInt8]) -> Int? {
    guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
    var offset = 0
    var codec = UTF8()
    var iterator = bytes.makeIterator()
    while case .scalarValue(let scalar) = codec.decode(&iterator) {
      offset += UTF8.width(scalar)
    }
    return Swift.min(offset, bytes.count - 1)
  }
}

/// A value with its place in a file.
package struct Located<Value: Sendable>: Sendable {
  /// The value as it was read.
  package let value: Value
  /// Where it begins.
  package let position: Position

  init(_ value: Value, at position: Position) {
    self.value = value
    self.position = position
  }
}

extension Located: Equatable where Value: Equatable {}

private let newline = UInt8(ascii: "\n")
