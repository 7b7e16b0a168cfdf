/// What the first bytes of an image file tell: its format, its size and whether it moves.
///
/// Reads no more than it is given and believes nothing: a broken file has no head, and a size is
/// one that a screen could show.
struct ImageHead: Equatable, Sendable {
  /// By their names in messages.
  enum Format: String, Sendable {
    case png = "PNG"
    case jpeg = "JPEG"
    case gif = "GIF"
    case webp = "WebP"
    case avif = "AVIF"
    case svg = "SVG"
  }

  let format: Format
  /// In CSS pixels, as the image is shown: an image that its Exif data turns is turned.
  let width: Int
  let height: Int
  /// Whether it is more than one picture.
  var isAnimated = false
  /// Whether Exif data turn or mirror it.
  var isTurned = false

  /// How much of a file is looked at: a preview or a colour profile may stand before the size.
  static let reach = 1 << 20
  /// The largest side.
  static let largest = 65_535

  init(format: Format, width: Int, height: Int) {
    self.format = format
    self.width = width
    self.height = height
  }

  /// Nil where the bytes are no image of a known format or say no sensible size.
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

  /// The header chunk comes first; `acTL` of an animation before the picture's data.
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

  /// The three kinds: lossy, lossless, and extended with a canvas.
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
