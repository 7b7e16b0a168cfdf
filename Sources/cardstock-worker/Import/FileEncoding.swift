/// How the text of a supplier's file is written as bytes.
package enum FileEncoding: Equatable, Sendable, CustomStringConvertible {
  case utf8(hasMark: Bool)
  case utf16(isBigEndian: Bool, hasMark: Bool)
  case gb18030(hasMark: Bool)

  /// The encoding in words for people.
  package var description: String {
    let (name, hasMark) =
      switch self {
      case .utf8(let hasMark): ("UTF-8", hasMark)
      case .utf16(let isBigEndian, let hasMark): (isBigEndian ? "UTF-16BE" : "UTF-16LE", hasMark)
      case .gb18030(let hasMark): ("GB 18030", hasMark)
      }
    return hasMark ? "\(name) with a byte order mark" : name
  }
}

/// Reads all bytes of a file once, in pieces, and finds out their encoding.
///
/// The beginning does not tell UTF-8 from GB 18030: a long file may be ASCII up to its last line.
package struct EncodingScan {
  /// Enough for a byte order mark, a format's signature and a guess at UTF-16.
  private static let headBytes = 4_096

  private var head: [UInt8] = []
  private var isUTF8 = true
  private var utf8Left = 0
  private var utf8Range: ClosedRange<UInt8> = 0x80...0xBF
  private var isGB = true
  private var isGBTail = false
  /// Which byte of a GB 18030 character of four comes next; 0 outside of one.
  private var fourByte = 0

  package init() {}

  /// Takes the next bytes.
  package mutating func take(_ piece: [UInt8]) {
    if head.count < Self.headBytes { head += piece.prefix(Self.headBytes - head.count) }
    for byte in piece {
      if isUTF8 { takeUTF8(byte) }
      if isGB { takeGB(byte) }
    }
  }

  /// The file's encoding; throws the format of a file that is not text.
  package func result() throws(ForeignFormat) -> FileEncoding {
    if head.starts(with: [0xFF, 0xFE, 0, 0]) || head.starts(with: [0, 0, 0xFE, 0xFF]) {
      throw .utf32
    }
    if head.starts(with: [0xFF, 0xFE]) { return .utf16(isBigEndian: false, hasMark: true) }
    if head.starts(with: [0xFE, 0xFF]) { return .utf16(isBigEndian: true, hasMark: true) }
    if let format = ForeignFormat(head) { throw format }
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8(hasMark: true) }
    if head.starts(with: [0x84, 0x31, 0x95, 0x33]) { return .gb18030(hasMark: true) }
    if head.contains(0) {
      // In UTF-16 each ASCII character has a zero byte, always on the same side.
      let evens = stride(from: 0, to: head.count, by: 2).count { head[$0] == 0 }
      let odds = stride(from: 1, to: head.count, by: 2).count { head[$0] == 0 }
      if odds * 4 > head.count, evens * 20 < odds {
        return .utf16(isBigEndian: false, hasMark: false)
      }
      if evens * 4 > head.count, odds * 20 < evens {
        return .utf16(isBigEndian: true, hasMark: false)
      }
    }
    if isUTF8 && utf8Left == 0 { return .utf8(hasMark: false) }
    return isGB && !isGBTail && fourByte == 0 ? .gb18030(hasMark: false) : .utf8(hasMark: false)
  }

  private mutating func takeUTF8(_ byte: UInt8) {
    if utf8Left > 0 {
      isUTF8 = utf8Range.contains(byte)
      utf8Left -= 1
      utf8Range = 0x80...0xBF
      return
    }
    switch byte {
    case 0..<0x80: break
    case 0xC2...0xDF: utf8Left = 1
    case 0xE0: (utf8Left, utf8Range) = (2, 0xA0...0xBF)
    case 0xED: (utf8Left, utf8Range) = (2, 0x80...0x9F)
    case 0xE1...0xEF: utf8Left = 2
    case 0xF0: (utf8Left, utf8Range) = (3, 0x90...0xBF)
    case 0xF4: (utf8Left, utf8Range) = (3, 0x80...0x8F)
    case 0xF1...0xF3: utf8Left = 3
    default: isUTF8 = false
    }
  }

  private mutating func takeGB(_ byte: UInt8) {
    if isGBTail {
      isGBTail = false
      if (0x30...0x39).contains(byte) {
        fourByte = 3
      } else {
        isGB = (0x40...0xFE).contains(byte) && byte != 0x7F
      }
    } else if fourByte == 3 {
      isGB = (0x81...0xFE).contains(byte)
      fourByte = 4
    } else if fourByte == 4 {
      isGB = (0x30...0x39).contains(byte)
      fourByte = 0
    } else if byte >= 0x80 {
      isGB = (0x81...0xFE).contains(byte)
      isGBTail = true
    }
  }
}

/// Turns pieces of UTF-16 into pieces of UTF-8.
struct UTF16Pieces {
  private let isBigEndian: Bool
  private var half: UInt8?
  private var high: UInt16?

  init(isBigEndian: Bool) {
    self.isBigEndian = isBigEndian
  }

  /// The next piece; an invalid character becomes a byte that is not UTF-8, so that only its line
  /// is refused.
  mutating func decoded(_ piece: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(piece.count)
    for byte in piece {
      guard let first = half.take() else {
        half = byte
        continue
      }
      let unit =
        isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first)
      append(unit, to: &bytes)
    }
    // An empty piece is the end of the file, here within a character.
    if piece.isEmpty, half.take() != nil || high.take() != nil { bytes.append(0xFF) }
    return bytes
  }

  private mutating func append(_ unit: UInt16, to bytes: inout [UInt8]) {
    if let first = high.take() {
      if UTF16.isTrailSurrogate(unit) {
        let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(unit) - 0xDC00)
        if let scalar = Unicode.Scalar(value) { bytes += Array(String(scalar).utf8) }
        return
      }
      bytes.append(0xFF)
    }
    if UTF16.isLeadSurrogate(unit) {
      high = unit
    } else if let scalar = Unicode.Scalar(unit) {
      bytes += Array(String(scalar).utf8)
    } else {
      bytes.append(0xFF)
    }
  }
}
