import Shop
import Testing

@testable import Payments

@Suite(.timeLimit(.minutes(20)))
struct WeChatPayBillTests {
  private static let head = """
    交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,\
    微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注
    """
  private static let paid = """
    `2026-11-19 23:59:59,`wx1,`1900000001,`0,`,`4200001,`CSZTL2EYAMJZ00010001,`o,\
    `NATIVE,`SUCCESS,`OTHERS,`CNY,\
    `48.00,`0.50,`0,`0,`0.00,`0.00,`,`,`礼品卡, 50 元,`,`0.29000,`0.60%,`48.50,`0.00,`
    """
  private static let refunded = """
    `2026-11-19 12:00:00,`wx1,`1900000001,`0,`,`4200002,`CSZTL2EYAMJZ00010002,`o,\
    `NATIVE,`REFUND,`OTHERS,`CNY,\
    `0.00,`0.00,`5030001,`R1,`1.00,`0.00,`ORIGINAL,`SUCCESS,`礼品卡,`,`-0.01000,`0.60%,`0.00,`1.00,`
    """
  private static let sums = """
    总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额
    `2,`48.50,`1.00,`0.00,`0.28000,`48.50,`1.00
    """

  private func lines(_ rows: String...) throws -> [Statement.Line] {
    let day = try #require(CivilDate("2026-11-19"))
    let bytes = Array(("\u{FEFF}" + rows.joined(separator: "\r\n")).utf8)
    return try WeChatPayBill.lines(of: bytes, on: day)
  }

  @Test func `reads trades and refunds by the columns' names, and leaves the sums`() throws {
    let lines = try lines(Self.head, Self.paid, Self.refunded, Self.sums)
    let yuan = try #require(Currency("CNY"))
    let money = { Money(minorUnits: $0, currency: yuan) }
    #expect(lines.map(\.kind) == [.payment, .refund])
    #expect(lines.map(\.id) == ["success:4200001", "refund:5030001"])
    #expect(lines.map(\.paymentID) == ["4200001", "4200002"])
    #expect(lines.map(\.amount) == [money(4_850), money(100)])
    #expect(lines.map(\.fee) == [money(29), money(-1)])
    #expect(lines[0].reference == Reference("CSZTL2EYAMJZ00010001"))
    #expect(lines[0].at.text == "2026-11-19 15:59:59Z")
  }

  @Test func `has no lines on a day without trades`() throws {
    #expect(try lines(Self.head, Self.sums).isEmpty)
    #expect(try lines("").isEmpty)
  }

  @Test(
    arguments: [
      ("礼品卡, 50 元", "礼品卡\n50 元", 29), ("礼品卡, 50 元", "礼品卡\r\n\r\n50 元", 29),
      ("礼品卡, 50 元", "a`,`b,`c", 29), ("0.29000", "0.05940", 6), ("0.29000", "6e-05", 0),
      ("0.29000", "0.005", 1), ("0.29000", "-0.29500", -30), ("`4200001", "`4200001,4", 29),
    ] as [(String, String, Int64)]
  )
  func `odd titles and fine fees are read`(found: String, odd: String, fee: Int64) throws {
    let row = Self.paid.replacing(found, with: odd)
    let lines = try lines(Self.head, row, Self.refunded, Self.sums)
    #expect(lines.map(\.kind) == [.payment, .refund], "\(lines)")
    #expect(lines[0].amount.minorUnits == 4_850 && lines[0].fee?.minorUnits == fee)
  }

  @Test(arguments: [
    ("48.50", "48,50"), ("0.29000", "0.2x"), ("0.29000", ""), ("2026-11-19 23:59:59", "19.11.2026"),
    (",`NATIVE", ""), ("礼品卡, 50 元", "礼品卡\n`50 元"),
  ])
  func `a line that does not fit refuses itself, named, and no other`(
    found: String,
    broken: String
  ) throws {
    let row = Self.paid.replacing(found, with: broken)
    let lines = try lines(Self.head, row, Self.refunded, Self.sums)
    #expect(lines.last?.kind == .refund && lines.first?.kind == .unread)
    #expect(lines.first?.id == "bill 2026-11-19 line 2")
  }

  @Test func `a bill in which nothing fits is refused whole`() throws {
    let rows = Array(repeating: "`x,`y", count: 101)
    #expect(throws: ProviderError.self) {
      _ = try lines(([Self.head] + rows).joined(separator: "\r\n"))
    }
  }
}
