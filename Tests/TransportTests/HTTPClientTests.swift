import Foundation
import TestServers
import Testing
import Transport

/// Against a real server on loopback, over TCP, TLS and a Unix socket.
@Suite(.timeLimit(.minutes(20)))
struct HTTPClientTests {
  static let server = Result { try PythonServer(script: "http_server.py") }

  private func request(
    _ path: String,
    _ method: HTTPRequest.Method = .get,
    body: HTTPRequest.Body = .none
  ) throws -> HTTPRequest {
    let port = try #require(try Self.server.get().ports["http"])
    var request = HTTPRequest(method, "http://127.0.0.1:\(port)\(path)", body: body)
    request.allowsPlainLoopback = true
    return request
  }

  private func error(_ request: HTTPRequest) -> TransportError? {
    do {
      _ = try HTTPClient.send(request)
      return nil
    } catch {
      return error
    }
  }

  @Test func `brings back status, headers and body`() throws {
    var request = try request("/echo", .post, body: .bytes(Array("a=1&b=2".utf8)))
    request.headers = [("X-One", "1"), ("X-Empty", "")]
    let response = try HTTPClient.send(request)
    let text = String(decoding: response.body, as: UTF8.self)
    #expect(response.status == 200)
    #expect(response.header("x-TWICE") == "1")
    #expect(response.headers.filter { $0.name == "X-Twice" }.map(\.value) == ["1", "2"])
    #expect(text.contains(#""method": "POST""#) && text.contains(#""body": "a=1&b=2""#))
    #expect(text.contains("X-One: 1") && text.contains("X-Empty: "))
    #expect(text.contains("Content-Length: 7") && text.contains("User-Agent: Cardstock"))
    #expect(!text.contains("Expect") && !text.contains("Content-Type"))
  }

  @Test(arguments: [HTTPRequest.Method.get, .post, .put, .delete])
  func `sends every method with and without a body`(method: HTTPRequest.Method) throws {
    for body in [HTTPRequest.Body.none, .bytes([65, 66])] {
      let response = try HTTPClient.send(try request("/echo", method, body: body))
      let text = String(decoding: response.body, as: UTF8.self)
      #expect(text.contains(#""method": "\#(method.rawValue)""#))
    }
  }

  @Test(arguments: [200, 204, 304, 400, 404, 500])
  func `takes every status for an answer`(status: Int) throws {
    let response = try HTTPClient.send(try request("/status/\(status)"))
    #expect(response.status == status)
  }

  @Test func `does not follow a redirect`() throws {
    let response = try HTTPClient.send(try request("/redirect"))
    #expect(response.status == 302)
    #expect(response.header("Location") == "/echo")
  }

  @Test func `streams a body from a file`() throws {
    let folder = try Self.server.get().folder
    let file = folder.appending(path: "upload").path()
    try Data(repeating: 7, count: 3_000_000).write(to: URL(filePath: file))
    let response = try HTTPClient.send(try request("/length", .post, body: .file(path: file)))
    #expect(String(decoding: response.body, as: UTF8.self) == "3000000")
    #expect(
      error(try request("/length", .post, body: .file(path: file + ".no")))
        == .refused("cannot read \(file).no")
    )
  }

  @Test func `speaks over a Unix socket`() throws {
    var request = HTTPRequest(.get, "http://worker/status/200")
    request.unixSocket = try Self.server.get().folder.appending(path: "web.sock").path()
    #expect(try HTTPClient.send(request).status == 200)
    request.unixSocket = "/nonexistent/control.sock"
    guard case .unreachable? = error(request) else {
      Issue.record("expected nobody there")
      return
    }
  }

  @Test func `takes a response up to its limit and not a byte more`() throws {
    #expect(try HTTPClient.send(try request("/bytes/1048576")).body.count == 1_048_576)
    #expect(error(try request("/bytes/1048577")) == .tooLarge(limit: 1_048_576))
    #expect(error(try request("/endless")) == .tooLarge(limit: 1_048_576))
    #expect(error(try request("/headers")) == .tooLarge(limit: 1_048_576))
  }

  @Test func `gives up on a server that says nothing`() throws {
    var request = try request("/silent")
    request.limits.totalMilliseconds = 300
    guard case .timedOut? = error(request) else {
      Issue.record("expected a time-out")
      return
    }
  }

  @Test func `tells a dropped connection from one that never stood`() throws {
    guard case .interrupted? = error(try request("/drop")) else {
      Issue.record("expected an interruption")
      return
    }
    var nobody = HTTPRequest(.get, "http://127.0.0.1:1/")
    nobody.allowsPlainLoopback = true
    guard case .unreachable? = error(nobody) else {
      Issue.record("expected nobody there")
      return
    }
  }

  @Test func `believes only a certificate of a known authority for that host`() throws {
    let server = try Self.server.get()
    let good = try #require(server.ports["https"])
    let foreign = try #require(server.ports["foreign"])
    var request = HTTPRequest(.get, "https://127.0.0.1:\(good)/status/200")
    guard case .untrusted? = error(request) else {
      Issue.record("expected the system's authorities to know nothing of it")
      return
    }
    request.authorities = server.folder.appending(path: "ca.pem").path()
    #expect(try HTTPClient.send(request).status == 200)
    request.url = "https://127.0.0.1:\(foreign)/status/200"
    guard case .untrusted? = error(request) else {
      Issue.record("expected a certificate for another host to be refused")
      return
    }
  }

  @Test(arguments: [
    "http://example.com/", "http://127.0.0.1.example.com/", "ftp://127.0.0.1/",
    "file:///etc/passwd",
    "https://user:password@example.com/", "https://user@example.com/", "https://exa mple.com/", "",
    "https://example.com/\r\nX: 1", "/relative", "http://2130706433.example/", "https://",
  ])
  func `refuses an address that is not https`(url: String) {
    var request = HTTPRequest(.get, url)
    request.allowsPlainLoopback = true
    guard case .refused? = error(request) else {
      Issue.record("expected a refusal of \(url)")
      return
    }
  }

  @Test func `refuses plain http to loopback unless it is allowed`() throws {
    var request = try request("/status/200")
    request.allowsPlainLoopback = false
    guard case .refused? = error(request) else {
      Issue.record("expected a refusal")
      return
    }
  }

  @Test(arguments: [
    ("X-Bad\r\nX-More", "1"), ("X-Bad", "1\r\nX-More: 2"), ("X-Bad", "1\n2"), ("X-Bad", "a\0b"),
    ("X Bad", "1"), ("", "1"), ("X-Bad:", "1"), ("Content-Length", "5"),
    ("Transfer-Encoding", "chunked"),
  ])
  func `refuses a header that could say more than one thing`(name: String, value: String) throws {
    var request = try request("/echo")
    request.headers = [(name, value)]
    guard case .refused? = error(request) else {
      Issue.record("expected a refusal of \(name)")
      return
    }
  }

  @Test func `shows no header and no body when printed`() {
    let request = HTTPRequest(
      .post,
      "https://example.com/",
      headers: [("Authorization", "Bearer sk_live_1")],
      body: .bytes(Array("secret".utf8))
    )
    var dumped = ""
    dump(request, to: &dumped)
    #expect(!"\(request) \(String(reflecting: request)) \(dumped)".contains("sk_live_1"))
  }
}
