import Crypto

/// What a build wrote: each path of the output with the size and SHA-256 of its bytes.
///
/// Text, one line a file in byte order of the paths: `SHA256 SIZE PATH`. It lies in the shop's
/// `.cardstock` folder and not in the output, so that it is never published.
struct Manifest: Equatable, Sendable {
  struct Entry: Equatable, Sendable {
    /// Lower-case hex.
    let hash: String
    let sizeBytes: Int

    init(hash: String, sizeBytes: Int) {
      self.hash = hash
      self.sizeBytes = sizeBytes
    }

    /// The entry of these bytes.
    init(of bytes: [UInt8]) {
      hash = sha256(bytes)
      sizeBytes = bytes.count
    }
  }

  var entries: [String: Entry]

  private static let firstLine = "cardstock manifest 1"

  init(_ entries: [String: Entry] = [:]) {
    self.entries = entries
  }

  /// Reads a manifest; nil when it is not whole, as if there were none: then nothing is deleted.
  init?(_ bytes: [UInt8]) {
    var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")[...]
    guard lines.popFirst().map(String.init) == Self.firstLine else { return nil }
    var entries: [String: Entry] = [:]
    for line in lines {
      let parts = line.split(separator: " ", maxSplits: 2)
      guard parts.count == 3, let size = Int(parts[1]), Self.isInside(parts[2]) else { return nil }
      entries[String(parts[2])] = Entry(hash: String(parts[0]), sizeBytes: size)
    }
    self.entries = entries
  }

  /// The manifest as its file holds it.
  var bytes: [UInt8] {
    var text = Self.firstLine + "\n"
    for (path, entry) in entries.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
    {
      text += "\(entry.hash) \(entry.sizeBytes) \(path)\n"
    }
    return Array(text.utf8)
  }

  /// What another manifest does not have, in byte order.
  func paths(goneFrom other: Manifest) -> [String] {
    entries.keys.filter { other.entries[$0] == nil }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether a path stays in the output folder: an edited manifest must not delete elsewhere.
  private static func isInside(_ path: Substring) -> Bool {
    !path.hasPrefix("/")
      && path.split(separator: "/", omittingEmptySubsequences: false)
        .allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
  }
}

/// SHA-256 in lower-case hex.
func sha256(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  let hex = SHA256.hash(data: Array(bytes)).flatMap {
    [digits[Int($0 >> 4)], digits[Int($0 & 15)]]
  }
  return String(decoding: hex, as: UTF8.self)
}
