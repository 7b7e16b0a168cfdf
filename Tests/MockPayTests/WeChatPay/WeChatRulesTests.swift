import Testing
import cardstock_mockpay

/// What WeChat Pay does besides refusing, which the table of breaches cannot show.
@Suite(.timeLimit(.minutes(20)))
struct WeChatRulesTests {
  private static let now: Int64 = 1_795_000_000

  @Test func `a run refuses the name of a rule that there is not`() {
    #expect(throws: SettingsError.lenient("wechatpay.nothing")) {
      try Settings(
        listen: "127.0.0.1:4242",
        worker: "http://127.0.0.1:8090",
        timeScale: 1,
        lenient: ["wechatpay.referer", "wechatpay.nothing"]
      )
    }
  }

  @Test func `a buyer is known by a code that is good once, for five minutes`() throws {
    var mock = try SampleKeys.mock()
    let back = try mock.authorise(WeChatBreaches.authorisation(), at: Self.now)
    let code = String(back.split(separator: "code=").last?.prefix { $0 != "&" } ?? "")
    #expect(back.hasSuffix("&state=STATE1"))
    #expect(try WeChatBreaches.payer(code: code, in: &mock)?.hasPrefix("o") == true)
    #expect(try WeChatBreaches.payer(code: code, in: &mock) == nil)
    let late = try mock.authorise(WeChatBreaches.authorisation(), at: Self.now - 301)
    let lateCode = String(late.split(separator: "code=").last?.prefix { $0 != "&" } ?? "")
    #expect(try WeChatBreaches.payer(code: lateCode, in: &mock) == nil)
  }

  @Test func `an abnormal refund goes on under its own number, when it is said where to`() throws {
    var mock = try SampleKeys.mock()
    let id = try mock.openWeChat(WeChatBreaches.order(), way: .native, at: Self.now)
    try mock.pay(id, at: Self.now)
    let payment = try #require(try mock.sale(id).payments.first).id
    mock.controls.failingRefunds = [.wechatpay]
    try mock.refund(payment, id: "5030", number: "RA", amount: 1, at: Self.now)
    for body in [
      #"{"out_refund_no":"RB","type":"MERCHANT_BANK_CARD"}"#, #"{"out_refund_no":"RA"}"#,
      #"{"out_refund_no":"RA","type":"USER_BANK_CARD","bank_type":"ICBC_DEBIT"}"#,
    ] {
      #expect(throws: WeChatError.self) {
        try mock.endAbnormalWeChat("5030", Array(body.utf8), at: Self.now)
      }
    }
    let body = #"{"out_refund_no":"RA","type":"MERCHANT_BANK_CARD"}"#
    let answer = try mock.endAbnormalWeChat("5030", Array(body.utf8), at: Self.now)
    #expect(answer["status"]?.text == "PROCESSING" && answer["out_refund_no"]?.text == "RA")
    try mock.tick(at: (Self.now + 60) * 1000)
    #expect(try mock.sale(id).payments.first?.refunds.map(\.state) == [.done])
    #expect(mock.outbox.notices.map(\.kind).suffix(2) == ["REFUND.ABNORMAL", "REFUND.SUCCESS"])
  }
}
