import CZlib

/// A ZIP archive, written from names and contents.
///
/// Source: PKWARE's APPNOTE.TXT 4.3 to 4.4.
enum ZipFile {
  /// The archive's bytes.
  static func bytes(_ files: [(name: String, content: [UInt8])]) -> [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for (name, content) in files {
      let offset = archive.count
      let packed = Array(deflated(content).dropFirst(2).dropLast(4))
      let sizes = number(crc(content), 4) + number(packed.count, 4) + number(content.count, 4)
      // Version 2.0, no flags, deflate, and midnight of 1980-01-01.
      let head = number(20, 2) + number(0, 2) + number(8, 2) + number(0, 2) + number(33, 2) + sizes
      let lengths = number(name.utf8.count, 2) + number(0, 2)
      archive += Array("PK\u{3}\u{4}".utf8) + head + lengths + Array(name.utf8) + packed
      directory += Array("PK\u{1}\u{2}".utf8) + number(20, 2) + head + lengths
      directory += number(0, 10) + number(offset, 4) + Array(name.utf8)
    }
    let count = number(files.count, 2)
    let end = number(0, 4) + count + count + number(directory.count, 4) + number(archive.count, 4)
    return archive + directory + Array("PK\u{5}\u{6}".utf8) + end + number(0, 2)
  }

  /// A zlib stream.
  static func deflated(_ content: [UInt8]) -> [UInt8] {
    var count = compressBound(uLong(content.count))
    var bytes = [UInt8](repeating: 0, count: Int(count))
    let result = compress(&bytes, &count, content, uLong(content.count))
    precondition(result == Z_OK, "the buffer is as large as the library asks for")
    return Array(bytes.prefix(Int(count)))
  }

  private static func crc(_ content: [UInt8]) -> Int {
    Int(crc32(0, content, uInt(content.count)))
  }

  /// Little-endian.
  private static func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
  }
}
