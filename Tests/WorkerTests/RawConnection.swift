import Foundation
import NIOPosix
import Worker

/// A TCP connection on which a test can send what no HTTP client would.
enum RawConnection {
  /// Sends the pieces, waiting for bytes from the server before each but the first, then reads to
  /// the connection's end.
  ///
  /// Gives up after ten minutes of silence.
  static func exchange(
    port: Int,
    _ pieces: [String],
    pauseMilliseconds: Int32 = 0,
    closesOutput: Bool = false
  ) async throws -> String {
    let answer = await onThread(of: .singleton) { () -> String? in
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(descriptor) }
      var patience = timeval(tv_sec: 600, tv_usec: 0)
      setsockopt(
        descriptor,
        SOL_SOCKET,
        SO_RCVTIMEO,
        &patience,
        socklen_t(MemoryLayout<timeval>.size)
      )
      guard connects(descriptor, port: port) else { return nil }
      for (number, piece) in pieces.enumerated() {
        if number > 0, isAnswered(descriptor, within: pauseMilliseconds) { break }
        let bytes = Array(piece.utf8)
        if write(descriptor, bytes) < 0 { break }
      }
      if closesOutput { shutdown(descriptor, Int32(SHUT_WR)) }
      return readAll(descriptor)
    }
    return try unwrapped(answer.flatMap { $0 })
  }

  private static func isAnswered(_ descriptor: Int32, within milliseconds: Int32) -> Bool {
    var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&watched, 1, milliseconds) > 0
  }

  private static func write(_ descriptor: Int32, _ bytes: [UInt8]) -> Int {
    Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  private static func connects(_ descriptor: Int32, port: Int) -> Bool {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  private static func readAll(_ descriptor: Int32) -> String {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
      all += buffer.prefix(count)
    }
    return String(decoding: all, as: UTF8.self)
  }
}
