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
    try WeChatPayBill.lines(of: Array(("\u{FEFF}" + rows.joined(separator: "\r\n")).utf8))
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

  @Test(arguments: [
    ("48.50", "48,50"), ("0.29000", "0.291"), ("2026-11-19 23:59:59", "19.11.2026"),
    ("`4200001", "`4200001,4"),
  ])
  func `believes no file with a line that it cannot read`(found: String, broken: String) {
    let row = Self.paid.replacing(found, with: broken)
    let isMoved = broken.hasSuffix(",4")
    // A comma without a backtick belongs to a field, so only amounts and moments can break.
    #expect(isMoved == reads(row))
  }

  private func reads(_ row: String) -> Bool {
    do {
      return try lines(Self.head, row).count == 1
    } catch {
      return false
    }
  }
}
