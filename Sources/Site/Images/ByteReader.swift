/// Numbers in bytes at a place; nil past the end.
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
  func little24(at index: Int) -> Int? { number(at: index, count: 3, isBig: false) }

  /// At most seven bytes, so that the number is never negative.
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
