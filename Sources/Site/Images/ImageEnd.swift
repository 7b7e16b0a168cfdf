/// Whether an image file goes on to its end, which a broken download or copy does not.
///
/// Browsers show the upper part of a picture that is cut off, or nothing.
enum ImageEnd {
  /// Whether the file of `size` bytes at `path` is cut off; false for a file that cannot be
  /// read.
  static func isMissing(_ format: ImageHead.Format, ofFile path: String, size: Int) -> Bool {
    do throws(DiskError) {
      let end = try Disk.read(path, from: max(size - reach, 0))
      switch format {
      case .png:
        if contains("IEND".utf8, end) { return false }
        return try !contains("IEND".utf8, Disk.read(path))
      case .jpeg:
        // A phone may store more behind the picture, and a preview with an end before it.
        if contains(endOfJPEG, end) { return false }
        return try !contains(endOfJPEG, picture(ofJPEG: Disk.read(path)))
      case .gif: return end.last { $0 != 0 } != UInt8(ascii: ";")
      case .webp:
        return try (ByteReader(Disk.read(path, limit: 8)).little32(at: 4) ?? 0) + 8 > size
      case .avif: return try isBoxCut(path, size: size)
      // Whoever reads its elements finds out.
      case .svg: return false
      }
    } catch {
      return false
    }
  }

  /// How many bytes at the end of a file are searched first.
  private static let reach = 4 << 10
  private static let endOfJPEG: [UInt8] = [0xFF, 0xD9]

  private static func contains(_ mark: some Collection<UInt8>, _ bytes: some Collection<UInt8>)
    -> Bool
  {
    bytes.firstRange(of: mark) != nil
  }

  /// What follows the segments of a JPEG: its picture.
  private static func picture(ofJPEG bytes: [UInt8]) -> ArraySlice<UInt8> {
    bytes.dropFirst(JPEGHead.walk(ByteReader(bytes)) { _, _ in true } ?? 0)
  }

  /// Whether the last box of an AVIF ends behind the file; false where one does not say its length.
  private static func isBoxCut(_ path: String, size: Int) throws(DiskError) -> Bool {
    var index = 0
    while index < size {
      let head = ByteReader(try Disk.read(path, from: index, limit: 4))
      guard let length = head.big32(at: 0), length >= 8 else { return head.count < 4 }
      index += length
    }
    return index > size
  }
}
