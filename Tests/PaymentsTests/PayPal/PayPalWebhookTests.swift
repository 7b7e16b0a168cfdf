import Foundation
import CryptoExtras
import Payments
import Shop
import Testing
import X509

/// Which requests are trusted that claim to come from PayPal.
@Suite(.timeLimit(.minutes(20)))
struct PayPalWebhookTests {
  private let paypal: PretendPayPal
  static let body = #"{"id":"WH-1","event_type":"BILLING.PLAN.CREATED","resource":{}}"#

  init() throws {
    paypal = try PretendPayPal.shared.get()
  }

  private func verify(
    _ headers: [(name: String, value: String)],
    body: String = body,
    with adapter: PayPalAdapter? = nil,
    at moment: Timestamp = now
  ) throws -> Result<VerifiedWebhook, WebhookRefusal> {
    let adapter = try adapter ?? paypal.readyAdapter()
    let request = WebhookRequest(headers: headers, body: Array(body.utf8))
    return Result { () throws(WebhookRefusal) in try adapter.verify(request, at: moment) }
  }

  @Test func `believes a signed event and keeps its bytes`() throws {
    let expected = PaymentEvent(
      provider: .paypal,
      id: "WH-1",
      kind: "BILLING.PLAN.CREATED",
      fact: .irrelevant,
      body: Array(Self.body.utf8)
    )
    #expect(try verify(paypal.headers(Self.body)) == .success(.event(expected)))
    let shouted = try paypal.headers(Self.body).map { ($0.name.uppercased(), $0.value) }
    #expect(try verify(shouted) == .success(.event(expected)))
  }

  @Test func `sums up every byte and prints the sum without a sign`() throws {
    let bodies = (0..<16).map { Self.body + String(repeating: " ", count: $0) }
    let sums = bodies.map { PretendPayPal.crc32(Array($0.utf8)) }
    #expect(sums.contains { $0 > UInt32(Int32.max) } && Set(sums).count == sums.count)
    for body in bodies {
      #expect(throws: Never.self) { try verify(paypal.headers(body), body: body).get() }
      #expect(
        try verify(paypal.headers(body), body: body + " ") == .failure(.authentication)
      )
    }
  }

  @Test func `takes each header once and no less`() throws {
    let headers = try paypal.headers(Self.body)
    for index in headers.indices {
      var fewer = headers
      fewer.remove(at: index)
      #expect(try verify(fewer) == .failure(.authentication), "\(headers[index].name)")
      #expect(try verify(headers + [headers[index]]) == .failure(.authentication))
    }
  }

  @Test(arguments: [
    ("Paypal-Auth-Algo", "SHA1withRSA"), ("Paypal-Auth-Algo", "SHA256withECDSA"),
    ("Paypal-Auth-Algo", ""), ("Paypal-Transmission-Sig", "%%%"), ("Paypal-Transmission-Sig", ""),
    ("Paypal-Transmission-Sig", "AAAA"), ("Paypal-Transmission-Id", "another"),
    ("Paypal-Transmission-Id", ""), ("Paypal-Transmission-Time", "2026-11-18T11:06:41Z"),
    ("Paypal-Transmission-Time", "now"), ("Paypal-Transmission-Time", "2026-11-18"),
    ("Paypal-Transmission-Time", "2026-02-30T11:06:40Z"),
    ("Paypal-Transmission-Time", "2026-11-18T25:06:40Z"),
  ])
  func `refuses a header that was changed`(name: String, value: String) throws {
    let headers = try paypal.headers(Self.body).map {
      ($0.name, $0.name == name ? value : $0.value)
    }
    #expect(try verify(headers) == .failure(.authentication))
  }

  @Test func `knows several webhook IDs, and those alone`() throws {
    let both = try paypal.readyAdapter(webhookIDs: ["DMBS8063VY00620D2", PretendPayPal.webhookID])
    #expect(throws: Never.self) { try verify(paypal.headers(Self.body), with: both).get() }
    for other in ["DMBS8063VY00620D2", "WEBHOOK_ID", ""] {
      let headers = try paypal.headers(Self.body, webhookID: other)
      #expect(try verify(headers) == .failure(.authentication))
    }
  }

  @Test(arguments: [
    (-301, false), (-300, true), (0, true), (4 * 86_400, true), (4 * 86_400 + 1, false),
  ])
  func `believes four days back and five minutes ahead`(age: Int64, isFresh: Bool) throws {
    let adapter = try paypal.adapter()
    let long = try paypal.leaf(from: -5 * 86_400, to: 20 * 86_400, by: paypal.root)
    #expect(adapter.keep(try PretendPayPal.pem([long]), from: PretendPayPal.url, at: now))
    let moment = now.advanced(seconds: age)
    let result = try verify(paypal.headers(Self.body), with: adapter, at: moment)
    if isFresh {
      #expect(throws: Never.self) { try result.get() }
    } else {
      #expect(result == .failure(.stale))
    }
  }

  @Test func `looks at the signature before the clock and at the clock before the body`() throws {
    let old = try paypal.headers("[", time: "2026-10-18T11:06:40Z")
    #expect(try verify(old) == .failure(.authentication))
    #expect(try verify(old, body: "[") == .failure(.stale))
    #expect(try verify(paypal.headers("["), body: "[") == .failure(.malformed))
    for body in ["{}", #"{"id":"WH-1"}"#, #"{"id":"W H","event_type":"X"}"#] {
      #expect(try verify(paypal.headers(body), body: body) == .failure(.malformed))
    }
  }

  @Test(arguments: [
    "https://evil.example/v1/notifications/certs/CERT-1",
    "https://api.paypal.com.evil.example/v1/notifications/certs/CERT-1",
    "https://notpaypal.com/v1/notifications/certs/CERT-1",
    "https://api.paypal.com@evil.example/v1/notifications/certs/CERT-1",
    "https://api.paypal.com:443/v1/notifications/certs/CERT-1",
    "https://API.paypal.com/v1/notifications/certs/CERT-1",
    "http://api.paypal.com/v1/notifications/certs/CERT-1",
    "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1",
    "https://api.paypal.com/v1/notifications/certs/../CERT-1",
    "https://api.paypal.com/v1/notifications/certs/%2e%2e",
    "https://api.paypal.com/v1/notifications/certs/a/b",
    "https://api.paypal.com/v1/notifications/certs/CERT-1?a=b",
    "https://api.paypal.com/v1/notifications/certs/CERT-1#a",
    "https://api.paypal.com/v1/notifications/certs/",
    "https://api.paypal.com//v1/notifications/certs/CERT-1", "CERT-1", "",
    "http://127.0.0.1/v1/notifications/certs/CERT-1",
  ])
  func `asks nobody but PayPal for a certificate`(url: String) throws {
    let adapter = try paypal.readyAdapter()
    let headers = try paypal.headers(Self.body, url: url)
    #expect(try verify(headers, with: adapter) == .failure(.authentication))
    #expect(!adapter.keep(try paypal.published(paypal.leaf()), from: url, at: now))
    let call = Call(now: now) { "nonce" }
    #expect(!adapter.mayLearnKey(url, from: nil, at: now))
    #expect(try adapter.learnKey(url, call) == false)
  }

  @Test(arguments: [
    ("2026-10-18T11:06:40Z", nil, WebhookRefusal.stale),
    ("2026-12-18T11:06:40Z", nil, .stale), ("2026-11-18T11:06:40Z", "AAAA", .authentication),
    ("2026-11-18T11:06:40Z", "", .authentication), ("soon", nil, .authentication),
  ])
  func `looks for no certificate of what no certificate could make good`(
    time: String,
    signature: String?,
    refusal: WebhookRefusal
  ) throws {
    let url = "https://api.paypal.com/v1/notifications/certs/CERT-2"
    let headers = try paypal.headers(Self.body, time: time, url: url).map { header in
      header.name == "Paypal-Transmission-Sig"
        ? (name: header.name, value: signature ?? header.value) : header
    }
    #expect(try verify(headers) == .failure(refusal))
  }

  @Test func `names the certificate that it has not seen yet`() throws {
    for host in ["api.paypal.com", "api-m.paypal.com"] {
      let url = "https://\(host)/v1/notifications/certs/CERT-2"
      let headers = try paypal.headers(Self.body, url: url)
      #expect(try verify(headers) == .failure(.unknownKey(url)))
    }
    let sandbox = try paypal.adapter(isLive: false)
    let url = "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-2"
    let headers = try paypal.headers(Self.body, url: url)
    #expect(try verify(headers, with: sandbox) == .failure(.unknownKey(url)))
  }

  @Test func `keeps no certificate that a root does not vouch for`() throws {
    let adapter = try paypal.adapter()
    let stranger = try PretendPayPal.issuer("Test Root", under: nil)
    let leaf = try paypal.leaf()
    let bad: [[Certificate]] = [
      [try paypal.leaf(by: stranger)], [try paypal.leaf(by: stranger), stranger.certificate],
      [leaf], [leaf, paypal.root.certificate], [leaf, stranger.certificate], [],
      // A leaf that issues another certificate.
      [
        try paypal.leaf(
          by: PretendPayPal.Issuer(
            name: leaf.subject,
            key: Certificate.PrivateKey(paypal.key),
            certificate: leaf
          ),
          signedBy: .sha256WithRSAEncryption
        ), leaf, paypal.middle.certificate,
      ],
      [try paypal.leaf(host: "www.paypal.com.evil.example"), paypal.middle.certificate],
      [try paypal.leaf(host: "notpaypal.com"), paypal.middle.certificate],
      [try paypal.leaf(host: "paypal.com"), paypal.middle.certificate],
      [try paypal.leaf(from: -7_200, to: -1), paypal.middle.certificate],
      [try paypal.leaf(from: 1), paypal.middle.certificate],
    ]
    for (index, certificates) in bad.enumerated() {
      let pem = try PretendPayPal.pem(certificates)
      #expect(!adapter.keep(pem, from: PretendPayPal.url, at: now), "\(index)")
    }
    for text in ["", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
      #expect(!adapter.keep(text, from: PretendPayPal.url, at: now))
    }
    #expect(adapter.keep(try paypal.published(leaf), from: PretendPayPal.url, at: now))
  }

  @Test func `lets go of a certificate when it ends`() throws {
    let adapter = try paypal.adapter()
    let brief = try paypal.published(paypal.leaf(to: 60))
    #expect(adapter.keep(brief, from: PretendPayPal.url, at: now))
    let headers = try paypal.headers(Self.body)
    #expect(throws: Never.self) { try verify(headers, with: adapter).get() }
    let later = try verify(headers, with: adapter, at: now.advanced(seconds: 61))
    #expect(later == .failure(.unknownKey(PretendPayPal.url)))
  }

  @Test func `shows no secret when printed`() throws {
    let adapter = try paypal.readyAdapter()
    var dumped = "\(adapter) \(String(reflecting: adapter))"
    dump(adapter, to: &dumped)
    #expect(!dumped.contains("secret-of-the-client"))
  }
}
