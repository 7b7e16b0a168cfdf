import Shop
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(20)))
struct TokenBucketsTests {
  private func at(_ seconds: Int64) -> Timestamp { Sample.now.advanced(seconds: seconds) }

  /// Takes as many tokens as a key may at a moment; returns how many.
  private func taken(_ buckets: inout TokenBuckets, _ key: String, at now: Timestamp) -> Int {
    var count = 0
    while count < 10_000, buckets.wait(key, at: now) == 0 {
      buckets.take(key, at: now)
      count += 1
    }
    return count
  }

  @Test func `gives all at once, then evenly`() {
    var buckets = TokenBuckets(capacity: 10, windowSeconds: 600)
    #expect(taken(&buckets, "a", at: at(0)) == 10)
    #expect(buckets.wait("a", at: at(0)) == 60)
    #expect(buckets.wait("a", at: at(59)) == 1)
    #expect(taken(&buckets, "a", at: at(60)) == 1)
    #expect(taken(&buckets, "a", at: at(240)) == 3)
    #expect(taken(&buckets, "a", at: at(10_000)) == 10)
    #expect(taken(&buckets, "b", at: at(0)) == 10)
  }

  @Test func `a clock that is set back locks nobody out for longer than the window`() {
    var buckets = TokenBuckets(capacity: 10, windowSeconds: 600)
    #expect(taken(&buckets, "a", at: at(1_000_000)) == 10)
    #expect(buckets.wait("a", at: at(0)) == 60)
    #expect(taken(&buckets, "b", at: at(0)) == 10)
  }

  @Test func `nobody resets a bucket by filling the table with others`() {
    var buckets = TokenBuckets(capacity: 5, windowSeconds: 600, most: 1_000)
    #expect(taken(&buckets, "greedy", at: at(0)) == 5)
    for number in 0..<20_000 { buckets.take("made up \(number)", at: at(1)) }
    #expect(buckets.count == 1_000)
    #expect(buckets.wait("greedy", at: at(1)) > 0)
  }

  @Test func `refused requests cost nobody else anything`() {
    var rates = RequestRates()
    rates.checkouts = RequestRates.Rate(perNetwork: 3, perBuyer: 2, inAll: 5)
    let limits = RequestLimits(rates)
    let ask = { (address: String, buyer: String) in
      limits.refusal(of: .checkout, from: IPAddress(address), buyer: buyer, at: Sample.now) == nil
    }
    #expect(ask("203.0.113.1", "a") && ask("203.0.113.2", "a") && !ask("203.0.113.3", "a"))
    #expect(ask("203.0.113.1", "b"))
    for number in 0..<100 { #expect(!ask("203.0.113.\(number)", "c\(number)")) }
    #expect(ask("198.51.100.1", "d") && ask("198.51.100.1", "e"))
    #expect(!ask("192.0.2.1", "f"))
  }

  @Test func `1,000 buyers of 1,000 networks are all let in, and 200 of one office`() {
    let limits = RequestLimits(RequestRates())
    for number in 0..<1_000 {
      let client = IPAddress("10.\(number / 250).\(number % 250).9")
      let buyer = "buyer\(number)@example.com"
      let wait = limits.refusal(of: .checkout, from: client, buyer: buyer, at: Sample.now)
      #expect(wait == nil)
    }
    for number in 0..<200 {
      let client = IPAddress("203.0.113.9")
      let buyer = "clerk\(number)@example.com"
      let wait = limits.refusal(of: .checkout, from: client, buyer: buyer, at: Sample.now)
      #expect(wait == nil)
    }
  }

  @Test func `a proxy that does not say whom it speaks for makes no crowd of all buyers`() {
    let limits = RequestLimits(RequestRates())
    let refused = (0..<2_000).filter { number in
      limits.refusal(of: .checkout, from: nil, buyer: "b\(number)", at: Sample.now) != nil
    }
    #expect(refused.isEmpty)
  }

  @Test(arguments: [1, 40, 200, 1_000])
  func `networks that use up all they may leave a new one its place`(networks: Int) {
    let limits = RequestLimits(RequestRates())
    let ask = { (number: Int, second: Int64) in
      limits.refusal(
        of: .checkout,
        from: IPAddress("100.\(number >> 8).\(number & 255).7"),
        buyer: nil,
        at: at(second)
      )
    }
    // Each takes tokens until it is refused, every minute for half an hour.
    for second in stride(from: Int64(0), to: 1_800, by: 60) {
      for _ in 0..<300 {
        var isRefused = true
        for number in 0..<networks where ask(number, second) == nil { isRefused = false }
        if isRefused { break }
      }
      #expect(ask(20_000 + Int(second), second) == nil, "second \(second)")
    }
  }
}
