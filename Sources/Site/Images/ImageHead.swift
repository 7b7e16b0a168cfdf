/// What the first bytes of an image file tell: its format, its size, whether it is animated.
///
/// Nothing in the file is trusted: a broken file has no head, and sizes are bounded.
struct ImageHead: Equatable, Sendable {
  /// The formats, by their names in messages.
  enum Format: String, Sendable {
    case png = "PNG"
    case jpeg = "JPEG"
    case gif = "GIF"
    case webp = "WebP"
    case avif = "AVIF"
    case svg = "SVG"
  }

  let format: Format
  /// The width as shown, in CSS pixels, after a rotation by Exif data.
  let width: Int
  let height: Int
  /// Whether it is an animation.
  var isAnimated = false
  /// Whether Exif data rotate or mirror it.
  var isTurned = false

  /// How many bytes are read: a preview or a colour profile may come before the size.
  static let reach = 1 << 20
  /// The largest width or height.
  static let largest = 65_535

  init(format: Format, width: Int, height: Int) {
    self.format = format
    self.width = width
    self.height = height
  }

  /// Reads a head; nil when the format is unknown or the size is not sensible.
  init?(reading bytes: [UInt8]) {
    let head: ImageHead? =
      if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
        Self.png(bytes)
      } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
        JPEGHead(bytes)?.head
      } else if bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8) {
        Self.gif(bytes)
      } else if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
        Self.webp(bytes)
      } else if bytes.dropFirst(4).starts(with: "ftyp".utf8) {
        AVIFHead(bytes)?.head
      } else {
        SVGHead(bytes)?.head
      }
    guard let head, (1...Self.largest).contains(head.width),
      (1...Self.largest).contains(head.height)
    else { return nil }
    self = head
  }

  /// Whether a path names an image, by its extension.
  static func isImage(path: String) -> Bool {
    let name = path.lowercased()
    return [".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"].contains {
      name.hasSuffix($0)
    }
  }

  /// Reads a PNG: the header chunk comes first, an animation's `acTL` before the picture's data.
  private static func png(_ bytes: [UInt8]) -> ImageHead? {
    let reader = ByteReader(bytes)
    guard bytes.dropFirst(12).starts(with: "IHDR".utf8), let width = reader.big32(at: 16),
      let height = reader.big32(at: 20)
    else { return nil }
    var head = ImageHead(format: .png, width: width, height: height)
    var chunk = 8
    while let length = reader.big32(at: chunk), let kind = reader.text(at: chunk + 4, count: 4) {
      if kind == "acTL" { head.isAnimated = true }
      guard kind != "acTL", kind != "IDAT" else { break }
      chunk += 12 + length
    }
    return head
  }

  private static func gif(_ bytes: [UInt8]) -> ImageHead? {
    let reader = ByteReader(bytes)
    guard let width = reader.little16(at: 6), let height = reader.little16(at: 8) else {
      return nil
    }
    return ImageHead(format: .gif, width: width, height: height)
  }

  /// Reads a WebP of any of its three kinds: lossy, lossless, or extended with a canvas.
  private static func webp(_ bytes: [UInt8]) -> ImageHead? {
    let reader = ByteReader(bytes)
    switch reader.text(at: 12, count: 4) {
    case "VP8 ":
      guard bytes.dropFirst(23).starts(with: [0x9D, 0x01, 0x2A]),
        let width = reader.little16(at: 26), let height = reader.little16(at: 28)
      else { return nil }
      return ImageHead(format: .webp, width: width & 0x3FFF, height: height & 0x3FFF)
    case "VP8L":
      guard reader.byte(at: 20) == 0x2F, let low = reader.little16(at: 21),
        let high = reader.little16(at: 23)
      else { return nil }
      let bits = low | high << 16
      let (width, height) = (bits & 0x3FFF, bits >> 14 & 0x3FFF)
      return ImageHead(format: .webp, width: width + 1, height: height + 1)
    case "VP8X":
      guard let flags = reader.byte(at: 20), let width = reader.little24(at: 24),
        let height = reader.little24(at: 27)
      else { return nil }
      var head = ImageHead(format: .webp, width: width + 1, height: height + 1)
      head.isAnimated = flags & 0b10 != 0
      return head
    default:
      return nil
    }
  }
}

/// A JPEG's size, from its frame header, and its rotation by Exif data.
struct JPEGHead {
  private var width: Int?
  private var height: Int?
  private var orientation = 1

  /// Reads the segments up to the picture's data.
  init?(_ bytes: [UInt8]) {
    let walked = Self.walk(ByteReader(bytes)) { marker, segment in
      read(marker, segment)
      return width == nil
    }
    guard walked != nil, width != nil, height != nil else { return nil }
  }

  /// Calls `visit` with each segment before the picture's data until it returns false; returns the
  /// offset that it came to, or nil for a segment without a length.
  static func walk(_ reader: ByteReader, _ visit: (Int, ByteReader?) -> Bool) -> Int? {
    var index = 2
    while reader.byte(at: index) == 0xFF, let marker = reader.byte(at: index + 1) {
      switch marker {
      case 0xFF: index += 1
      case 0x01, 0xD0...0xD8: index += 2
      case 0xD9, 0xDA: return index
      default:
        guard let length = reader.big16(at: index + 2), length >= 2 else { return nil }
        guard visit(marker, reader.part(at: index + 4, count: length - 2)) else { return index }
        index += 2 + length
      }
    }
    return index
  }

  /// The head, with width and height exchanged if the picture is rotated by 90°.
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

  /// The Exif orientation: the tag 0x0112 of the first directory.
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

/// An AVIF's size: the largest `ispe` property.
struct AVIFHead {
  private(set) var head: ImageHead?

  init?(_ bytes: [UInt8]) {
    let file = ByteReader(bytes)
    guard let type = Self.box("ftyp", in: file, from: 0),
      let brand = type.text(at: 0, count: 4), brand == "avif" || brand == "avis",
      let meta = Self.box("meta", in: file, from: 0),
      let properties = Self.box("iprp", in: meta, from: 4),
      let container = Self.box("ipco", in: properties, from: 0)
    else { return nil }
    var sizes: [(width: Int, height: Int)] = []
    var isOnSide = false
    Self.walk(container, from: 0) { kind, box in
      if kind == "ispe", let width = box.big32(at: 4), let height = box.big32(at: 8) {
        sizes.append((width, height))
      }
      if kind == "irot", let turns = box.byte(at: 0) { isOnSide = turns & 1 == 1 }
      return true
    }
    // The tiles of a grid have sizes too; the whole picture is the largest.
    guard let size = sizes.max(by: { $0.width * $0.height < $1.width * $1.height }) else {
      return nil
    }
    var head = ImageHead(
      format: .avif,
      width: isOnSide ? size.height : size.width,
      height: isOnSide ? size.width : size.height
    )
    head.isAnimated = brand == "avis"
    self.head = head
  }

  private static func box(_ wanted: String, in reader: ByteReader, from start: Int) -> ByteReader? {
    var found: ByteReader?
    walk(reader, from: start) { kind, box in
      if kind == wanted { found = box }
      return found == nil
    }
    return found
  }

  /// Calls `visit` with each box until it returns false, or until a box with a size of 64 bits or
  /// "to the end", which holds picture data and comes last.
  private static func walk(
    _ reader: ByteReader,
    from start: Int,
    _ visit: (String, ByteReader) -> Bool
  ) {
    var index = start
    while let size = reader.big32(at: index), size >= 8,
      let kind = reader.text(at: index + 4, count: 4),
      let box = reader.part(at: index + 8, count: min(size - 8, reader.count - index - 8))
    {
      guard visit(kind, box) else { return }
      index += size
    }
  }
}

/// Reads numbers at an offset in bytes; nil past the end.
struct ByteReader: Sendable {
  private let bytes: ArraySlice<UInt8>

  init(_ bytes: some Sequence<UInt8>) {
    self.bytes = Array(bytes)[...]
  }

  var count: Int { bytes.count }

  func byte(at index: Int) -> Int? {
    bytes.indices.contains(index) ? Int(bytes[index]) : nil
  }

  func big16(at index: Int) -> Int? { number(at: index, count: 2, isBig: true) }
  func big32(at index: Int) -> Int? { number(at: index, count: 4, isBig: true) }
  func little16(at index: Int) -> Int? { number(at: index, count: 2, isBig: false) }
  func little32(at index: Int) -> Int? { number(at: index, count: 4, isBig: false) }
  func little24(at index: Int) -> Int? { number(at: index, count: 3, isBig: false) }

  /// Reads a number of at most seven bytes, which is never negative.
  func number(at index: Int, count: Int, isBig: Bool) -> Int? {
    guard index >= 0, count <= 7, index <= bytes.count - count else { return nil }
    let part = bytes[index..<(index + count)]
    return isBig
      ? part.reduce(0) { $0 << 8 | Int($1) } : part.reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  func text(at index: Int, count: Int) -> String? {
    guard index >= 0, index <= bytes.count - count else { return nil }
    return String(decoding: bytes[index..<(index + count)], as: UTF8.self)
  }

  func part(at index: Int, count: Int) -> ByteReader? {
    guard index >= 0, count >= 0, index <= bytes.count - count else { return nil }
    return ByteReader(bytes[index..<(index + count)])
  }
}
