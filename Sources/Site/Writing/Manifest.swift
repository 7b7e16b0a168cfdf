import Crypto
import Text

/// The files that a build wrote: each path with the size and SHA-256 of its bytes.
///
/// It is a text with a line `SHA256 SIZE PATH` for each file, in byte order of the paths. It is in
/// the shop's `.cardstock` folder and not in the output, so that it is not published.
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

  /// The entries by the bytes of the path, since Swift takes two forms of `é` for equal.
  private var entries: [Path: Entry]

  /// A path that equals another only in the same bytes.
  private struct Path: Hashable, Sendable {
    let text: String

    static func == (left: Path, right: Path) -> Bool {
      left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
      for byte in text.utf8 { hasher.combine(byte) }
    }
  }

  private static let firstLine = "cardstock manifest 1"

  /// Of two entries with one path the last counts.
  init(_ entries: some Sequence<(String, Entry)> = []) {
    self.entries = Dictionary(entries.map { (Path(text: $0.0), $0.1) }) { _, last in last }
  }

  /// Reads a manifest; nil when it is damaged, so that nothing is deleted.
  init?(_ bytes: [UInt8]) {
    var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")[...]
    guard lines.popFirst().map(String.init) == Self.firstLine else { return nil }
    var entries: [(String, Entry)] = []
    for line in lines {
      let parts = line.split(separator: " ", maxSplits: 2)
      guard parts.count == 3, let size = Int(parts[1]), Self.isInside(parts[2]) else { return nil }
      entries.append((String(parts[2]), Entry(hash: String(parts[0]), sizeBytes: size)))
    }
    self.init(entries)
  }

  /// The text of the manifest's file.
  var bytes: [UInt8] {
    var text = Self.firstLine + "\n"
    for path in paths {
      guard let entry = self[path] else { continue }
      text += "\(entry.hash) \(entry.sizeBytes) \(path)\n"
    }
    return Array(text.utf8)
  }

  /// The paths in a manifest's bytes, each followed by a zero byte.
  static func paths(in bytes: [UInt8]) -> [UInt8] {
    var paths: [UInt8] = []
    paths.reserveCapacity(bytes.count / 2)
    for line in bytes.split(separator: UInt8(ascii: "\n")).dropFirst() {
      let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
      guard words.count == 3 else { continue }
      paths += words[2]
      paths.append(0)
    }
    return paths
  }

  subscript(path: String) -> Entry? { entries[Path(text: path)] }

  /// All paths, in byte order.
  var paths: [String] {
    entries.keys.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The paths that another manifest does not have, in byte order.
  func paths(goneFrom other: Manifest) -> [String] {
    paths.filter { other[$0] == nil }
  }

  /// The entries of both; of a path in both the other's.
  func merged(with other: Manifest) -> Manifest {
    var both = self
    both.entries.merge(other.entries) { _, new in new }
    return both
  }

  /// Whether a path stays in the output folder: an edited manifest must not delete elsewhere.
  private static func isInside(_ path: Substring) -> Bool {
    !path.hasPrefix("/")
      && path.split(separator: "/", omittingEmptySubsequences: false)
        .allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
  }
}

/// SHA-256 in lower-case hex.
func sha256(_ bytes: some Sequence<UInt8>) -> String { SHA256.hash(data: Array(bytes)).hex }
