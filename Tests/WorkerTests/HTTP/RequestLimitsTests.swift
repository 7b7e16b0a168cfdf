import Foundation
import Shop
import Testing
import Transport
import Worker

/// Limits answer with a page that keeps what was filled in.
@Suite(.timeLimit(.minutes(20)))
struct RequestLimitsTests {
  private func options(_ rate: RequestRates.Rate) -> LiveWorker.Options {
    var options = LiveWorker.Options.stocked
    options.visitors.rates.checkouts = rate
    options.visitors.rates.lookups = rate
    options.visitors.rates.reveals = rate
    options.visitors.rates.returns = rate
    return options
  }

  private func from(_ address: String) -> [(name: String, value: String)] {
    [(name: "X-Forwarded-For", value: address)]
  }

  @Test func `puts a network off that looks at too much, by a sentence and before any work`()
    async throws
  {
    var options = LiveWorker.Options.stocked
    options.visitors.rates.pages = RequestRates.Rate(perNetwork: 4, perBuyer: 9, inAll: 99)
    try await LiveWorker.run(options) { worker async throws in
      for path in ["/orders/lookup", "/nowhere", "/stock.json", "/assets/none.css"] {
        #expect(try await worker.send(.get, path, headers: from("203.0.113.1")).status != 429)
      }
      for path in ["/orders/lookup", "/nowhere"] {
        let answer = try await worker.send(.get, path, headers: from("203.0.113.9"))
        #expect(answer.status == 429 && answer.header("retry-after") == "150")
        #expect(answer.text.contains("约 3 分钟"))
        // The connection is a proxy's and has other buyers' requests too.
        #expect(answer.header("connection") == nil)
      }
      for path in ["/healthz", "/readyz"] {
        #expect(try await worker.send(.get, path, headers: from("203.0.113.1")).status == 200)
      }
      let webhook = try await worker.send(
        .post,
        "/webhooks/stripe",
        headers: from("203.0.113.1"),
        body: "{}"
      )
      #expect(webhook.status == 400)
      #expect(try await worker.send(.get, "/nowhere", headers: from("198.51.100.1")).status == 404)
      // Requests of a proxy that does not name the client are not counted.
      for _ in 1...9 { #expect(try await worker.send(.get, "/nowhere").status == 404) }
    }
    options.visitors.proxies = TrustedProxies([])
    try await LiveWorker.run(options) { worker async throws in
      let page = "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n"
      let answer = try await RawConnection.exchange(
        port: worker.port,
        [String(repeating: page, count: 50)]
      )
      // Further requests on that connection are not answered.
      #expect(answer.components(separatedBy: "HTTP/1.1 404").count == 5)
      #expect(answer.components(separatedBy: "HTTP/1.1 429").count == 2)
    }
  }

  @Test func `what all may do together bounds those too whom nobody knows`() async throws {
    var options = LiveWorker.Options.stocked
    options.visitors.rates.pages = RequestRates.Rate(perNetwork: 99, perBuyer: 99, inAll: 5)
    try await LiveWorker.run(options) { worker async throws in
      var statuses: [Int] = []
      for _ in 1...7 { statuses.append(try await worker.send(.get, "/nowhere").status) }
      #expect(statuses == [404, 404, 404, 404, 404, 429, 429])
    }
  }

  @Test(arguments: [
    ("en", "One moment, please", "Try again"), ("zh-CN", "请稍等片刻", "再试一次"),
  ])
  func `puts an order off, keeps its form, and takes it from there`(
    language: String,
    title: String,
    button: String
  ) async throws {
    let clock = Clock()
    var options = options(RequestRates.Rate(perNetwork: 2, perBuyer: 9, inAll: 99))
    options.now = { clock.now }
    try await LiveWorker.run(options) { worker async throws in
      let order = { (buyer: String, address: String) async throws in
        let form = "sku=GC-25&quantity=2&email=\(buyer)%40b.example&locale=\(language)"
        return try await worker.post(
          "/checkout",
          form: form + "&provider=stripe",
          headers: from(address)
        )
      }
      for number in 1...2 {
        #expect(try await order("a\(number)", "203.0.113.\(number)").status != 429)
      }
      let answer = try await order("a3", "203.0.113.3")
      #expect(answer.status == 429)
      #expect(answer.header("retry-after") == "300")
      #expect(answer.header("cache-control") == "no-store")
      #expect(answer.header("referrer-policy") == "same-origin")
      #expect(answer.text.contains(title) && answer.text.contains(button))
      for (name, value) in [
        ("sku", "GC-25"), ("quantity", "2"), ("email", "a3@b.example"), ("locale", language),
        ("provider", "stripe"),
      ] {
        #expect(answer.text.contains("name=\"\(name)\" value=\"\(value)\""))
      }
      #expect(answer.text.components(separatedBy: "<button").count == 2)
      #expect(!answer.text.contains("<script"))
      #expect(try await order("a3", "198.51.100.7").status != 429)
      clock.pass(seconds: 300)
      #expect(try await order("a3", "203.0.113.3").status != 429)
      #expect(worker.log.lines.allSatisfy { !$0.contains("b.example") })
    }
  }

  @Test func `counts a mailbox once, however it is spelled`() async throws {
    let options = options(RequestRates.Rate(perNetwork: 99, perBuyer: 3, inAll: 99))
    try await LiveWorker.run(options) { worker async throws in
      var statuses: [Int] = []
      for (number, buyer) in ["buyer", "BUYER", "bu.yer", "b.uyer%2Bx"].enumerated() {
        let form = "sku=GC-25&email=\(buyer)%40gmail.com&locale=en&provider=stripe"
        let answer = try await worker.post(
          "/checkout",
          form: form,
          headers: from("203.0.\(number).1")
        )
        statuses.append(answer.status)
      }
      #expect(statuses.map { $0 == 429 } == [false, false, false, true])
    }
  }

  @Test func `believes nobody's own word about an address`() async throws {
    var options = options(RequestRates.Rate(perNetwork: 2, perBuyer: 99, inAll: 99))
    options.visitors.proxies = TrustedProxies([])
    try await LiveWorker.run(options) { worker async throws in
      var refused = 0
      for number in 1...4 {
        let form = "sku=GC-25&email=a\(number)%40b.example&locale=en&provider=stripe"
        let answer = try await worker.post(
          "/checkout",
          form: form,
          headers: from("203.0.\(number).1")
        )
        if answer.status == 429 { refused += 1 }
      }
      #expect(refused == 2)
    }
  }

  @Test func `puts off lookups, reveals and returns, each with a way on`() async throws {
    let options = options(RequestRates.Rate(perNetwork: 1, perBuyer: 1, inAll: 99))
    try await LiveWorker.run(options) { worker async throws in
      let token = "0123456789abcdefghjkmnpqrs"
      let reference = "CSZTL2EYAMJZ0001"
      let asks: [(HTTPRequest.Method, String, String, String)] = [
        (.post, "/orders/lookup", "lang=en&email=a%40b.example", "value=\"a@b.example\""),
        (.post, "/orders/\(token)", "", "href=\"/orders/\(token)\""),
        (.get, "/checkouts/\(reference)/return", "", "href=\"/checkouts/\(reference)\""),
      ]
      for (method, path, form, way) in asks {
        var statuses: [Int] = []
        var last = ""
        for _ in 1...2 {
          let answer =
            method == .post
            ? try await worker.post(path, form: form, headers: from("203.0.113.1"))
            : try await worker.send(.get, path, headers: from("203.0.113.1"))
          statuses.append(answer.status)
          last = answer.text
        }
        #expect(statuses.first != 429 && statuses.last == 429, "\(path)")
        #expect(last.contains(way), "\(path)")
      }
    }
  }

  @Test func `counts no buyer who comes without a proxy's word`() async throws {
    let options = options(RequestRates.Rate(perNetwork: 1, perBuyer: 99, inAll: 99))
    try await LiveWorker.run(options) { worker async throws in
      for number in 1...5 {
        let form = "sku=GC-25&email=a\(number)%40b.example&locale=en&provider=stripe"
        #expect(try await worker.post("/checkout", form: form).status != 429)
      }
    }
  }
}
