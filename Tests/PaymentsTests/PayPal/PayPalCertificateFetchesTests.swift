import Foundation
import Shop
import Testing

@testable import Payments

/// Invented names cannot keep the worker from learning PayPal's own certificate.
@Suite(.timeLimit(.minutes(20)))
struct PayPalCertificateFetchesTests {
  private let start = Timestamp(seconds: 1_795_000_000)
  private let paypal: IPNetwork? = Self.network(of: "66.211.170.4")

  private func at(_ seconds: Int64) -> Timestamp { start.advanced(seconds: seconds) }

  private static func network(of address: String) -> IPNetwork? {
    IPAddress(address).map(IPNetwork.init(ofBuyer:))
  }

  /// The network with that number; numbers up to 65,536 give different ones.
  private func network(_ number: Int) -> IPNetwork? {
    Self.network(of: "100.\(number >> 8).\(number & 255).1")
  }

  @Test func `10,000 names of one network cost three fetches, and hold up no other network`() {
    var fetches = PayPalCertificateFetches()
    var allowed = 0
    for number in 0..<10_000 where fetches.allows("\(number)", from: network(7), at: at(0)) {
      allowed += 1
    }
    #expect(allowed == 3)
    let isGenuine = fetches.allows("genuine", from: paypal, at: at(0))
    #expect(isGenuine)
  }

  @Test func `10,000 names of 200 networks hold up a new network for minutes, a known one never`() {
    var fetches = PayPalCertificateFetches()
    let known = Self.network(of: "173.0.81.1")
    if let known { fetches.know(known, at: at(-86_400)) }
    var (allowed, isRefused, genuineAt) = (0, false, Int64?.none)
    for second in 0..<Int64(600) {
      for number in 0..<17 {
        let network = network((Int(second) * 17 + number) % 200)
        let name = "made-up-\(second)-\(number)"
        if fetches.allows(name, from: network, at: at(second)) {
          allowed += 1
          fetches.rest(name, at: at(second))
        }
      }
      if second % 60 == 30 {
        let isKnown = fetches.allows("of a known network", from: known, at: at(second))
        isRefused = isRefused || !isKnown
        if genuineAt == nil, fetches.allows("genuine", from: paypal, at: at(second)) {
          genuineAt = second
        }
      }
    }
    #expect(!isRefused)
    #expect((genuineAt ?? .max) <= 240)
    #expect(allowed <= 10 * PayPalCertificateFetches.commonPerMinute)
  }

  @Test func `a flood that repeats its names in hundreds of networks does not either`() {
    var fetches = PayPalCertificateFetches()
    var genuineAt: Int64?
    for second in 0..<Int64(600) where genuineAt == nil {
      for number in 0..<20 {
        let place = (Int(second) * 20 + number) % 400
        _ = fetches.allows("made-up-\(place)", from: network(place), at: at(second))
      }
      if second % 60 == 30, fetches.allows("genuine", from: paypal, at: at(second)) {
        genuineAt = second
      }
    }
    #expect((genuineAt ?? .max) <= 480)
  }

  @Test func `where no network is known, a name that comes again is fetched all the same`() {
    var fetches = PayPalCertificateFetches()
    var genuineAt: Int64?
    for second in 0..<Int64(600) where genuineAt == nil {
      for number in 0..<17 {
        _ = fetches.allows("made-up-\(second)-\(number)", from: nil, at: at(second))
      }
      if second % 60 == 30, fetches.allows("genuine", from: nil, at: at(second)) {
        genuineAt = second
      }
    }
    #expect((genuineAt ?? .max) <= 180)
  }

  @Test func `a useless name rests, and is asked for again later`() {
    var fetches = PayPalCertificateFetches()
    let first = fetches.allows("a", from: paypal, at: at(0))
    fetches.rest("a", at: at(0))
    let resting = fetches.allows("a", from: paypal, at: at(599))
    let rested = fetches.allows("a", from: paypal, at: at(600))
    #expect([first, resting, rested] == [true, false, true])
  }

  @Test func `a name is asked for three times a minute at most, from wherever it comes`() {
    var fetches = PayPalCertificateFetches()
    let asked = (0..<10).filter { fetches.allows("a", from: network($0), at: at(0)) }
    #expect(asked.count == 3)
    let other = fetches.allows("b", from: network(11), at: at(0))
    let later = fetches.allows("a", from: network(12), at: at(60))
    #expect(other && later)
  }

  @Test func `a clock that was set back stops nobody`() {
    var fetches = PayPalCertificateFetches()
    for number in 0..<90 { _ = fetches.allows("x\(number)", from: network(number), at: at(99_999)) }
    fetches.rest("a", at: at(99_999))
    let isAllowed = fetches.allows("a", from: network(1), at: at(0))
    #expect(isAllowed)
  }

  @Test func `networks that are known are bounded, and the one in use is not forgotten`() throws {
    var fetches = PayPalCertificateFetches()
    let genuine = try #require(paypal)
    fetches.know(genuine, at: at(0))
    for number in 0..<1_000 {
      fetches.know(try #require(network(number)), at: at(Int64(number)))
      fetches.know(genuine, at: at(Int64(number)))
    }
    for number in 0..<90 {
      _ = fetches.allows("x\(number)", from: network(2_000 + number), at: at(1_000))
    }
    let isFull = !fetches.allows("y", from: network(3_000), at: at(1_000))
    let isGenuine = fetches.allows("genuine", from: genuine, at: at(1_000))
    #expect(isFull && isGenuine)
  }

  @Test func `old certificates of PayPal's that somebody names push off none that is in use`()
    throws
  {
    let paypal = try PretendPayPal.shared.get()
    let adapter = try paypal.readyAdapter()
    let body = PayPalWebhookTests.body
    let request = WebhookRequest(headers: try paypal.headers(body), body: Array(body.utf8))
    _ = try adapter.verify(request, at: now)
    let other = try paypal.published(paypal.leaf())
    let base = try #require(
      request.headers.first { $0.name.lowercased() == "paypal-cert-url" }?.value
    )
    for number in 0..<40 {
      #expect(adapter.keep(other, from: "\(base)-\(number)", at: now.advanced(seconds: 1)))
    }
    #expect(throws: Never.self) { try adapter.verify(request, at: now) }
  }
}
