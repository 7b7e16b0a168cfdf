import Shop
import Testing
import Transport
import Worker

@Suite(.timeLimit(.minutes(20))) struct PublicServerTests {
  private func status(_ answer: String) -> Int? {
    answer.hasPrefix("HTTP/1.1 ") ? Int(answer.dropFirst(9).prefix(3)) : nil
  }

  @Test func `answers health checks and nothing else without a buyer`() async throws {
    try await LiveWorker.run { worker async throws in
      #expect(try await worker.send(.get, "/healthz").status == 200)
      #expect(try await worker.send(.get, "/readyz").status == 200)
      #expect(try await worker.send(.get, "/").status == 404)
      #expect(try await worker.send(.get, "/checkout").status == 405)
      #expect(try await worker.send(.get, "/assets/worker.0.css").status == 404)
    }
  }

  @Test func `carries the strict headers on every answer`() async throws {
    try await LiveWorker.run { worker async throws in
      for path in ["/healthz", "/nowhere", "/orders/lookup", "/stock.json"] {
        let answer = try await worker.send(.get, path)
        let policy = try unwrapped(answer.header("content-security-policy"))
        #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
        #expect(answer.header("x-content-type-options") == "nosniff")
        #expect(answer.header("referrer-policy") == "no-referrer")
        #expect(answer.header("x-robots-tag") == "noindex, nofollow")
        #expect(answer.header("strict-transport-security") != nil)
        #expect(answer.header("server") == nil)
      }
      #expect(try await worker.send(.get, "/orders/lookup").header("cache-control") == "no-store")
    }
  }

  @Test func `serves the stylesheet that its pages name, for ever`() async throws {
    try await LiveWorker.run { worker async throws in
      let page = try await worker.send(.get, "/orders/lookup").text
      let path = try unwrapped(page.firstMatch(of: /\/assets\/worker\.[0-9a-f]+\.css/))
      let sheet = try await worker.send(.get, String(path.0))
      #expect(sheet.status == 200)
      #expect(sheet.header("cache-control")?.contains("immutable") == true)
      #expect(sheet.text.contains("--accent: #0b5d51"))
    }
  }

  @Test func `publishes stock in coarse words, for caches`() async throws {
    try await LiveWorker.run { worker async throws in
      let answer = try await worker.send(.get, "/stock.json")
      #expect(answer.text == #"{"stock":{"GC-25":"out"},"version":1}"#)
      #expect(answer.header("cache-control")?.contains("max-age=30") == true)
      #expect(answer.header("access-control-allow-origin") == "https://cards.example.com")
    }
  }

  @Test(arguments: [
    ("?sku=GC-25", #"{"stock":{"GC-25":"out"},"version":1}"#),
    ("?sku=GC-25&sku=GC-25&sku=NONE", #"{"stock":{"GC-25":"out"},"version":1}"#),
    ("?sku=NONE", #"{"stock":{},"version":1}"#),
  ])
  func `publishes the stock of the products that are asked for`(
    query: String,
    body: String
  ) async throws {
    try await LiveWorker.run { worker async throws in
      for _ in 1...2 {
        let answer = try await worker.send(.get, "/stock.json" + query)
        #expect(answer.status == 200)
        #expect(answer.text == body)
        #expect(answer.header("cache-control")?.contains("max-age=30") == true)
        #expect(answer.header("access-control-allow-origin") == "https://cards.example.com")
      }
    }
  }

  @Test func `refuses a question about stock that no page of ours asks`() async throws {
    try await LiveWorker.run { worker async throws in
      let answer = try await worker.send(.get, "/stock.json?sku=%3Cscript%3E")
      #expect(answer.status == 400)
      #expect(answer.text == "the request is malformed\n")
      #expect(answer.header("cache-control") == "no-store")
    }
  }

  @Test(arguments: [
    "GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "GET /healthz HTTP/1.1\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
  ])
  func `refuses a request for another host`(request: String) async throws {
    try await LiveWorker.run { worker async throws in
      let closing = request.replacing("\r\n\r\n", with: "\r\nConnection: close\r\n\r\n")
      let answer = try await RawConnection.exchange(port: worker.port, [closing])
      #expect([400, 421].contains(status(answer)))
    }
  }

  @Test func `refuses a declared length before a byte of it comes`() async throws {
    try await LiveWorker.run { worker async throws in
      let head =
        "POST /webhooks/stripe HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000\r\n\r\n"
      let answer = try await RawConnection.exchange(port: worker.port, [head])
      #expect(status(answer) == 413)
      #expect(answer.lowercased().contains("connection: close"))
    }
  }

  @Test func `cuts a body without declared length at the limit`() async throws {
    try await LiveWorker.run { worker async throws in
      let head =
        "POST /checkout HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
        + "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
      let chunk = "1000\r\n" + String(repeating: "a", count: 4_096) + "\r\n"
      let chunks = Array(repeating: chunk, count: 8)
      let answer = try await RawConnection.exchange(port: worker.port, [head] + chunks)
      #expect(status(answer) == 413)
    }
  }

  @Test func `cuts a sender that gives its body one byte at a time`() async throws {
    var options = LiveWorker.Options()
    options.limits = ServerLimits(bodySeconds: 1, idleSeconds: 300)
    try await LiveWorker.run(options) { worker async throws in
      let head = "POST /checkout HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n"
      let clock = ContinuousClock()
      let start = clock.now
      let answer = try await RawConnection.exchange(
        port: worker.port,
        [head] + Array(repeating: "a", count: 12),
        pauseMilliseconds: 250
      )
      #expect(answer.isEmpty)
      #expect(start.duration(to: clock.now) < .seconds(120))
    }
  }

  @Test(arguments: [("Caddy", 120), ("cloudflared", 90), ("nginx", 60)] as [(String, Int64)])
  func `keeps an idle connection longer than the proxy in front`(proxy: String, seconds: Int64) {
    #expect(ServerLimits().idleSeconds > seconds)
  }

  @Test func `cuts a sender that never finishes its head`() async throws {
    var options = LiveWorker.Options()
    options.limits = ServerLimits(idleSeconds: 1)
    try await LiveWorker.run(options) { worker async throws in
      let answer = try await RawConnection.exchange(
        port: worker.port,
        ["GET /healthz HTTP/1.1\r\nHo"]
      )
      #expect(answer.isEmpty)
    }
  }

  private static let post = "POST /checkout HTTP/1.1\r\nHost: localhost\r\n"
  private static let get = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n"

  @Test(arguments: [
    post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\naaaaa",
    post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    post + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n",
    post + "Content-Length: +5\r\n\r\naaaaa",
    "POST /checkout HTTP/1.1\r\nHost : localhost\r\nContent-Length: 0\r\n\r\n",
    get + "X: a\r\n b\r\n\r\n",
    get + "X: a\u{0}b\r\n\r\n",
    "GET /healthz HTTP/1.1\nHost: localhost\n\n",
  ])
  func `answers 400 to what could be read in two ways`(request: String) async throws {
    try await LiveWorker.run { worker async throws in
      let answer = try await RawConnection.exchange(
        port: worker.port,
        [request],
        closesOutput: true
      )
      #expect(status(answer) == 400, "\(answer.prefix(200))")
    }
  }

  @Test func `refuses headers beyond 16 KiB`() async throws {
    try await LiveWorker.run { worker async throws in
      let padding = (0..<20).map { "X-\($0): " + String(repeating: "a", count: 1_000) }
      let request =
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + padding.joined(separator: "\r\n")
        + "\r\n\r\n"
      let answer = try await RawConnection.exchange(port: worker.port, [request])
      #expect(answer.isEmpty || [400, 431].contains(status(answer)))
    }
  }
}
