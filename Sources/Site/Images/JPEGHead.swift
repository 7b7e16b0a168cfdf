/// A JPEG's size, from its frame header, and how Exif data turn it.
struct JPEGHead {
  private var width: Int?
  private var height: Int?
  private var orientation = 1

  /// Walks the segments up to the picture's data.
  init?(_ bytes: [UInt8]) {
    let reader = ByteReader(bytes)
    var index = 2
    while reader.byte(at: index) == 0xFF, let marker = reader.byte(at: index + 1) {
      switch marker {
      case 0xFF: index += 1
      case 0x01, 0xD0...0xD8: index += 2
      case 0xD9, 0xDA: index = bytes.count
      default:
        guard let length = reader.big16(at: index + 2), length >= 2 else { return nil }
        read(marker, reader.part(at: index + 4, count: length - 2))
        index += 2 + length
      }
      guard width == nil else { break }
    }
    guard width != nil, height != nil else { return nil }
  }

  /// Turned by 90° its sides are exchanged.
  var head: ImageHead? {
    guard let width, let height else { return nil }
    let isOnSide = orientation >= 5
    var head = ImageHead(
      format: .jpeg,
      width: isOnSide ? height : width,
      height: isOnSide ? width : height
    )
    head.isTurned = orientation != 1
    return head
  }

  private mutating func read(_ marker: Int, _ segment: ByteReader?) {
    guard let segment else { return }
    switch marker {
    case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
      height = segment.big16(at: 1)
      width = segment.big16(at: 3)
    case 0xE1 where segment.text(at: 0, count: 6) == "Exif\0\0":
      orientation = Self.orientation(in: segment) ?? orientation
    default:
      break
    }
  }

  /// The tag 0x0112 of the first directory.
  private static func orientation(in segment: ByteReader) -> Int? {
    guard let tiff = segment.part(at: 6, count: segment.count - 6),
      let order = tiff.text(at: 0, count: 2), order == "II" || order == "MM"
    else { return nil }
    let isBig = order == "MM"
    guard tiff.number(at: 2, count: 2, isBig: isBig) == 42,
      let directory = tiff.number(at: 4, count: 4, isBig: isBig),
      let count = tiff.number(at: directory, count: 2, isBig: isBig)
    else { return nil }
    for entry in 0..<min(count, 256) {
      let start = directory + 2 + entry * 12
      guard let tag = tiff.number(at: start, count: 2, isBig: isBig) else { return nil }
      guard tag == 0x0112 else { continue }
      let value = tiff.number(at: start + 8, count: 2, isBig: isBig)
      return value.flatMap { (1...8).contains($0) ? $0 : nil }
    }
    return nil
  }
}
