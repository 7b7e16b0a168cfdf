import ArgumentParser
import Crypto
import Foundation

/// Where codes are read from, twice: once for the hash that makes an import repeatable, once for
/// the codes.
struct CodeSource {
  /// For messages.
  let name: String
  /// Lower-case hex SHA-256 of all bytes.
  let hash: String
  private let path: String?
  private let bytes: [UInt8]

  /// Standard input is kept in memory: codes never go into a temporary file.
  static let largestInput = 64 << 20
  private static let pieceBytes = 64 << 10

  /// Opens a file, or takes standard input when the path is `-`.
  init(_ path: String) throws {
    var hasher = SHA256()
    if path == "-" {
      bytes = Array(try FileHandle.standardInput.readToEnd() ?? Data())
      guard bytes.count <= Self.largestInput else {
        Terminal.problem("standard input: expected at most 64 MiB, found more; name a file instead")
        throw ExitCode(1)
      }
      hasher.update(data: bytes)
      (self.path, name) = (nil, "standard input")
    } else {
      (self.path, name, bytes) = (path, path, [])
      let read = try Self.pieces(of: path)
      while case let piece = try read(), !piece.isEmpty { hasher.update(data: piece) }
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
    return "\(file ?? "stdin")-\(hash.prefix(8))"
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
    guard let handle = FileHandle(forReadingAtPath: path) else {
      Terminal.problem("\(path): expected a readable file, found none; check the path")
      throw ExitCode(1)
    }
    return { Array(try handle.read(upToCount: pieceBytes) ?? Data()) }
  }
}
