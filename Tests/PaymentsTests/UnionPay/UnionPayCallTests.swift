import CryptoExtras
import Foundation
import Payments
import Shop
import Testing

/// Starting, asking and refunding, against canned answers of a real server on loopback.
@Suite(.timeLimit(.minutes(20)))
struct UnionPayCallTests {
  private typealias UnionPay = PretendUnionPay
  private let call = Call(now: now) { "nonce" }
  private let reference = Reference("CSZTL2EYAMJZ00010001")

  private func money(_ units: Int64) throws -> Money {
    Money(minorUnits: units, currency: try #require(Currency("CNY")))
  }

  private func request(isPhone: Bool = false) throws -> StartRequest {
    try .sample(
      .unionpay,
      quantity: 2,
      isPhone: isPhone,
      createdAt: now.advanced(milliseconds: 999)
    )
  }

  @Test func `signs a form that says everything, and the same one again`() throws {
    let unionPay = try UnionPay.shared.get()
    let adapter = try unionPay.adapter()
    #expect(adapter.formOrigins == ["https://gateway.95516.com", "https://*.95516.com"])
    let started = try adapter.start(request(), call)
    #expect(started == (try adapter.start(request(), call)))
    guard case .form(let url, let fields) = started.step else {
      Issue.record("expected a form")
      return
    }
    #expect(url == "https://gateway.95516.com/gateway/api/frontTransReq.do")
    var form = Dictionary(fields.map { ($0.name, $0.value) }) { "\($0)\($1)" }
    #expect(unionPay.isMerchants(form))
    form["signature"] = nil
    #expect(
      form == [
        "version": "5.1.0", "encoding": "UTF-8", "signMethod": "01", "accessType": "0",
        "certId": UnionPay.merchantSerial, "merId": UnionPay.merchantID, "txnType": "01",
        "txnSubType": "01", "bizType": "000201", "channelType": "07",
        "orderId": "CSZTL2EYAMJZ00010001", "txnTime": "20261118190640", "txnAmt": "9700",
        "currencyCode": "156",
        "frontUrl": "https://pay.example/checkouts/CSZTL2EYAMJZ00010001/return",
        "backUrl": "https://pay.example/webhooks/unionpay", "payTimeout": "20261118195040",
      ]
    )
  }

  @Test func `the form's txnTime is the moment of the click, signed anew, the order kept`() throws {
    let unionPay = try UnionPay.shared.get()
    let adapter = try unionPay.adapter()
    let started = try adapter.start(request(), call).step
    let later = Call(now: now.advanced(seconds: 600)) { "nonce" }
    guard case .form(let old, let first) = started,
      case .form(let url, let second) = try adapter.renewed(started, later)
    else {
      Issue.record("expected two forms")
      return
    }
    #expect(url == old && second.map(\.name).sorted() == first.map(\.name).sorted())
    let (before, after) = (
      Dictionary(first.map { ($0.name, $0.value) }) { $1 },
      Dictionary(second.map { ($0.name, $0.value) }) { $1 }
    )
    #expect(unionPay.isMerchants(before) && unionPay.isMerchants(after))
    #expect(before["txnTime"] == "20261118190640" && after["txnTime"] == "20261118191640")
    for (name, value) in before where name != "txnTime" && name != "signature" {
      #expect(after[name] == value)
    }
  }

  @Test func `asks by every time that the order was sent, and finds what was paid by any`() throws {
    let unionPay = try UnionPay.shared.get()
    let later = now.advanced(seconds: 600)
    let open = try unionPay.answer(["respCode": "34"])
    let paid = try unionPay.answer(["origRespCode": "00"])
    let server = try CannedServer("unionpay-times", [open, paid])
    let adapter = try unionPay.adapter(at: try server.address())
    let question = Payment.Question(reference: reference, openedAt: now.advanced(seconds: -9))
      .sent(at: [later, now])
    let finding = try adapter.query(question, call)
    #expect(finding.facts.count == 1 && finding.isFinal)
    let times = try server.sent().map { $0.form["txnTime"] ?? "" }
    #expect(times == ["20261118191640", "20261118190640"])
  }

  @Test func `shows a code for 云闪付 at a computer, and a form on a phone`() throws {
    let unionPay = try UnionPay.shared.get()
    let code = "https://qr.95516.com/00010000/01"
    let server = try CannedServer("unionpay-code", [try unionPay.answer(["qrCode": code])])
    let adapter = try unionPay.adapter(at: try server.address(), showsCode: true)
    #expect(try adapter.start(request(), call).step == .scan(text: code))
    #expect(adapter.opensByCall(isPhone: false) && !adapter.opensByCall(isPhone: true))
    #expect(try !unionPay.adapter().opensByCall(isPhone: false))
    let sent = try #require(try server.sent().first)
    #expect(sent.line == "POST /gateway/api/backTransReq.do")
    #expect(sent.form["txnSubType"] == "07" && sent.form["bizType"] == "000000")
    #expect(sent.form["channelType"] == "08" && sent.form["frontUrl"] == nil)
    #expect(unionPay.isMerchants(sent.form))
    guard case .form = try adapter.start(request(isPhone: true), call).step else {
      Issue.record("expected a form")
      return
    }
  }

  @Test func `says whether the buyer holds a phone, and speaks to the test environment`() throws {
    let adapter = try UnionPay.shared.get().adapter(isLive: false)
    guard case .form(let url, let fields) = try adapter.start(request(isPhone: true), call).step
    else {
      Issue.record("expected a form")
      return
    }
    #expect(url == "https://gateway.test.95516.com/gateway/api/frontTransReq.do")
    #expect(fields.contains(FormField("channelType", "08")))
  }

  private func find(
    _ name: String,
    _ changes: [String: String],
    after seconds: Int64 = 0,
    repeated: Int = 1
  ) throws -> Result<Payment.Finding, ProviderError> {
    let unionPay = try UnionPay.shared.get()
    let server = try CannedServer("unionpay-\(name)", [try unionPay.answer(changes)])
    let adapter = try unionPay.adapter(at: try server.address())
    let question = Payment.Question(reference: reference, openedAt: now)
    let call = Call(now: now.advanced(seconds: seconds)) { "nonce" }
    return Result { () throws(ProviderError) in try adapter.query(question, call) }
  }

  @Test func `finds the payment of an order, as its notification tells it`() throws {
    let unionPay = try UnionPay.shared.get()
    let answer = try unionPay.answer(["origRespCode": "00", "origRespMsg": "成功[0000000]"])
    let server = try CannedServer("unionpay-found", [answer])
    let adapter = try unionPay.adapter(at: try server.address())
    let question = Payment.Question(reference: reference, openedAt: now)
    let finding = try adapter.query(question, call)
    let key = Payment.Key(paymentID: "972585085201412455803", reference: reference)
    let fact = PaymentFact.paid(PaidFact(key: key, amount: try money(9_700)))
    #expect(finding == Payment.Finding(facts: [fact], isFinal: true))
    let sent = try #require(try server.sent().first)
    #expect(sent.line == "POST /gateway/api/queryTrans.do")
    #expect(unionPay.isMerchants(sent.form))
    #expect(sent.form["txnType"] == "00" && sent.form["orderId"] == "CSZTL2EYAMJZ00010001")
    #expect(sent.form["txnTime"] == "20261118190640")
  }

  @Test func `believes a flawed success when it asked itself`() throws {
    #expect(try find("flawed", ["origRespCode": "A6"]).get().facts.count == 1)
  }

  /// UnionPay's table of codes: 03, 04 and 05 are to be asked about again; 42 was debited after the
  /// time to pay.
  @Test(arguments: ["03", "04", "05", "42"])
  func `what UnionPay has not finished is under way, also when the time to pay is over`(
    code: String
  ) throws {
    for seconds in [0, 2_700] as [Int64] {
      let name = "under-way-\(code)-\(seconds)"
      let finding = try find(name, ["origRespCode": code], after: seconds).get()
      #expect(finding.facts.isEmpty && !finding.isFinal)
      #expect(finding.underWay?.reason.hasPrefix("origRespCode \(code): ") == true)
    }
  }

  @Test(arguments: ["01", "12"])
  func `asks on until the time to pay is over`(code: String) throws {
    // The gateway takes money until a minute before.
    let open = try find("open-\(code)", ["origRespCode": code], after: 2_699).get()
    #expect(open == .open)
    let late = try find("over-\(code)", ["origRespCode": code], after: 2_700).get()
    #expect(late == Payment.Finding(facts: [], isFinal: true))
  }

  @Test func `knows an order that nobody has carried to the gateway`() throws {
    #expect(try find("none", ["respCode": "34"]).get() == .open)
    #expect(try find("none-over", ["respCode": "34"], after: 2_700).get().isFinal)
  }

  @Test(arguments: ["02", "06", "37", "39", "99", "05"])
  func `calls it temporary when the gateway cannot say`(code: String) throws {
    guard case .failure(.temporary) = try find("busy-\(code)", ["respCode": code]) else {
      Issue.record("expected a temporary failure")
      return
    }
  }

  @Test(arguments: ["10", "11", "13", "31", "32", "xx"])
  func `calls it refused when the question is wrong`(code: String) throws {
    guard case .failure(.refused(let words)) = try find("wrong-\(code)", ["respCode": code]) else {
      Issue.record("expected a refusal")
      return
    }
    #expect(words.contains(code))
  }

  @Test(arguments: [
    ("orderId", "CSZTL2EYAMJZ00010002"), ("txnTime", "20261118190641"),
    ("merId", "777290058110049"), ("version", "5.0.0"), ("txnAmt", ""), ("queryId", ""),
    ("origRespCode", ""),
  ])
  func `believes no answer about something else`(name: String, value: String) throws {
    let changes = ["origRespCode": "00"].merging([name: value]) { $1 }
    let suffix = name.lowercased()
    guard case .failure(.untrusted) = try find("other-\(suffix)", changes) else {
      Issue.record("expected disbelief")
      return
    }
  }

  @Test func `believes no answer without UnionPay's signature`() throws {
    let unionPay = try UnionPay.shared.get()
    let answers = ["", "respCode=11&respMsg=wrong signature", "<html>", "a=1&a=2"]
    for (index, text) in answers.enumerated() {
      let server = try CannedServer("unionpay-unsigned-\(index)", [.init(200, text)])
      let adapter = try unionPay.adapter(at: try server.address())
      let question = Payment.Question(reference: reference, openedAt: now)
      do {
        _ = try adapter.query(question, call)
        Issue.record("expected disbelief")
      } catch {
        guard case .untrusted(let words) = error else {
          Issue.record("expected disbelief, found \(error)")
          continue
        }
        #expect(index != 1 || words.contains("respCode 11, wrong signature"))
      }
    }
  }

  @Test func `asks by UnionPay's own number where the time is not known`() throws {
    let unionPay = try UnionPay.shared.get()
    let answer = try unionPay.answer(["origRespCode": "00"])
    let server = try CannedServer("unionpay-by-number", [answer])
    let adapter = try unionPay.adapter(at: try server.address())
    let number = "972585085201412455803"
    for question in [
      Payment.Question(reference: nil, paymentID: number),
      Payment.Question(reference: reference, paymentID: number),
    ] {
      let finding = try adapter.query(question, call)
      let key = Payment.Key(paymentID: number, reference: reference)
      let fact = PaymentFact.paid(PaidFact(key: key, amount: try money(9_700)))
      #expect(finding == Payment.Finding(facts: [fact], isFinal: true))
    }
    let sent = try #require(try server.sent().first)
    #expect(sent.form["queryId"] == number && sent.form["orderId"] == nil)
    #expect(throws: ProviderError.self) {
      try adapter.query(Payment.Question(reference: reference), call)
    }
    let other = Payment.Question(reference: Reference("CSZTL2EYAMJZ00010002"), paymentID: number)
    #expect(throws: ProviderError.self) { try adapter.query(other, call) }
  }

  @Test(arguments: ["777290058110048", "898110055AB0001", "8981100550000ab"])
  func `a merchant number may hold letters`(number: String) throws {
    let unionPay = try UnionPay.shared.get()
    let pem = try #require(Secret(pem: unionPay.merchantKey.pemRepresentation))
    let section = SettingsSection(
      values: ["live": ["true"], "mer_id": [number]],
      secrets: ["merchant_key": [pem]],
      files: [
        "merchant_certificate": [try unionPay.merchantCertificate()],
        "root_certificate": [try unionPay.root.pem],
        "middle_certificate": [try unionPay.middle.pem],
      ]
    )
    guard case .form(_, let fields) = try UnionPayAdapter(section).start(request(), call).step
    else {
      Issue.record("expected a form")
      return
    }
    #expect(fields.contains(FormField("merId", number)))
  }
}
