import CZlib

/// Makes a JSON object that says something else and has the CRC-32 of another.
///
/// PayPal signs the CRC-32 of a body and not the body: whoever has seen one signature can use it
/// for this. A receiver is tested with it.
package enum EqualCRC {
  /// As many choices between two letters as it takes to reach every checksum.
  private static let choices = 64

  /// CRC-32 as zlib and PayPal compute it.
  package static func checksum(_ bytes: [UInt8]) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32(0, bytes, uInt(bytes.count)))
  }

  /// The object with one more member, of a name nobody looks at, so that the checksum fits.
  ///
  /// Nil for bytes that do not end as an object does.
  package static func forge(_ object: [UInt8], checksum wanted: UInt32) -> [UInt8]? {
    guard let end = object.lastIndex(of: UInt8(ascii: "}")) else { return nil }
    let letters = [UInt8](repeating: UInt8(ascii: "0"), count: choices)
    let before = Array(object[..<end]) + Array(#","padding":""#.utf8)
    let base = before + letters + Array(#"""#.utf8) + Array(object[end...])
    let start = checksum(base)
    // A letter changes the checksum the same way whatever the others are.
    let effects = (0..<choices).map { index in
      var changed = base
      changed[before.count + index] ^= 1
      return checksum(changed) ^ start
    }
    guard let chosen = combination(of: effects, giving: start ^ wanted) else { return nil }
    var forged = base
    for index in 0..<choices where chosen & (1 << index) != 0 { forged[before.count + index] ^= 1 }
    return forged
  }

  /// Which of the values give the sum without carry; a bit each.
  private static func combination(of values: [UInt32], giving sum: UInt32) -> UInt64? {
    // Each basis vector leads at a bit of its own, and knows the values it is made of.
    var basis: [(vector: UInt32, from: UInt64)?] = Array(repeating: nil, count: 32)
    func reduced(_ vector: UInt32, _ from: UInt64) -> (vector: UInt32, from: UInt64) {
      var (vector, from) = (vector, from)
      for bit in (0..<32).reversed() where vector & (1 << bit) != 0 {
        guard let step = basis[bit] else { continue }
        vector ^= step.vector
        from ^= step.from
      }
      return (vector, from)
    }
    for (index, value) in values.enumerated() {
      let rest = reduced(value, 1 << index)
      guard rest.vector != 0 else { continue }
      basis[31 - rest.vector.leadingZeroBitCount] = rest
    }
    let rest = reduced(sum, 0)
    return rest.vector == 0 ? rest.from : nil
  }
}
