import Foundation
import NIOCore

/// Bytes that a client has sent and that the decoder has not seen, passed on a request at a time.
///
/// A client may send a hundred requests at once. Passed on as they come, the decoder would read
/// all of them before the next connection is served.
struct RequestSlices {
  /// The longest slice: headers fit into one, and long bodies take few.
  static let longest = 16 << 10

  private var bytes = ByteBuffer()

  var isEmpty: Bool { bytes.readableBytes == 0 }

  mutating func append(_ more: ByteBuffer) {
    if isEmpty {
      bytes = more
    } else {
      bytes.writeImmutableBuffer(more)
    }
  }

  /// Removes the next slice: up to the end of the next head, if that is within `longest` bytes.
  mutating func next() -> ByteBuffer? {
    let reach = min(bytes.readableBytes, Self.longest)
    let length = bytes.withUnsafeReadableBytes { raw -> Int in
      Self.endOfHead(UnsafeRawBufferPointer(rebasing: raw.prefix(reach))) ?? reach
    }
    return length > 0 ? bytes.readSlice(length: length) : nil
  }

  /// The length up to and including the first blank line that follows a line.
  private static func endOfHead(_ raw: UnsafeRawBufferPointer) -> Int? {
    let newline = UInt8(ascii: "\n")
    var begin = 0
    while begin < raw.count, let base = raw.baseAddress,
      let found = memchr(base + begin, Int32(newline), raw.count - begin)
    {
      begin = base.distance(to: UnsafeRawPointer(found)) + 1
      var next = begin
      if next < raw.count, raw[next] == UInt8(ascii: "\r") { next += 1 }
      if next < raw.count, raw[next] == newline { return next + 1 }
    }
    return nil
  }
}
