import Payments

/// One line of a supplier's file.
struct SourceLine: Equatable {
  /// Counted from 1.
  let number: Int
  let content: Content

  enum Content: Equatable {
    case text(String)
    /// Longer than any code with all its fields; its bytes are not kept.
    case tooLong
    /// Not valid in the file's encoding.
    case notText
  }
}

/// Cuts a stream of bytes into lines of text, at LF, CRLF or CR.
///
/// Holds one line at a time, of a bounded length, however long the file or its lines are.
struct LineReader {
  /// The longest line that a code with all its fields can need, in bytes.
  static let longestLine = 4_096

  private let read: () throws -> [UInt8]
  private let encoding: FileEncoding
  private var pieces: UTF16Pieces?
  private var buffer: [UInt8] = []
  private var position = 0
  private var number = 0
  private var isAtEnd = false

  /// `read` returns the next bytes, or none at the end.
  init(_ encoding: FileEncoding, read: @escaping () throws -> [UInt8]) {
    self.encoding = encoding
    self.read = read
    if case .utf16(let isBigEndian, _) = encoding {
      pieces = UTF16Pieces(isBigEndian: isBigEndian)
    }
  }

  /// The next line; nil at the end.
  mutating func next() throws -> SourceLine? {
    if number == 0 { try skipMark() }
    guard try peek() != nil else { return nil }
    number += 1
    var bytes: [UInt8] = []
    var isTooLong = false
    while let byte = try peek() {
      position += 1
      if byte == UInt8(ascii: "\n") { break }
      if byte == UInt8(ascii: "\r") {
        if try peek() == UInt8(ascii: "\n") { position += 1 }
        break
      }
      if bytes.count < Self.longestLine { bytes.append(byte) } else { isTooLong = true }
    }
    return SourceLine(number: number, content: isTooLong ? .tooLong : content(bytes))
  }

  private func content(_ bytes: [UInt8]) -> SourceLine.Content {
    if case .gb18030 = encoding, bytes.contains(where: { $0 >= 0x80 }) {
      return GBKText.decoded(bytes).map { .text($0) } ?? .notText
    }
    return String(validating: bytes, as: UTF8.self).map { .text($0) } ?? .notText
  }

  private mutating func peek() throws -> UInt8? {
    while position == buffer.count, !isAtEnd {
      let piece = try read()
      isAtEnd = piece.isEmpty
      buffer = pieces?.decoded(piece) ?? piece
      position = 0
    }
    return position < buffer.count ? buffer[position] : nil
  }

  private mutating func skipMark() throws {
    let mark: [UInt8] =
      switch encoding {
      case .gb18030(hasMark: true): [0x84, 0x31, 0x95, 0x33]
      case .utf8(hasMark: true), .utf16(_, hasMark: true): [0xEF, 0xBB, 0xBF]
      case .utf8, .utf16, .gb18030: []
      }
    for _ in mark where try peek() != nil { position += 1 }
  }
}
