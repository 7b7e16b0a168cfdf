import CZlib

/// Unpacks deflated bytes, up to a limit: a small archive may unpack to a huge one.
enum Inflation {
  /// How the deflated bytes are wrapped.
  enum Wrapping: Int32 {
    /// Bare, as in ZIP files.
    case none = -15
    /// With zlib's header and checksum.
    case zlib = 15
  }

  /// The bytes unpacked; nil when they are damaged, cut short, or more than `limit`.
  static func inflated(
    _ packed: some Sequence<UInt8>,
    wrapping: Wrapping,
    limit: Int
  ) -> [UInt8]? {
    var packed = Array(packed)
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(&stream, wrapping.rawValue, ZLIB_VERSION, size) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    var unpacked: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    return packed.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = uInt(input.count)
      while true {
        let count = piece.count
        let status = piece.withUnsafeMutableBufferPointer { output in
          stream.next_out = output.baseAddress
          stream.avail_out = uInt(count)
          return inflate(&stream, Z_NO_FLUSH)
        }
        unpacked += piece.prefix(count - Int(stream.avail_out))
        guard unpacked.count <= limit else { return nil }
        if status == Z_STREAM_END { return unpacked }
        guard status == Z_OK, stream.avail_in > 0 || stream.avail_out == 0 else { return nil }
      }
    }
  }
}
