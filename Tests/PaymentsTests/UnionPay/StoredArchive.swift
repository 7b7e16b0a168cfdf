/// Archives whose files are stored without compression, for tests of what reads archives.
enum StoredArchive {
  static func zip(_ files: [(String, [UInt8])]) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for (name, content) in files {
      let name = Array(name.utf8)
      let sizes =
        little(crc32(content), 4) + little(content.count, 4) + little(content.count, 4)
        + little(name.count, 2) + little(0, 2)
      // Version 20, no flags, stored, no time.
      let common = little(20, 2) + little(0, 8) + sizes
      directory +=
        [0x50, 0x4B, 1, 2] + little(20, 2) + common + little(0, 10) + little(bytes.count, 4) + name
      bytes += [0x50, 0x4B, 3, 4] + common + name + content
    }
    let end =
      little(0, 4) + little(files.count, 2) + little(files.count, 2) + little(directory.count, 4)
      + little(bytes.count, 4) + little(0, 2)
    return bytes + directory + [0x50, 0x4B, 5, 6] + end
  }

  /// The bytes as a zlib stream of one stored block, of 65,535 bytes at most.
  static func wrapped(_ bytes: [UInt8]) -> [UInt8] {
    let count = bytes.count
    let block = [1] + little(count, 2) + little(~count & 0xFFFF, 2) + bytes
    return [0x78, 0x01] + block + little(adler32(bytes), 4).reversed()
  }

  private static func little(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: number >> ($0 * 8)) : 0 }
  }

  private static func crc32(_ bytes: [UInt8]) -> Int {
    var code: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      code ^= UInt32(byte)
      for _ in 0..<8 { code = code & 1 == 1 ? (code >> 1) ^ 0xEDB8_8320 : code >> 1 }
    }
    return Int(~code)
  }

  private static func adler32(_ bytes: [UInt8]) -> Int {
    var (low, high) = (1, 0)
    for byte in bytes {
      low = (low + Int(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return high << 16 | low
  }
}
