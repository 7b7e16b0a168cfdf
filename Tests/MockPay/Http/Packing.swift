import CZlib
import Foundation

/// The gzip form of bytes.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
  // 15 is the largest window, 16 more asks for gzip's frame.
  deflated(bytes, windowBits: 15 + 16)
}

/// The zlib form of bytes.
func zlib(_ bytes: [UInt8]) -> [UInt8] {
  deflated(bytes, windowBits: 15)
}

/// CRC-32 as ZIP files and PayPal use it.
func checksum(_ bytes: [UInt8]) -> UInt32 {
  UInt32(crc32(0, bytes, UInt32(bytes.count)))
}

private func deflated(_ bytes: [UInt8], windowBits: Int32) -> [UInt8] {
  var stream = z_stream()
  let size = Int32(MemoryLayout<z_stream>.size)
  var status = deflateInit2_(
    &stream,
    Z_DEFAULT_COMPRESSION,
    Z_DEFLATED,
    windowBits,
    8,
    Z_DEFAULT_STRATEGY,
    ZLIB_VERSION,
    size
  )
  precondition(status == Z_OK, "the library is there and has memory")
  defer { deflateEnd(&stream) }
  var input = bytes
  var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
  let count = input.withUnsafeMutableBufferPointer { source in
    output.withUnsafeMutableBufferPointer { target in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(source.count)
      stream.next_out = target.baseAddress
      stream.avail_out = UInt32(target.count)
      status = deflate(&stream, Z_FINISH)
      return target.count - Int(stream.avail_out)
    }
  }
  precondition(status == Z_STREAM_END, "the output has room for all")
  return Array(output.prefix(count))
}

/// A ZIP file of stored entries; names are bytes, for they may be GBK.
func zip(_ files: [(name: [UInt8], bytes: [UInt8])]) -> [UInt8] {
  var archive: [UInt8] = []
  var directory: [UInt8] = []
  for file in files {
    let offset = archive.count
    // Version, flags, method 0 (stored), a fixed time and date, checksum, both sizes, the length
    // of the name.
    let facts =
      little(20, 2) + little(0, 2) + little(0, 2) + little(0, 2) + little(0x5a21, 2)
      + little(Int(checksum(file.bytes)), 4) + little(file.bytes.count, 4)
      + little(file.bytes.count, 4) + little(file.name.count, 2) + little(0, 2)
    archive += [0x50, 0x4b, 3, 4] + facts + file.name + file.bytes
    directory += [0x50, 0x4b, 1, 2] + little(20, 2) + facts
    directory += little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(offset, 4)
    directory += file.name
  }
  let end =
    little(0, 2) + little(0, 2) + little(files.count, 2) + little(files.count, 2)
    + little(directory.count, 4) + little(archive.count, 4) + little(0, 2)
  return archive + directory + [0x50, 0x4b, 5, 6] + end
}

private func little(_ number: Int, _ count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
}

/// Text as GBK: the four-byte characters of GB 18030 are beyond it and do not occur in bills.
func gbk(_ text: String) -> [UInt8] {
  // kCFStringEncodingGB_18030_2000 behind the flag of encodings that have no constant.
  let encoding = String.Encoding(rawValue: 0x8000_0632)
  return [UInt8](text.data(using: encoding, allowLossyConversion: true) ?? Data())
}
