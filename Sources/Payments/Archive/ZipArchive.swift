import CZlib

/// The files of a ZIP archive in memory, read by its central directory (PKWARE APPNOTE 4.3).
///
/// Stored and deflated files only; everything has a limit, since the archive comes from outside.
struct ZipArchive {
  struct File: Equatable {
    /// The bytes of its name; some providers write it in GBK.
    let name: [UInt8]
    let bytes: [UInt8]
  }

  let files: [File]

  private static let mostFiles = 64

  /// Reads an archive whose files have at most `limit` bytes together; nil when it is damaged.
  init?(_ bytes: [UInt8], limit: Int) {
    let reader = Reader(bytes: bytes)
    guard let end = reader.endRecord, let count = reader.number(end + 10, size: 2),
      count <= Self.mostFiles, var place = reader.number(end + 16, size: 4)
    else { return nil }
    var files: [File] = []
    var left = limit
    for _ in 0..<count {
      guard let entry = reader.entry(at: place), let file = reader.file(entry, limit: left) else {
        return nil
      }
      left -= file.bytes.count
      files.append(file)
      place = entry.end
    }
    self.files = files
  }

  /// A file's entry in the central directory.
  private struct Entry {
    let method: Int
    let checksum: Int
    let packedCount: Int
    let count: Int
    let name: [UInt8]
    let place: Int
    /// Where the next entry begins.
    let end: Int
  }

  private struct Reader {
    let bytes: [UInt8]

    /// A little-endian number; nil beyond the end.
    func number(_ place: Int, size: Int) -> Int? {
      guard place >= 0, place + size <= bytes.count else { return nil }
      return bytes[place..<(place + size)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// Where the end record begins; a comment of up to 64 KiB may follow it.
    var endRecord: Int? {
      let last = bytes.count - 22
      guard last >= 0 else { return nil }
      return (max(0, last - 65_535)...last).last { number($0, size: 4) == 0x0605_4b50 }
    }

    func entry(at place: Int) -> Entry? {
      guard number(place, size: 4) == 0x0201_4b50, let method = number(place + 10, size: 2),
        let checksum = number(place + 16, size: 4), let packed = number(place + 20, size: 4),
        let count = number(place + 24, size: 4), let nameCount = number(place + 28, size: 2),
        let extraCount = number(place + 30, size: 2), let noteCount = number(place + 32, size: 2),
        let start = number(place + 42, size: 4), place + 46 + nameCount <= bytes.count
      else { return nil }
      return Entry(
        method: method,
        checksum: checksum,
        packedCount: packed,
        count: count,
        name: Array(bytes[(place + 46)..<(place + 46 + nameCount)]),
        place: start,
        end: place + 46 + nameCount + extraCount + noteCount
      )
    }

    func file(_ entry: Entry, limit: Int) -> File? {
      guard number(entry.place, size: 4) == 0x0403_4b50, entry.count <= limit,
        let nameCount = number(entry.place + 26, size: 2),
        let extraCount = number(entry.place + 28, size: 2)
      else { return nil }
      let start = entry.place + 30 + nameCount + extraCount
      guard start + entry.packedCount <= bytes.count else { return nil }
      let packed = bytes[start..<(start + entry.packedCount)]
      let unpacked: [UInt8]?
      switch entry.method {
      case 0: unpacked = Array(packed)
      case 8: unpacked = Inflation.inflated(packed, wrapping: .none, limit: limit)
      default: unpacked = nil
      }
      guard let unpacked, unpacked.count == entry.count,
        Int(crc32(0, unpacked, uInt(unpacked.count))) == entry.checksum
      else { return nil }
      return File(name: entry.name, bytes: unpacked)
    }
  }
}
