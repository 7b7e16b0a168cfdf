import Payments
import Shop
import Storage
import Testing
import Worker

/// Each possible fault of a first day is reported as what it is.
@Suite(.timeLimit(.minutes(20))) struct ProviderRehearsalTests {
  private func finding(
    _ step: RehearsalFinding.Step,
    _ adapter: any PaymentAdapter
  ) throws -> RehearsalFinding? {
    let rehearsal = ProviderRehearsal(
      adapter,
      publicURL: "https://pay.shop.example",
      amount: Money(minorUnits: 1, currency: try unwrapped(Currency("CNY"))),
      isPhone: false,
      now: { Sample.now }
    )
    return rehearsal.finding(step, reference: try unwrapped(Reference("CSZTL2EYAMJZ0010")))
  }

  @Test(arguments: [
    (ProviderError.temporary("Stripe answered 401, invalid_request_error"), "the key"),
    (.temporary("WeChat Pay answered 401, SIGN_ERROR, x"), "the key"),
    (.untrusted("Alipay's gateway: isv.invalid-signature"), "the key"),
    (.untrusted("Alipay's gateway: isv.invalid-app-id"), "the key"),
    (.untrusted("Alipay's gateway: isv.invalid-timestamp"), "clock by NTP"),
    (.temporary("WeChat Pay answered 401, SIGN_ERROR, timestamp: expected"), "clock by NTP"),
    (.temporary("PayPal answered 403, NOT_AUTHORIZED, x"), "do not include it"),
    (.refused("WeChat Pay answered 403, NO_AUTH, x"), "do not include it"),
    (.refused("Alipay answered 40004, ACQ.ACCESS_FORBIDDEN, x"), "do not include it"),
    (.untrusted("Alipay's gateway: isv.insufficient-isv-permissions"), "do not include it"),
    (.refused("UnionPay answered respCode 32, x"), "do not include it"),
    (.temporary("WeChat Pay answered 401, NO_AUTH"), "the key"),
    (.refused("UnionPay answered respCode 35, x"), "does not want it"),
    (.refused("UnionPay answered respCode 11, x"), "the key"),
    (.temporary("PayPal answered 503"), "down"), (.temporary("unreachable"), "down"),
    (.untrusted("Alipay's answer has no signature that fits"), "not wechatpay's"),
    (.refused("WeChat Pay answered 400, PARAM_ERROR, mchid"), "does not want it"),
  ])
  func `a question that fails says what to mend`(error: ProviderError, words: String) throws {
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.finds = { (_) throws(ProviderError) in throw error }
    let found = try unwrapped(try finding(.query, adapter))
    #expect(found.verdict == .failed && found.mend?.contains(words) == true, "\(found)")
    // A lasting fault is not called temporary.
    let isLasting = ["the key", "do not", "clock"].contains(where: words.hasPrefix)
    #expect(!isLasting || !found.text.hasPrefix("temporary"), "\(found)")
  }

  @Test func `a setting that the provider denies fails the keys`() throws {
    var adapter = PlayedAdapter<WeChatPart>()
    #expect(try finding(.keys, adapter)?.verdict == .ok)
    let fault = SettingFault("apiv3_key_file", expected: "it", found: "other", remedy: "copy it")
    adapter.denies = { () in [fault] }
    let found = try unwrapped(try finding(.keys, adapter))
    #expect(found.verdict == .failed && found.mend == "copy it")
    #expect(found.text == "wechatpay.apiv3_key_file: expected it, found other")
    // The step after it reports that the provider cannot be asked.
    adapter.denies = { () throws(ProviderError) in throw .temporary("down") }
    #expect(try finding(.keys, adapter)?.verdict == .ok)
  }

  @Test func `an order that does not exist and is paid is another's answer`() throws {
    var adapter = PlayedAdapter<WeChatPart>()
    let paid = try Sample.paid(try unwrapped(Reference("CSZTL2EYAMJZ0010")), paymentID: "42")
    adapter.finds = { (_) in Payment.Finding(facts: [paid], isFinal: true) }
    #expect(try finding(.query, adapter)?.verdict == .failed)
    adapter.finds = { (_) in .open }
    let found = try unwrapped(try finding(.query, adapter))
    // WeChat Pay does not sign what it refuses: its key is proven by other steps.
    #expect(found.verdict == .ok && found.text.contains("our key was taken"))
    #expect(!found.text.contains("verifies"))
    let signed = try finding(.query, PlayedAdapter<UnionPayPart>())?.text
    #expect(signed?.hasSuffix("our signature was taken, its own verifies") == true)
    #expect(try finding(.query, PlayedAdapter<EPayPart>())?.verdict == .unproven)
  }

  @Test func `a statement that is not there, not written or not readable is told apart`() throws {
    var adapter = PlayedAdapter<WeChatPart>()
    #expect(try finding(.statement, adapter)?.verdict == .unproven)
    adapter.states = { (_) in nil }
    #expect(try finding(.statement, adapter)?.text.contains("not written yet") == true)
    adapter.states = { (_) in [] }
    #expect(try finding(.statement, adapter)?.verdict == .ok)
    adapter.states = { (_) throws(ProviderError) in throw .untrusted("the bill has no columns") }
    let unreadable = try unwrapped(try finding(.statement, adapter))
    #expect(unreadable.verdict == .failed && unreadable.mend?.contains("cannot be read") == true)
  }

  @Test func `a checkout that is not opened says why`() throws {
    var adapter = PlayedAdapter<WeChatPart>()
    #expect(try finding(.checkout, adapter)?.verdict == .failed)
    adapter.starts = { (_) in StartedCheckout(sessionID: nil, step: .scan(text: "weixin://x")) }
    #expect(try finding(.checkout, adapter)?.verdict == .unproven)
    // The provider made it: it is asked about by the moment that it was sent.
    adapter.opens = true
    adapter.finds = { (question) throws(ProviderError) in
      guard question.sentAt == [Sample.now] else { throw .refused("unknown") }
      return .open
    }
    #expect(try finding(.checkout, adapter)?.verdict == .ok)
  }
}

/// Stored reports, and whether they verify.
@Suite(.timeLimit(.minutes(20))) struct RehearsalReportTests {
  private static func report() -> RehearsalReport {
    var report = RehearsalReport(
      provider: .stripe,
      isLive: false,
      publicURL: "https://pay.shop.example",
      at: Sample.now,
      gaps: RehearsalReport.gaps(of: .stripe, isLive: false)
    )
    report.findings = [
      RehearsalFinding(.keys, .ok, "no real money"),
      RehearsalFinding(
        .query,
        .failed,
        "Stripe said:\nsignature: ed25519 A B",
        mend: "see\u{1B}[2J"
      ),
      RehearsalFinding(.statement, .unproven, "not yet"),
    ]
    return report
  }

  @Test func `it is signed whole, and a provider's words neither end nor colour it`() throws {
    let report = Self.report()
    let key = try ReportKey(try unwrapped(VaultKey(bytes: Array(1...32))))
    let signed = report.signed(
      publicKey: key.publicKey,
      signature: try key.signature(of: report.text)
    )
    let parts = try unwrapped(RehearsalReport.parts(of: signed))
    #expect(parts.text == report.text && parts.publicKey == key.publicKey)
    #expect(ReportKey.isSigned(parts.text, parts.signature, by: parts.publicKey))
    #expect(report.summary == "1 ok, 1 failed, 1 not proven")
    #expect(!signed.contains("\u{1B}"))
    for changed in [
      signed.replacing("failed: query", with: "ok: query"), signed.replacing("1 failed", with: "0"),
    ] {
      let parts = try unwrapped(RehearsalReport.parts(of: changed))
      #expect(!ReportKey.isSigned(parts.text, parts.signature, by: parts.publicKey))
    }
    for cut in ["", report.text, String(signed.dropLast()), signed + "more\n"] {
      #expect(RehearsalReport.parts(of: cut) == nil)
    }
  }
}
