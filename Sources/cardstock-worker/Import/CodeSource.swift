import ArgumentParser
import Crypto
import Foundation
import Text

/// A file or stream of codes, which is read several times: for the hash by which an import is
/// resumed, for its encoding, and for the codes.
struct CodeSource {
  /// The name for messages.
  let name: String
  /// Lower-case hex SHA-256 of all bytes.
  let hash: String
  let encoding: FileEncoding
  /// The path; nil for a stream that can be read only once, whose content is in `bytes`.
  private let path: String?
  private let bytes: [UInt8]

  /// The largest stream that is accepted, since streams are kept in memory: codes never go into a
  /// temporary file.
  static let largestInput = 64 << 20
  private static let pieceBytes = 64 << 10

  /// Opens a file, or takes standard input when the path is `-`.
  init(_ path: String) throws {
    name = path == "-" ? "standard input" : path
    if path == "-" {
      (self.path, bytes) = (nil, try Self.whole(.standardInput, name))
    } else if try Self.isReadTwice(path) {
      (self.path, bytes) = (path, [])
    } else {
      (self.path, bytes) = (nil, try Self.whole(Self.opened(path), name))
    }
    var scan = EncodingScan()
    hash = try Self.hash(Self.pieces(of: self.path, or: bytes)) { scan.take($0) }
    do throws(ForeignFormat) {
      encoding = try scan.result()
    } catch {
      Terminal.problem("\(name): \(error)")
      throw ExitCode(1)
    }
  }

  /// A name for the batch, always the same for the same file.
  var batchName: String {
    let file = path.map { URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent }
    return "\((file ?? "stdin").prefix(80))-\(hash.prefix(8))"
  }

  /// Reads from the beginning; ends the program if the file has changed since it was hashed, since
  /// what is imported must be what was shown.
  func reader() throws -> () throws -> [UInt8] {
    guard let path else { return try Self.pieces(of: nil, or: bytes) }
    let handle = try Self.opened(path)
    let read = { Array(try handle.read(upToCount: Self.pieceBytes) ?? Data()) }
    guard try Self.hash(read, { _ in }) == hash else {
      Terminal.problem("\(path): expected to stay as it is meanwhile, found it changed; try again")
      throw ExitCode(1)
    }
    try handle.seek(toOffset: 0)
    return read
  }

  private static func hash(
    _ read: () throws -> [UInt8],
    _ take: ([UInt8]) -> Void
  ) throws -> String {
    var hasher = SHA256()
    while case let piece = try read(), !piece.isEmpty {
      hasher.update(data: piece)
      take(piece)
    }
    return hasher.finalize().hex
  }

  private static func pieces(
    of path: String?,
    or bytes: [UInt8]
  ) throws -> () throws -> [UInt8] {
    if let path {
      let handle = try opened(path)
      return { Array(try handle.read(upToCount: pieceBytes) ?? Data()) }
    }
    var rest = bytes[...]
    return {
      defer { rest = rest.dropFirst(pieceBytes) }
      return Array(rest.prefix(pieceBytes))
    }
  }

  /// Whether the file can be read twice, unlike a pipe or a device.
  private static func isReadTwice(_ path: String) throws -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { throw unreadable(path, errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      Terminal.problem("\(path): expected a file, found a folder; name the file in it")
      throw ExitCode(1)
    }
    return status.st_mode & S_IFMT == S_IFREG
  }

  private static func opened(_ path: String) throws -> FileHandle {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  private static func whole(_ handle: FileHandle, _ name: String) throws -> [UInt8] {
    let bytes = Array(try handle.read(upToCount: largestInput + 1) ?? Data())
    guard bytes.count <= largestInput else {
      Terminal.problem("\(name): expected at most 64 MiB, found more; name a file instead")
      throw ExitCode(1)
    }
    return bytes
  }

  /// Reports why a file cannot be read, and returns the exit code.
  private static func unreadable(_ path: String, _ code: Int32) -> ExitCode {
    let remedy =
      switch code {
      case ENOENT, ENOTDIR: "found no such file; check the path"
      case EACCES, EPERM: "found one that this user may not read; check its owner and mode"
      default: "found: \(String(cString: strerror(code)))"
      }
    Terminal.problem("\(path): expected a readable file, \(remedy)")
    return ExitCode(1)
  }
}
