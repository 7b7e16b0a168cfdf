import CryptoExtras
import Foundation
import Payments
import Shop
import Storage
import Testing
import Transport
import Worker

/// Checkouts at Alipay: signed at the click, by a code, and in other apps' browsers.
@Suite(.timeLimit(.minutes(20)))
struct AlipayPagesTests {
  private static let text = "CSZTL2EYAMJZ0032"
  private static let page = "/checkouts/\(text)"
  private static let weChat = "Mozilla/5.0 (Linux; Android 15) Mobile MicroMessenger/8.0.50"
  private static let alipay = "Mozilla/5.0 (iPhone) AlipayClient/10.5.0"

  private static func adapter() throws -> AlipayAdapter {
    let (app, provider) = (
      try _RSA.Signing.PrivateKey(keySize: .bits2048),
      try _RSA.Signing.PrivateKey(keySize: .bits2048)
    )
    return try AlipayAdapter(
      SettingsSection(
        values: ["app_id": ["2021000000000000"], "seller_id": ["2088000000000000"]],
        secrets: ["app_key": [try unwrapped(Secret(pem: app.pemRepresentation))]],
        files: ["alipay_public_key": [provider.publicKey.pemRepresentation]]
      )
    )
  }

  /// Runs a worker with one checkout at Alipay that has that step, or a page link.
  private func run(
    _ step: PayStep? = nil,
    language: Language = .english,
    at clock: Clock = Clock(),
    test: @Sendable (LiveWorker) async throws -> Void
  ) async throws {
    let adapter = try Self.adapter()
    var options = LiveWorker.Options()
    options.adapters = [adapter]
    options.now = { clock.now }
    try await LiveWorker.run(options) { worker async throws in
      let reference = try unwrapped(Reference(Self.text))
      let checkout = try Sample.checkout(
        reference: reference,
        provider: .alipay,
        email: try unwrapped(EmailAddress(Sale.email)),
        language: language
      )
      try await worker.store.open(checkout)
      let request = StartRequest(
        checkout: checkout,
        isPhone: true,
        buyerAddress: "192.0.2.1",
        notifyURL: "https://pay.shop.example/webhooks/alipay",
        returnURL: "https://pay.shop.example\(Self.page)/return",
        cancelURL: "https://cards.example.com/"
      )
      let made = try adapter.start(request, Call(now: Sample.now) { "nonce" }).step
      guard case .redirect(let url) = made else { throw Missing() }
      let kept = step ?? PayStep.redirect(url: url)
      try await worker.store.started(reference, sessionID: nil, step: kept, at: Sample.now)
      try await test(worker)
    }
  }

  private static func timestamp(_ url: String?) throws -> String? {
    let items = URLComponents(string: try unwrapped(url))?.queryItems
    return items?.first { $0.name == "timestamp" }?.value
  }

  @Test func `the page leads over the worker, which signs the link at each click`() async throws {
    let clock = Clock()
    try await run(at: clock) { worker in
      let shown = try await worker.send(.get, Self.page + "?go=1")
      #expect(shown.header("refresh") == "0;url=\(Self.page)/pay")
      #expect(shown.text.contains("href=\"\(Self.page)/pay\""))
      #expect(!shown.text.contains("openapi.alipay.com"))
      var stamps: [String?] = []
      for _ in 0..<2 {
        let gone = try await worker.send(.get, Self.page + "/pay")
        #expect(gone.status == 303)
        stamps.append(try Self.timestamp(gone.header("location")))
        clock.pass(seconds: 600)
      }
      #expect(stamps == ["2026-11-18 19:06:40", "2026-11-18 19:16:40"])
      // An expired checkout does not lead on.
      clock.pass(seconds: Checkout.lifetimeSeconds)
      let late = try await worker.send(.get, Self.page + "/pay")
      #expect(late.status == 303 && late.header("location") == Self.page)
      #expect(try await worker.send(.get, "/checkouts/CSZTL2EYAMJZ9999/pay").status == 404)
    }
  }

  @Test(
    arguments: [
      (Language.english, "Open this page in your browser", "This app opens no page of Alipay"),
      (.chinese, "请在浏览器中打开此页面", "这个应用里打不开支付宝的付款页面"),
    ]
  )
  func `inside WeChat's browser the page says where Alipay opens`(
    language: Language,
    title: String,
    text: String
  ) async throws {
    try await run(language: language) { worker in
      let agent = [("User-Agent", Self.weChat)]
      let shown = try await worker.send(.get, Self.page + "?go=1", headers: agent)
      #expect(shown.text.contains("data-state=\"elsewhere\""))
      #expect(shown.text.contains(title) && shown.text.contains(text))
      #expect(shown.text.contains(Self.page) && !shown.text.contains("\(Self.page)/pay"))
      #expect(shown.header("refresh") == "3;url=\(Self.page)")
      let gone = try await worker.send(.get, Self.page + "/pay", headers: agent)
      #expect(gone.header("location") == Self.page)
      let own = try await worker.send(.get, Self.page, headers: [("User-Agent", Self.alipay)])
      #expect(own.text.contains("data-state=\"open\""))
    }
  }

  @Test func `a code that is an address has a button on the phone, and none beside the screen`()
    async throws
  {
    let code = "https://qr.alipay.com/bax00"
    try await run(PayStep.scan(text: code)) { worker in
      let phone = try await worker.send(.get, Self.page, headers: [("User-Agent", Self.alipay)])
      #expect(phone.text.contains("<svg class") && phone.text.contains("href=\"\(code)\""))
      #expect(phone.text.contains("Use the button to pay in Alipay"))
      let routes = try await worker.send(.get, Self.page)
      #expect(routes.text.contains("<svg class") && !routes.text.contains("href=\"\(code)\""))
    }
  }
}
