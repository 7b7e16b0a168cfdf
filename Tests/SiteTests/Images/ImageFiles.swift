import Foundation

/// Image files, with no more than reading the size or `cwebp` needs.
enum ImageFiles {
  static let svgNamespace = "http://www.w3.org/2000/svg"

  /// A drawing without content, with these attributes.
  static func svg(_ attributes: String) -> Data {
    Data("<svg xmlns=\"\(svgNamespace)\" \(attributes)></svg>".utf8)
  }

  /// A whole PNG, which can be decoded.
  static func png(width: Int, height: Int, isAnimated: Bool = false) -> Data {
    var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    bytes += chunk("IHDR", big32(width) + big32(height) + [8, 2, 0, 0, 0])
    if isAnimated { bytes += chunk("acTL", big32(2) + big32(0)) }
    let pixels = (0..<height).flatMap { row -> [UInt8] in
      [0]
        + (0..<width).flatMap { column in
          // A pattern that does not compress well.
          let noise = (row &* 31 &+ column &* 17 &+ (row &* column) % 251) & 255
          return [UInt8(noise), UInt8(column & 255), UInt8(row & 255)]
        }
    }
    bytes += chunk("IDAT", zlib(pixels)) + chunk("IEND", [])
    return Data(bytes)
  }

  /// The segments of a JPEG up to its frame, and its end.
  static func jpeg(width: Int, height: Int, orientation: Int? = nil, isBig: Bool = true) -> Data {
    var bytes: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x04, 0x4A, 0x46]
    if let orientation { bytes += exif(orientation, isBig: isBig) }
    bytes += [0xFF, 0xFF, 0xC2, 0x00, 0x0B, 8] + big16(height) + big16(width) + [1, 1, 0x11, 0]
    return Data(bytes + [0xFF, 0xDA, 0x00, 0x02, 0xFF, 0xD9])
  }

  static func gif(width: Int, height: Int) -> Data {
    Data(Array("GIF89a".utf8) + little16(width) + little16(height) + [0, 0, 0, 0x3B])
  }

  /// The first chunk of a WebP of a kind.
  static func webp(kind: String, _ payload: [UInt8]) -> Data {
    Data(
      Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBP".utf8) + Array(kind.utf8)
        + [UInt8(payload.count), 0, 0, 0] + payload
    )
  }

  /// The boxes of an AVIF with its sizes.
  static func avif(sizes: [(Int, Int)], turns: Int = 0, brand: String = "avif") -> Data {
    let spatial = sizes.flatMap { box("ispe", [0, 0, 0, 0] + big32($0.0) + big32($0.1)) }
    let container = box("ipco", spatial + box("irot", [UInt8(turns)]))
    let meta = box("meta", [0, 0, 0, 0] + box("hdlr", [0, 0]) + box("iprp", container))
    return Data(box("ftyp", Array(brand.utf8) + [0, 0, 0, 0]) + meta + box("mdat", [1, 2]))
  }

  private static func exif(_ orientation: Int, isBig: Bool) -> [UInt8] {
    let value = [UInt8(orientation)]
    let tiff: [UInt8] =
      isBig
      ? [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0] + value + [0, 0]
      : [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0] + value + [0, 0, 0]
    let segment = Array("Exif\0\0".utf8) + tiff
    return [0xFF, 0xE1] + big16(segment.count + 2) + segment
  }

  private static func box(_ kind: String, _ content: [UInt8]) -> [UInt8] {
    big32(content.count + 8) + Array(kind.utf8) + content
  }

  private static func chunk(_ kind: String, _ content: [UInt8]) -> [UInt8] {
    let named = Array(kind.utf8) + content
    return big32(content.count) + named + big32(Int(crc(named)))
  }

  /// A zlib stream of uncompressed blocks.
  private static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = [0x78, 0x01]
    var rest = bytes[...]
    repeat {
      let block = rest.prefix(65_535)
      rest = rest.dropFirst(block.count)
      result += [rest.isEmpty ? 1 : 0] + little16(block.count) + little16(~block.count & 0xFFFF)
      result += block
    } while !rest.isEmpty
    var (low, high) = (1, 0)
    for byte in bytes {
      low = (low + Int(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return result + big32(high << 16 | low)
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
      }
    }
  }

  static func big16(_ number: Int) -> [UInt8] { [UInt8(number >> 8 & 255), UInt8(number & 255)] }
  static func big32(_ number: Int) -> [UInt8] { big16(number >> 16) + big16(number & 0xFFFF) }
  static func little16(_ number: Int) -> [UInt8] { big16(number).reversed() }
}
