import Foundation

/// The blocks between `-----BEGIN LABEL-----` and `-----END LABEL-----`.
///
/// Lines may have any length and ending, and any text may stand between the blocks, as in the
/// bundles of providers and tools.
enum PEMText {
  struct Block: Sendable {
    /// Such as `CERTIFICATE` or `PUBLIC KEY`.
    let label: String
    let der: [UInt8]
  }

  /// More than a bundle of all of a provider's certificates.
  static let mostBlocks = 64

  /// Every block in order; nil when one has no end or is not base64.
  static func blocks(_ text: some StringProtocol) -> [Block]? {
    var blocks: [Block] = []
    var rest = text[...]
    while let begin = rest.firstRange(of: "-----BEGIN ") {
      rest = rest[begin.upperBound...]
      guard let close = rest.firstRange(of: "-----") else { return nil }
      let label = String(rest[..<close.lowerBound])
      rest = rest[close.upperBound...]
      guard blocks.count < mostBlocks, let end = rest.firstRange(of: "-----END \(label)-----"),
        let der = bytes(base64: rest[..<end.lowerBound])
      else { return nil }
      blocks.append(Block(label: label, der: der))
      rest = rest[end.upperBound...]
    }
    return blocks
  }

  /// Reads base64, ignoring white space; nil for anything else, and for no bytes.
  static func bytes(base64 text: some StringProtocol) -> [UInt8]? {
    let solid = text.utf8.filter { ![9, 10, 13, 32].contains($0) }
    guard let data = Data(base64Encoded: Data(solid)), !data.isEmpty else { return nil }
    return Array(data)
  }
}
