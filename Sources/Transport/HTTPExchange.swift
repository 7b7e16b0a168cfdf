import CCurl
import Foundation

/// What libcurl's callbacks read from and write to during one HTTP request.
final class HTTPExchange {
  private(set) var headers: [(name: String, value: String)] = []
  private(set) var body: [UInt8] = []
  private(set) var isTooLarge = false
  private(set) var hasReadFailure = false
  /// The most bytes of the response's body.
  let limit: Int
  private var headerBytes = 0
  private let source: Source
  private var sent = 0

  /// The most bytes of the response's headers, which its body does not count towards.
  static let mostHeaderBytes = 65_536

  private enum Source {
    case bytes([UInt8])
    case file(FileHandle)
  }

  /// The length of the request's body in bytes; zero without one.
  let bodyLength: Int

  init(_ body: HTTPRequest.Body, limit: Int) throws(TransportError) {
    self.limit = limit
    switch body {
    case .none:
      source = .bytes([])
      bodyLength = 0
    case .bytes(let bytes):
      source = .bytes(bytes)
      bodyLength = bytes.count
    case .file(let path):
      guard let file = FileHandle(forReadingAtPath: path) else {
        throw .refused("cannot read \(path)")
      }
      do {
        bodyLength = Int(try file.seekToEnd())
        try file.seek(toOffset: 0)
      } catch {
        throw .refused("cannot read \(path): \(error.localizedDescription)")
      }
      source = .file(file)
    }
  }

  /// Copies the next piece of the body into libcurl's buffer.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let wanted = min(buffer.count, bodyLength - sent)
    guard wanted > 0 else { return 0 }
    switch source {
    case .bytes(let bytes):
      buffer.copyBytes(from: bytes[sent..<(sent + wanted)])
      sent += wanted
      return wanted
    case .file(let file):
      do {
        guard let piece = try file.read(upToCount: wanted), !piece.isEmpty else {
          // The file is shorter than the length that was announced.
          hasReadFailure = true
          return Int(CURL_READFUNC_ABORT)
        }
        piece.copyBytes(to: buffer)
        sent += piece.count
        return piece.count
      } catch {
        hasReadFailure = true
        return Int(CURL_READFUNC_ABORT)
      }
    }
  }

  /// Takes one header line, or a status line, which discards earlier headers.
  func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
    headerBytes += line.count
    guard headerBytes <= Self.mostHeaderBytes else {
      isTooLarge = true
      return false
    }
    let text = String(decoding: line, as: UTF8.self)
    if text.hasPrefix("HTTP/") {
      headers = []
      return true
    }
    guard let colon = text.firstIndex(of: ":") else { return true }
    let value = text[text.index(after: colon)...].trimmingCharacters(in: .whitespacesAndNewlines)
    headers.append((String(text[..<colon]), value))
    return true
  }

  /// Takes a piece of the response's body; false once there is too much of it.
  func takeBody(_ piece: UnsafeRawBufferPointer) -> Bool {
    guard body.count + piece.count <= limit else {
      isTooLarge = true
      return false
    }
    body.append(contentsOf: piece)
    return true
  }

  /// Connects this exchange with a transfer, which it must outlive.
  func attach(to handle: CurlHandle) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    handle.note(
      ccurl_set_read(
        handle.raw,
        { buffer, size, count, context in
          guard let buffer, let context else { return 0 }
          let exchange = Unmanaged<HTTPExchange>.fromOpaque(context).takeUnretainedValue()
          return exchange.read(into: .init(start: buffer, count: size * count))
        },
        context
      )
    )
    handle.note(
      ccurl_set_header(
        handle.raw,
        { piece, size, count, context in
          guard let piece, let context else { return 0 }
          let exchange = Unmanaged<HTTPExchange>.fromOpaque(context).takeUnretainedValue()
          let isTaken = exchange.takeHeader(.init(start: piece, count: size * count))
          return isTaken ? size * count : 0
        },
        context
      )
    )
    handle.note(
      ccurl_set_write(
        handle.raw,
        { piece, size, count, context in
          guard let piece, let context else { return 0 }
          let exchange = Unmanaged<HTTPExchange>.fromOpaque(context).takeUnretainedValue()
          let isTaken = exchange.takeBody(.init(start: piece, count: size * count))
          return isTaken ? size * count : 0
        },
        context
      )
    )
  }
}
