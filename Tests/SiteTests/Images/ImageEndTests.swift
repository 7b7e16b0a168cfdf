import Foundation
import Testing

@testable import Site

@Suite("Ends of images", .timeLimit(.minutes(20))) struct ImageEndTests {
  private static let webp: Data = {
    var bytes = ImageFiles.webp(kind: "VP8X", [UInt8](repeating: 0, count: 10))
    bytes[4] = UInt8(bytes.count - 8)
    return bytes
  }()

  /// A JPEG whose preview has an end of its own.
  private static func jpeg(end: [UInt8], more: Int = 0) -> Data {
    let preview: [UInt8] = [0xFF, 0xD8, 0xFF, 0xDA, 1, 2, 0xFF, 0xD9]
    let bytes: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE1, 0, 10] + preview + [0xFF, 0xDA, 0, 2, 5, 6]
    let picture = [UInt8](repeating: 7, count: 5_000)
    return Data(bytes + picture + end + [UInt8](repeating: 8, count: more))
  }

  @Test(arguments: [
    (ImageHead.Format.png, ImageFiles.png(width: 8, height: 8), 13),
    (.png, ImageFiles.png(width: 48, height: 48), 5_000),
    (.jpeg, jpeg(end: [0xFF, 0xD9]), 1),
    (.gif, ImageFiles.gif(width: 1, height: 1), 1),
    (.webp, webp, 1),
    (.avif, ImageFiles.avif(sizes: [(1, 1)]), 1),
    (.avif, ImageFiles.avif(sizes: [(1, 1)]), 8),
  ])
  func `A picture is whole, and cut off without its end`(
    format: ImageHead.Format,
    whole: Data,
    cut: Int
  ) throws {
    #expect(try !isMissing(format, whole))
    #expect(try isMissing(format, whole.dropLast(cut)))
  }

  @Test(arguments: [
    (ImageHead.Format.png, ImageFiles.png(width: 8, height: 8) + Data(repeating: 1, count: 9_000)),
    (.jpeg, jpeg(end: [0xFF, 0xD9], more: 9_000)),
    (.gif, ImageFiles.gif(width: 1, height: 1) + Data(repeating: 0, count: 5)),
    (.webp, webp + Data([0])),
    (.avif, ImageFiles.avif(sizes: [(1, 1)])),
  ])
  func `A picture that is followed by more is whole`(format: ImageHead.Format, bytes: Data) throws {
    #expect(try !isMissing(format, bytes))
  }

  private func isMissing(_ format: ImageHead.Format, _ bytes: Data) throws -> Bool {
    let file = FileManager.default.temporaryDirectory.appending(path: "end-\(UUID())")
    try bytes.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return ImageEnd.isMissing(format, ofFile: file.path, size: bytes.count)
  }
}
