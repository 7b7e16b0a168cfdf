import CryptoExtras
import Foundation
import Testing
import cardstock_mockpay

/// What Alipay refuses, or leaves out, done.
enum AlipayBreaches {
  private static let now: Int64 = 1_795_000_000
  private static let soon = "2026-11-18 19:30:00"

  static func all() throws -> [Breach] {
    [
      try Breach("alipay.subject") { try open(&$0, ["subject": "a/b"]) == nil },
      try Breach("alipay.minimum") { try open(&$0, ["total_amount": "0.00"]) == nil },
      try Breach("alipay.expiry") {
        try open(&$0, ["time_expire": "2026-12-18 19:30:00"]) == nil
      },
      try Breach("alipay.timestamp") { try open(&$0, signedAt: now - 901) == nil },
      try Breach("alipay.repeats") { mock in
        _ = try open(&mock)
        return try open(&mock, ["time_expire": "2026-11-18 19:31:00"]) == nil
      },
      try Breach("alipay.outside") { mock in
        mock.refusalOfAlipay(Visit(userAgent: "Mozilla/5.0 MicroMessenger/8.0.50")) != nil
      },
      try Breach("alipay.fund-change") { mock in
        try pay(&mock)
        let content = ["out_trade_no": "A1", "refund_amount": "1.00", "out_request_no": "R1"]
        return try !body(&mock, "alipay.trade.refund", content).contains("fund_change")
      },
      try Breach("alipay.reason") { mock in
        try pay(&mock)
        let long = String(repeating: "卡", count: 86)
        let content = ["out_trade_no": "A1", "refund_amount": "1.00", "out_request_no": "R1"]
          .merging(["refund_reason": long]) { $1 }
        return try body(&mock, "alipay.trade.refund", content).contains("refund_reason")
      },
      try Breach("alipay.unsigned-errors") { mock in
        let said = try body(&mock, "alipay.no.such.method", [:])
        #expect(said.contains("isv.invalid-method"))
        return !said.contains(#""sign":"#)
      },
      try Breach("alipay.certificates") { mock in
        let named = ["app_cert_sn": "0", "alipay_root_cert_sn": "0"]
        let said = try body(&mock, "alipay.trade.query", ["out_trade_no": "A9"], more: named)
        return said.contains("isv.app-cert-not-exist")
      },
      try Breach("alipay.bill-kinds") { mock in
        try pay(&mock)
        return try bill(&mock, "trade").contains("bill_not_exist")
          && bill(&mock, "signcustomer").contains("bill_download_url")
      },
      try Breach("alipay.bill-address") { mock in
        try pay(&mock)
        return try bill(&mock, "signcustomer").contains("http:\\/\\/dwbillcenter.alipay.com\\/")
      },
      try Breach("alipay.bill-names") { mock in
        try pay(&mock, ["subject": "one, two"])
        let text = try #require(mock.alipayBillText("signcustomer", day: "2026-11-18"))
        return text.contains("one, two")
      },
    ]
  }

  /// Opens an order as a browser does; the sale's ID, or nil where that is refused.
  static func open(
    _ mock: inout MockState,
    _ changes: [String: String] = [:],
    signedAt moment: Int64 = now
  ) throws -> String? {
    let content = [
      "out_trade_no": "A1", "total_amount": "48.50", "subject": "Card 50",
      "product_code": "FAST_INSTANT_TRADE_PAY", "time_expire": soon,
    ].merging(changes) { $1 }
    let fields = try signed("alipay.trade.page.pay", content, at: moment)
    if case .page(let id) = mock.answerAlipay(fields, at: now) { return id }
    return nil
  }

  private static func pay(_ mock: inout MockState, _ changes: [String: String] = [:]) throws {
    try mock.pay(try #require(try open(&mock, changes)), at: now)
  }

  private static func bill(_ mock: inout MockState, _ type: String) throws -> String {
    let content = ["bill_type": type, "bill_date": "2026-11-18"]
    return try body(&mock, "alipay.data.dataservice.bill.downloadurl.query", content)
  }

  /// What a shop is answered.
  private static func body(
    _ mock: inout MockState,
    _ method: String,
    _ content: [String: String],
    more: [String: String] = [:]
  ) throws -> String {
    let fields = try signed(method, content, at: now, more: more)
    guard case .body(let bytes) = mock.answerAlipay(fields, at: now) else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func signed(
    _ method: String,
    _ content: [String: String],
    at moment: Int64,
    more: [String: String] = [:]
  ) throws -> [String: String] {
    let files = try SampleKeys.files()
    let merchant = try files.text("merchant.txt").split(separator: "\n")
    let app = try #require(merchant.first { $0.hasPrefix("alipay.app_id=") })
    let json = try JSONEncoder().encode(content)
    let form = DateFormatter()
    form.locale = Locale(identifier: "en_US_POSIX")
    form.timeZone = TimeZone(secondsFromGMT: 8 * 3_600)
    form.dateFormat = "yyyy-MM-dd HH:mm:ss"
    let time = form.string(from: Date(timeIntervalSince1970: TimeInterval(moment)))
    var fields = [
      "app_id": String(app.dropFirst(14)), "method": method, "format": "JSON", "charset": "utf-8",
      "sign_type": "RSA2", "timestamp": time, "version": "1.0",
      "biz_content": String(decoding: json, as: UTF8.self),
    ]
    fields.merge(more) { $1 }
    let key = try _RSA.Signing.PrivateKey(pemRepresentation: files.text("alipay-app.pem"))
    fields["sign"] = try Signing.sign(AlipaySignature.requestText(fields), with: key)
    return fields
  }
}
