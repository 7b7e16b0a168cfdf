import Foundation
import NIOPosix
import Testing
import Transport
import Worker

/// What a client can do with connections alone.
@Suite(.serialized, .timeLimit(.minutes(20)))
struct ConnectionTests {
  private static let alive = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n"

  @Test(arguments: [
    "GET /healthz HTTP/1.0\r\nHost:\r\n\r\n", "GET /healthz HTTP/1.0\r\nHost: \t\r\n\r\n",
    "GET /healthz HTTP/1.0\r\n\r\n", "\r\nGET /healthz HTTP/1.0\r\n\r\n",
    "GET /healthz HTTP/1.0\r\nHost: 10.0.0.5\r\nConnection: keep-alive\r\n\r\n",
  ])
  func `answers HTTP 1.0 and closes at once`(request: String) async throws {
    // An idle connection that is not closed lasts five minutes.
    var options = LiveWorker.Options()
    options.limits = ServerLimits(idleSeconds: 300)
    try await LiveWorker.run(options) { worker async throws in
      let clock = ContinuousClock()
      let start = clock.now
      let answer = try await RawConnection.exchange(port: worker.port, [request])
      #expect(answer.hasPrefix("HTTP/1.1 200") && answer.hasSuffix("alive\n"))
      #expect(start.duration(to: clock.now) < .seconds(120))
    }
  }

  @Test func `answers HEAD by HTTP 1.0 without a body`() async throws {
    try await LiveWorker.run { worker async throws in
      let answer = try await RawConnection.exchange(
        port: worker.port,
        ["HEAD /healthz HTTP/1.0\r\n\r\n"]
      )
      #expect(answer.hasPrefix("HTTP/1.1 200") && answer.hasSuffix("\r\n\r\n"))
      #expect(answer.lowercased().contains("content-length: 6"))
    }
  }

  @Test func `tells nobody by HTTP 1.0 without a host anything else`() async throws {
    try await LiveWorker.run { worker async throws in
      for path in ["/stock.json", "/orders/lookup"] {
        let answer = try await RawConnection.exchange(
          port: worker.port,
          ["GET \(path) HTTP/1.0\r\n\r\n"]
        )
        #expect(answer.hasPrefix("HTTP/1.1 421"), "\(path)")
      }
    }
  }

  @Test(arguments: [
    "GET /healthz HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n",
    "GET /healthz HTTP/1.0\r\nHost:\r\nHost:\r\n\r\n",
    "GET /healthz HTTP/1.0\r\nHost: localhost\r\nHost:\r\n\r\n",
    "GET /stock.json HTTP/1.0\r\nHost:\r\n\r\n", "POST /checkout HTTP/1.0\r\nHost:\r\n\r\n",
  ])
  func `an empty host is as good as none, and by HTTP 1.1 no good`(request: String) async throws {
    try await LiveWorker.run { worker async throws in
      let answer = try await RawConnection.exchange(port: worker.port, [request])
      #expect(answer.hasPrefix("HTTP/1.1 421") || answer.hasPrefix("HTTP/1.1 400"))
    }
  }

  @Test func `answers a hundred pipelined requests in their order`() async throws {
    try await LiveWorker.run { worker async throws in
      let one = Self.alive + "\r\n"
      let last = Self.alive + "Connection: close\r\n\r\n"
      let answer = try await RawConnection.exchange(
        port: worker.port,
        [String(repeating: one, count: 99) + last]
      )
      #expect(answer.components(separatedBy: "HTTP/1.1 200").count == 101)
    }
  }

  @Test func `answers what was sent before its client closed its end of sending`() async throws {
    try await LiveWorker.run { worker async throws in
      let answer = try await RawConnection.exchange(
        port: worker.port,
        [String(repeating: Self.alive + "\r\n", count: 30)],
        closesOutput: true
      )
      #expect(answer.components(separatedBy: "HTTP/1.1 200").count == 31)
    }
  }

  @Test(arguments: ["GET /orders/lookup", "GET /nowhere", "HEAD /stock.json", "PUT /healthz"])
  func `a flood of pipelined requests is in no webhook's way`(request: String) async throws {
    var options = LiveWorker.Options()
    options.visitors.rates.pages.perNetwork = 1_000_000
    try await LiveWorker.run(options) { worker async throws in
      let text = request + " HTTP/1.1\r\nHost: localhost\r\n\r\n"
      let flood = IdleConnections(150, port: worker.port)
      flood.say(String(repeating: text, count: 100))
      let clock = ContinuousClock()
      for _ in 1...3 {
        let start = clock.now
        let answer = try await worker.send(.post, "/webhooks/stripe", body: "{}")
        #expect(answer.status == 400)
        #expect(start.duration(to: clock.now) < .seconds(10))
      }
      flood.close()
    }
  }

  @Test func `ends a client that asks and never reads`() async throws {
    var options = LiveWorker.Options()
    options.limits = ServerLimits(answerSeconds: 1)
    try await LiveWorker.run(options) { worker async throws in
      // Answers of some 2 KB each, until both sides' buffers are full.
      let page = "GET /orders/lookup HTTP/1.1\r\nHost: localhost\r\n\r\n"
      let isEnded = await IdleConnections.neverReads(
        port: worker.port,
        sends: String(repeating: page, count: 8_000)
      )
      #expect(isEnded)
    }
  }

  @Test func `idle connections, however many, keep nobody out`() async throws {
    var options = LiveWorker.Options()
    options.limits = ServerLimits(connections: 50)
    try await LiveWorker.run(options) { worker async throws in
      let idle = IdleConnections(300, port: worker.port)
      for _ in 1...5 { #expect(try await worker.send(.get, "/healthz").status == 200) }
      idle.close()
    }
  }

  @Test func `one client has no more than its share, and a proxy has no such share`() async throws {
    for isProxy in [false, true] {
      var options = LiveWorker.Options()
      options.limits = ServerLimits(connections: 500, connectionsPerPeer: 5)
      if !isProxy { options.visitors.proxies = TrustedProxies([]) }
      try await LiveWorker.run(options) { worker async throws in
        let idle = IdleConnections(40, port: worker.port)
        let closed = await idle.closedByServer(atLeast: isProxy ? 0 : 35)
        #expect(closed == (isProxy ? 0 : 35), "behind a proxy: \(isProxy)")
        idle.close()
      }
    }
  }

  @Test func `never asks for more connections than it has descriptors`() {
    #expect(ServerLimits(connections: 1_024).fitting(descriptors: 1_024).connections == 768)
    #expect(ServerLimits(connections: 100).fitting(descriptors: 65_536).connections == 100)
    #expect(ServerLimits(connections: 100).fitting(descriptors: 10).connections == 8)
    #expect(DescriptorLimit.raise() >= 256)
  }
}

/// Connections on which nothing is sent.
private final class IdleConnections: Sendable {
  private let descriptors: [Int32]

  init(_ count: Int, port: Int) {
    descriptors = (0..<count).compactMap { _ in Self.connected(port: port) }
  }

  /// Sends the same text on each, as much as the socket takes at once.
  func say(_ text: String) {
    let bytes = Array(text.utf8)
    for descriptor in descriptors {
      _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
    }
  }

  func close() {
    for descriptor in descriptors { _ = Foundation.close(descriptor) }
  }

  /// How many the server has closed, once there are that many, or after a second without another.
  func closedByServer(atLeast count: Int) async -> Int {
    let descriptors = descriptors
    return await onThread(of: .singleton) {
      var closed = Set<Int32>()
      for _ in 0..<(count == 0 ? 20 : 1_200) where closed.count < count || count == 0 {
        var watched = descriptors.filter { !closed.contains($0) }
          .map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        _ = poll(&watched, nfds_t(watched.count), 50)
        for one in watched where one.revents != 0 { closed.insert(one.fd) }
      }
      return closed.count
    } ?? -1
  }

  /// Sends without reading; returns whether the server closes the connection within ten minutes.
  static func neverReads(port: Int, sends text: String) async -> Bool {
    await onThread(of: .singleton) {
      guard let descriptor = connected(port: port) else { return false }
      defer { _ = Foundation.close(descriptor) }
      var patience = timeval(tv_sec: 600, tv_usec: 0)
      let size = socklen_t(MemoryLayout<timeval>.size)
      setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
      let bytes = Array(text.utf8)
      var sent = 0
      while sent < bytes.count * 50 {
        let count = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        guard count > 0 else { return errno == EPIPE || errno == ECONNRESET }
        sent += count
      }
      return false
    } ?? false
  }

  private static func connected(port: Int) -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if result == 0 { return descriptor }
    _ = Foundation.close(descriptor)
    return nil
  }
}
