import ArgumentParser
import Crypto
import Foundation

/// Where codes are read from, more than once: for the hash that makes an import repeatable and for
/// what kind of text it is, then for the codes.
struct CodeSource {
  /// For messages.
  let name: String
  /// Lower-case hex SHA-256 of all bytes.
  let hash: String
  let encoding: FileEncoding
  private let path: String?
  private let bytes: [UInt8]

  /// Standard input is kept in memory: codes never go into a temporary file.
  static let largestInput = 64 << 20
  private static let pieceBytes = 64 << 10

  /// Opens a file, or takes standard input when the path is `-`.
  init(_ path: String) throws {
    var hasher = SHA256()
    var scan = EncodingScan()
    if path == "-" {
      bytes = Array(try FileHandle.standardInput.read(upToCount: Self.largestInput + 1) ?? Data())
      guard bytes.count <= Self.largestInput else {
        Terminal.problem("standard input: expected at most 64 MiB, found more; name a file instead")
        throw ExitCode(1)
      }
      hasher.update(data: bytes)
      scan.take(bytes)
      (self.path, name) = (nil, "standard input")
    } else {
      (self.path, name, bytes) = (path, path, [])
      let read = try Self.pieces(of: path)
      while case let piece = try read(), !piece.isEmpty {
        hasher.update(data: piece)
        scan.take(piece)
      }
    }
    do throws(ForeignFormat) {
      encoding = try scan.result()
    } catch {
      Terminal.problem("\(path == "-" ? "standard input" : path): \(error)")
      throw ExitCode(1)
    }
    let digits = Array("0123456789abcdef".utf8)
    hash = String(
      decoding: hasher.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
      as: UTF8.self
    )
  }

  /// A batch name that the same file always gets.
  var batchName: String {
    let file = path.map { URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent }
    return "\((file ?? "stdin").prefix(80))-\(hash.prefix(8))"
  }

  /// Reads from the beginning.
  func reader() throws -> () throws -> [UInt8] {
    if let path { return try Self.pieces(of: path) }
    var rest = bytes[...]
    return {
      defer { rest = rest.dropFirst(Self.pieceBytes) }
      return Array(rest.prefix(Self.pieceBytes))
    }
  }

  private static func pieces(of path: String) throws -> () throws -> [UInt8] {
    var status = stat()
    guard stat(path, &status) == 0 else { throw unreadable(path, errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      Terminal.problem("\(path): expected a file, found a folder; name the file in it")
      throw ExitCode(1)
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    return { Array(try handle.read(upToCount: pieceBytes) ?? Data()) }
  }

  /// Says why a file cannot be read: one that is not there is another matter than one that may not
  /// be read.
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
