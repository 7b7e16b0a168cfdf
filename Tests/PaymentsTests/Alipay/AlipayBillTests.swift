import Foundation
import Glibc
import Shop
import Testing

@testable import Payments

/// The two bills of a day, as Alipay writes them.
@Suite(.timeLimit(.minutes(20)))
struct AlipayBillTests {
  private static let tradeHead =
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,"
    + "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,"
    + "券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注"
  private static let movementHead =
    "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,"
    + "交易渠道,业务类型,备注"

  /// A text in GBK, as in the bills.
  private static func gbk(_ text: String) throws -> [UInt8] {
    let conversion = try #require(iconv_open("GBK", "UTF-8"))
    defer { iconv_close(conversion) }
    var input = Array(text.utf8).map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 2)
    let count = input.withUnsafeMutableBufferPointer { from in
      output.withUnsafeMutableBufferPointer { to in
        var (source, target) = (from.baseAddress, to.baseAddress)
        var (left, room) = (from.count, to.count)
        _ = iconv(conversion, &source, &left, &target, &room)
        return to.count - room
      }
    }
    return output.prefix(count).map { UInt8(bitPattern: $0) }
  }

  private static func archive(_ head: String, _ rows: [String]) throws -> [UInt8] {
    let lines = ["#支付宝业务明细查询", head] + rows + ["#交易合计：1笔", ""]
    return StoredArchive.zip([("1.csv", try gbk(lines.joined(separator: "\r\n")))])
  }

  private static func trade(
    _ number: String,
    title: String = "点卡",
    kind: String = "交易",
    amount: String = "48.50",
    request: String = "",
    note: String = ""
  ) -> String {
    "\(number)\t,CSZTL2EYAMJZ00010001\t,\(kind),\(title),2026-11-18 10:00:00,"
      + "2026-11-18 10:00:05,,,,,buy***@example.test,\(amount),\(amount),0.00,0.00,"
      + "0.00,0.00,0.00,,0.00,0.00,\(request),-0.29,0.00,\(note)"
  }

  private static func movement(
    _ number: String,
    _ trade: String,
    income: String = "",
    expense: String = "",
    kind: String = "在线支付"
  ) -> String {
    "\(number)\t,\(trade)\t,CSZTL2EYAMJZ00010001\t,点卡,2026-11-18 10:00:05,buy***,"
      + "\(income),\(expense),100.00,支付宝,\(kind),"
  }

  private func day() throws -> CivilDate { try #require(CivilDate("2026-11-18")) }

  private func trades(_ rows: [String]) throws -> [Statement.Line] {
    try AlipayBill.trades(in: Self.archive(Self.tradeHead, rows), day: day())
  }

  private func movements(_ rows: [String]) throws -> [Statement.Line] {
    try AlipayBill.movements(in: Self.archive(Self.movementHead, rows), day: day())
  }

  @Test(
    arguments: [
      "点卡", "点卡,100 元", "a,b,c,d", ",", "\"点卡, 大\"", "2026-11-18 10:00:05,48.50",
      "first\r\nsecond", "first,\r\nsecond, third",
    ]
  )
  func `a comma in a name, or the end of a line, takes nothing from the day's bill`(
    title: String
  ) throws {
    let lines = try trades([
      Self.trade("2026111822000001", title: title),
      Self.trade("2026111822000002", title: title, note: "a,b"),
      Self.trade("2026111822000003"),
    ])
    #expect(lines.map(\.paymentID) == (1...3).map { "202611182200000\($0)" })
    #expect(lines.allSatisfy { $0.amount.minorUnits == 4_850 && $0.fee?.minorUnits == 29 })
    #expect(lines.allSatisfy { $0.reference?.text == "CSZTL2EYAMJZ00010001" })
    #expect(lines.allSatisfy { $0.at.beijingText == "2026-11-18 10:00:05" && $0.kind == .payment })
  }

  @Test func `a line that fits nothing is named, and the others stand`() throws {
    let lines = try trades([
      Self.trade("2026111822000001"), "2026111822000002\t,CSZ,交易,点卡,morning,evening,,,,,,much",
      Self.trade("2026111822000003"),
    ])
    #expect(
      lines.map(\.id) == [
        "payment:2026111822000001", "unread:2026111822000002", "payment:2026111822000003",
      ]
    )
    #expect(lines[1].kind == .unread)
  }

  @Test func `both bills are read and nothing is counted twice`() throws {
    let (first, second, third) = ("2026111822000001", "2026111822000002", "2026111822000003")
    let trades = try trades([
      Self.trade(first),
      Self.trade(first, kind: "退款", amount: "-1.00", request: "R1"),
      Self.trade(first, kind: "退款", amount: "-1.00", request: "R2"),
      Self.trade(second),
    ])
    let movements = try movements([
      Self.movement("901", first, income: "48.50"),
      Self.movement("902", first, expense: "-0.29", kind: "收费"),
      Self.movement("903", first, expense: "-1.00", kind: "交易退款"),
      Self.movement("904", first, expense: "-1.00", kind: "交易退款"),
      // Only in this bill: a website's payment, its fee, its refund; and a payout.
      Self.movement("905", third, income: "48.50", kind: "交易付款"),
      Self.movement("906", third, expense: "-0.29", kind: "收费"),
      Self.movement("907", third, expense: "-2.00", kind: "交易退款"),
      Self.movement("908", "", expense: "-90.00", kind: "提现"),
      Self.movement("905", third, income: "48.50", kind: "交易付款"),
    ])
    let lines = AlipayBill.merged(trades: trades, movements: movements)
    #expect(
      lines.map(\.id) == [
        "payment:\(first)", "refund:\(first):R1", "refund:\(first):R2", "payment:\(second)",
        "payment:\(third)", "account:907", "account:908",
      ]
    )
    #expect(lines.map(\.kind) == [.payment, .refund, .refund, .payment, .payment, .refund, .other])
    #expect(lines.map { $0.fee?.minorUnits } == [29, 29, 29, 29, 29, nil, nil])
    #expect(AlipayBill.merged(trades: trades, movements: []) == trades)
    #expect(AlipayBill.merged(trades: [], movements: movements).count == 6)
  }

  @Test(
    arguments: [
      ("http://dwbillcenter.alipay.com/a?b=1", "https://dwbillcenter.alipay.com/a?b=1"),
      ("https://dwbillcenter.alipay.com/a", "https://dwbillcenter.alipay.com/a"),
      ("HTTP://dwbillcenter.alipay.com/a", "https://dwbillcenter.alipay.com/a"),
      ("http://dwbillcenter.alipay.com.evil.example/a", nil),
      ("http://dwbillcenter.alipay.com@evil.example/a", nil), ("http://evilalipay.com/a", nil),
      ("http://dwbillcenter.alipay.com:8080/a", nil), ("http://127.0.0.1/a", nil),
      ("ftp://dwbillcenter.alipay.com/a", nil), ("http://127.0.0.1:1/x.alipay.com", nil),
      ("//dwbillcenter.alipay.com/a", nil), ("", nil),
    ] as [(String, String?)]
  )
  func `an http address of Alipay's bill is fetched by https, and no other place is`(
    told: String,
    fetched: String?
  ) throws {
    #expect(try PretendAlipay.shared.get().adapter().place(of: told) == fetched)
  }

  /// A day's statement from a gateway that gives these answers to its two questions.
  private func statement(_ name: String, _ values: [String]) throws -> [Statement.Line]? {
    let alipay = try PretendAlipay.shared.get()
    let method = "alipay.data.dataservice.bill.downloadurl.query"
    let server = try CannedServer(
      name,
      try values.map { .init(200, try alipay.answer(method, $0)) }
    )
    let adapter = try alipay.adapter(gateway: server.address().text + "/gateway.do")
    let lines = try adapter.statement(of: day(), Call(now: now) { "nonce" })
    let types = try server.sent().flatMap { $0.fields().filter { $0.hasPrefix("biz_content=") } }
    #expect(types.count == values.count, "\(name)")
    #expect(types[0].contains(#""bill_type":"trade""#), "\(name)")
    return lines
  }

  @Test func `a day without one bill, or without both, is an empty day`() throws {
    for code in ["isp.bill_not_exist", "isv.bill_not_exist", "NO_BILL_DATA", "BILL_NOT_EXIST"] {
      let none = #"{"code":"40004","msg":"Business Failed","sub_code":"\#(code)"}"#
      let name = code.lowercased().split { "_.".contains($0) }.joined(separator: "-")
      #expect(try statement("alipay-none-" + name, [none, none]) == [])
    }
    let limit = #"{"code":"40004","msg":"x","sub_code":"USER_RATE_LIMIT"}"#
    #expect(throws: ProviderError.self) { try statement("alipay-bill-limit", [limit]) }
    let forbidden = #"{"code":"40006","msg":"x","sub_code":"isv.insufficient-isv-permissions"}"#
    #expect(throws: ProviderError.self) { try statement("alipay-bill-no", [forbidden]) }
  }
}
