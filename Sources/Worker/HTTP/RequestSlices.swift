import Foundation
import NIOCore

/// What a client has sent and the server has not looked at yet: passed on a request at a time.
///
/// A client may send a hundred requests in one breath. Whoever passes them on as they came has the
/// decoder work through all of them before the next connection is served, for answers that are not
/// due for a long while.
struct RequestSlices {
  /// The longest piece that is passed on at once: headers fit, and long bodies are not many pieces.
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

  /// The next piece: to the end of the next head, if there is one in reach.
  mutating func next() -> ByteBuffer? {
    let reach = min(bytes.readableBytes, Self.longest)
    let length = bytes.withUnsafeReadableBytes { raw -> Int in
      Self.endOfHead(UnsafeRawBufferPointer(rebasing: raw.prefix(reach))) ?? reach
    }
    return length > 0 ? bytes.readSlice(length: length) : nil
  }

  /// The length up to and with the first blank line that follows something.
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
