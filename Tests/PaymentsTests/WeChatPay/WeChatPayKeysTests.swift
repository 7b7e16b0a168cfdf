import Foundation
import Payments
import Shop
import TestServers
import Testing

/// Certificates that are added and expire, against canned answers of a real server on loopback.
@Suite(.timeLimit(.minutes(20)))
struct WeChatPayKeysTests {
  private let question = Payment.Question(reference: Reference("CSZTL2EYAMJZ00010001"))
  private let open = #"""
    {"mchid":"1900000001","appid":"wx1","out_trade_no":"CSZTL2EYAMJZ00010001",\#
    "trade_state":"NOTPAY"}
    """#
  private let event = #"{"id":"e1","event_type":"PAYSCORE.USER_PAID"}"#
  private let pay = PretendWeChatPay.shared

  private func call(after seconds: Int64 = 0) -> Call {
    Call(now: now.advanced(seconds: seconds)) { "nonce" }
  }

  private func isUntrusted(_ work: () throws -> Void) throws -> Bool {
    do {
      try work()
      return false
    } catch let error as ProviderError {
      if case .untrusted = error { return true }
      throw error
    }
  }

  @Test func `learns the certificate that signs an answer, and knows it from then on`() throws {
    let pay = try pay.get()
    let both = try pay.list([pay.certificate, pay.successor])
    let server = try CannedServer(
      "wechat-learns",
      [
        pay.answer(200, open, by: pay.successor), pay.answer(200, both, by: pay.certificate),
        pay.answer(200, open, by: pay.successor), pay.answer(200, open, by: pay.certificate),
      ]
    )
    let adapter = try pay.adapter(at: server.address().text, knowing: [pay.certificate])
    for _ in 1...3 { #expect(try adapter.query(question, call()) == .open) }
    let sent = try server.sent()
    let trade = "GET /v3/pay/transactions/out-trade-no/CSZTL2EYAMJZ00010001?mchid=1900000001"
    #expect(sent.map(\.line) == [trade, "GET /v3/certificates", trade, trade])
    for request in sent { #expect(try pay.isMerchants(request)) }
  }

  @Test func `asks for the list once a minute, whatever strangers claim`() throws {
    let pay = try pay.get()
    let list = try pay.list([pay.certificate])
    let server = try CannedServer("wechat-rate", [pay.answer(200, list, by: pay.certificate)])
    let adapter = try pay.adapter(at: server.address().text, knowing: [pay.certificate])
    // The last one is for a clock that was set back.
    for second in [0, 1, 59, 60, 61, -99_960] as [Int64] {
      let moment = call(after: second)
      let mayAsk = adapter.mayLearnKey("5E", from: nil, at: moment.now)
      #expect(mayAsk == (second % 60 == 0), "\(second)")
      guard second >= 0 else { continue }
      if mayAsk { #expect(try !adapter.learnKey("5E", moment)) }
    }
    #expect(try server.sent().count == 2)
  }

  @Test func `keeps nothing of a list that was sealed or signed by others`() throws {
    let pay = try pay.get()
    let foreign = try pay.list([pay.successor], sealedWith: String(repeating: "x", count: 32))
    let answers = [
      "sealed": try pay.answer(200, foreign, by: pay.certificate),
      "signed": try pay.answer(
        200,
        pay.list([pay.successor]),
        by: pay.certificate,
        signed: "something else"
      ),
      "expired": try pay.answer(200, pay.list([pay.successor, pay.expired]), by: pay.expired),
      "plain": CannedServer.Answer(200, try pay.list([pay.successor])),
    ]
    for (name, answer) in answers {
      let server = try CannedServer("wechat-foreign-\(name)", [answer])
      let adapter = try pay.adapter(at: server.address().text, knowing: [pay.certificate])
      let refused = try isUntrusted { _ = try adapter.learnKey(pay.successor.name, call()) }
      #expect(refused, "\(name)")
      #expect(throws: WebhookRefusal.unknownKey(pay.successor.name), "\(name)") {
        try adapter.verify(pay.webhook(event, by: pay.successor), at: now)
      }
    }
  }

  @Test func `an APIv3 key that opens nothing is a fault of its setting`() throws {
    let pay = try pay.get()
    let foreign = try pay.list([pay.successor], sealedWith: String(repeating: "x", count: 32))
    let answers: [(String, CannedServer.Answer, Int)] = [
      ("own", try pay.answer(200, pay.list([pay.successor]), by: pay.certificate), 0),
      ("other", try pay.answer(200, foreign, by: pay.certificate), 1),
      // A merchant with only the public key has no list.
      ("none", CannedServer.Answer(404, #"{"code":"RESOURCE_NOT_EXISTS"}"#), 0),
    ]
    for (name, answer, count) in answers {
      let server = try CannedServer("wechat-apiv3-\(name)", [answer])
      let adapter = try pay.adapter(at: server.address().text, knowing: [pay.certificate])
      let faults = try adapter.faults(asking: call())
      #expect(faults.map(\.name) == Array(repeating: "apiv3_key_file", count: count), "\(name)")
    }
  }

  @Test func `learns from a list whose own certificate is new; an old one proves nothing`() throws {
    let pay = try pay.get()
    let list = try pay.answer(200, pay.list([pay.successor]), by: pay.successor)
    let server = try CannedServer("wechat-first", [list])
    let adapter = try pay.adapter(at: server.address().text, knowing: [pay.expired])
    #expect(throws: WebhookRefusal.unknownKey(pay.successor.name)) {
      try adapter.verify(pay.webhook(event, by: pay.successor), at: now)
    }
    #expect(throws: WebhookRefusal.stale) {
      let late = now.advanced(seconds: 301)
      return try adapter.verify(pay.webhook(event, by: pay.successor), at: late)
    }
    #expect(try adapter.learnKey(pay.successor.name, call()))
    _ = try adapter.verify(pay.webhook(event, by: pay.successor), at: now)
    #expect(throws: WebhookRefusal.authentication) {
      try adapter.verify(pay.webhook(event, by: pay.expired), at: now)
    }
  }

  @Test func `looks for certificates twice a day, and for none where a bare key is used`() throws {
    let pay = try pay.get()
    let list = try pay.answer(200, pay.list([pay.certificate]), by: pay.certificate)
    let server = try CannedServer("wechat-refresh", [list])
    let adapter = try pay.adapter(at: server.address().text, knowing: [pay.certificate])
    for hour in [0, 1, 11] as [Int64] { try adapter.refreshKeys(call(after: hour * 3_600)) }
    #expect(try server.sent().count == 1)
    // It asks, and refuses the canned list, which was signed half a day ago.
    #expect(try isUntrusted { try adapter.refreshKeys(call(after: 12 * 3_600)) })
    #expect(try server.sent().count == 2)
    let other = try CannedServer("wechat-no-refresh", [list])
    let modern = try pay.adapter(at: other.address().text, knowing: [pay.publicKey])
    try modern.refreshKeys(call())
    #expect(!modern.mayLearnKey(pay.certificate.name, from: nil, at: now))
    #expect(try other.sent().isEmpty)
  }

  @Test func `certificates left beside the other kind of key are named once, and then quiet`()
    throws
  {
    let pay = try pay.get()
    let none = #"{"code":"RESOURCE_NOT_EXISTS","message":"无可用的平台证书"}"#
    let server = try CannedServer("wechat-moved", [CannedServer.Answer(404, none)])
    let both = [pay.publicKey, pay.certificate]
    let adapter = try pay.adapter(at: server.address().text, knowing: both)
    let (folder, file) = try state()
    try Data(pay.list([pay.certificate]).utf8).write(to: file)
    try adapter.keepKeys(in: folder, at: now)
    #expect(try adapter.inspect(notifyURL: "", call()).count == 1)
    let refused = #expect(throws: ProviderError.self) { try adapter.refreshKeys(call()) }
    let words = refused.map { "\($0)" } ?? ""
    #expect(words.contains("remove platform_certificate_files"))
    #expect(!FileManager.default.fileExists(atPath: file.path))
    let asked = try server.sent().count
    for hour in [1, 13, 26] as [Int64] { try adapter.refreshKeys(call(after: hour * 3_600)) }
    #expect(!adapter.mayLearnKey("5A", from: nil, at: now.advanced(seconds: 99_999)))
    #expect(try server.sent().count == asked)
    #expect(try adapter.inspect(notifyURL: "", call()).isEmpty)
  }

  @Test func `a number or a key that is not the console's is named`() throws {
    let pay = try pay.get()
    let refusal = #"{"code":"SIGN_ERROR","message":"错误的签名"}"#
    let server = try CannedServer("wechat-sign", [CannedServer.Answer(401, refusal)])
    let adapter = try pay.adapter(at: server.address().text, knowing: [pay.publicKey])
    #expect(try adapter.faults(asking: call()).map(\.name) == ["merchant_serial"])
    // The pretend merchant's number has two digits.
    #expect(adapter.faults(at: now).map(\.name) == ["merchant_serial"])
    let colons = (0..<20).map { _ in "5D" }.joined(separator: ":")
    let written = try pay.adapter(
      at: "http://127.0.0.1:9",
      knowing: [pay.publicKey],
      more: ["merchant_serial": [colons]]
    )
    let named = written.faults(at: now).first { $0.name == "merchant_serial" }
    #expect(named?.remedy == "write \(colons.replacing(":", with: ""))")
  }

  /// A folder for one worker, and the file in it for its certificates.
  private func state() throws -> (folder: String, file: URL) {
    let name = "wechat-state-\(UInt64.random(in: 0 ... .max))"
    let folder = try CannedServer.shared.get().folder.appending(path: name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return (folder.path, folder.appending(path: "wechatpay-certificates.json"))
  }

  @Test func `a worker that starts while WeChat Pay is down knows the certificates of before`()
    throws
  {
    let pay = try pay.get()
    let list = try pay.list([pay.certificate, pay.successor, pay.expired])
    let server = try CannedServer("wechat-kept", [pay.answer(200, list, by: pay.certificate)])
    let (folder, file) = try state()
    let first = try pay.adapter(at: server.address().text, knowing: [pay.certificate])
    try first.keepKeys(in: folder, at: now)
    try first.refreshKeys(call())
    // Nobody listens at port 9.
    let next = try pay.adapter(at: "http://127.0.0.1:9", knowing: [pay.certificate])
    try next.keepKeys(in: folder, at: now)
    _ = try next.verify(pay.webhook(event, by: pay.successor), at: now)
    // An expired certificate is not learned, and a new list is fetched at once.
    #expect(throws: WebhookRefusal.unknownKey(pay.expired.name)) {
      try next.verify(pay.webhook(event, by: pay.expired), at: now)
    }
    #expect(throws: ProviderError.self) { try next.refreshKeys(call()) }
    let kept = try String(contentsOf: file, encoding: .utf8)
    #expect(!kept.contains("BEGIN CERTIFICATE"), "it stays as WeChat Pay sealed it")
  }

  @Test func `a kept list that was not sealed for this merchant adds no certificate`() throws {
    let pay = try pay.get()
    let foreign = try pay.list([pay.successor], sealedWith: String(repeating: "x", count: 32))
    let own = try pay.list([pay.successor])
    let renamed = own.replacing(pay.successor.name, with: pay.certificate.name)
    let mixed = String(own.dropLast(2)) + "," + foreign.dropFirst(9)
    let large = own + String(repeating: " ", count: 1 << 20)
    let odd = [foreign, renamed, mixed, large, "", "{}", #"{"data":[{}]}"#, pay.successor.pem]
    for text in odd {
      let (folder, file) = try state()
      try Data(text.utf8).write(to: file)
      let adapter = try pay.adapter(at: "http://127.0.0.1:9", knowing: [pay.certificate])
      #expect(throws: (any Error).self, "\(text.prefix(40))") {
        try adapter.keepKeys(in: folder, at: now)
      }
      #expect(throws: WebhookRefusal.unknownKey(pay.successor.name), "\(text.prefix(40))") {
        try adapter.verify(pay.webhook(event, by: pay.successor), at: now)
      }
    }
    // A file that cannot be read is replaced by the next list.
    let (folder, file) = try state()
    try Data("odd".utf8).write(to: file)
    let server = try CannedServer("wechat-mended", [pay.answer(200, own, by: pay.successor)])
    let adapter = try pay.adapter(at: server.address().text, knowing: [pay.certificate])
    #expect(throws: ProviderError.self) { try adapter.keepKeys(in: folder, at: now) }
    try adapter.refreshKeys(call())
    #expect(try String(contentsOf: file, encoding: .utf8) == own)
  }
}
