import Crypto
import Foundation
package import Shop
import Text
import Transport

extension WeChatPayAdapter {
  /// Downloads the bill of a day in Beijing; nil before ten o'clock of the next.
  ///
  /// https://pay.weixin.qq.com/doc/v3/merchant/4012791888
  package func statement(
    of day: CivilDate,
    _ call: Call
  ) throws(ProviderError) -> [Statement.Line]? {
    guard address.isMock || call.now >= day.beijingStatementMoment else { return nil }
    let outcome = try send(.get, "/v3/bill/tradebill?bill_date=\(day)&bill_type=ALL", [], call)
    // A day without sales has no bill.
    if case .failure(_, "NO_STATEMENT_EXIST", _) = outcome { return [] }
    if case .failure(_, "STATEMENT_CREATING", _) = outcome { return nil }
    let bill = try read(WeChatPayBillDocument.self, from: outcome)
    return try WeChatPayBill.lines(of: file(bill, call))
  }

  /// The largest bill that is read, in bytes.
  private static let largestBill = 64 << 20

  /// Downloads the file, which is not signed; the signed answer before it holds its hash.
  private func file(
    _ bill: WeChatPayBillDocument,
    _ call: Call
  ) throws(ProviderError) -> [UInt8] {
    let origin = address.origin
    guard bill.hashType == "SHA1", bill.downloadURL.hasPrefix(origin + "/"),
      address.leads(to: bill.downloadURL)
    else { throw .untrusted("WeChat Pay keeps its bill at a place that is not its own") }
    let target = String(bill.downloadURL.dropFirst(origin.count))
    var request = HTTPRequest(.get, bill.downloadURL)
    request.headers = [("Authorization", try authorization(.get, target, [], call))]
    request.limits.responseBytes = Self.largestBill
    request.allowsPlainLoopback = address.isMock
    let response = try request.answer(isRepeatable: true)
    guard response.status == 200 else {
      throw .temporary("WeChat Pay answered \(response.status) to the download of a bill")
    }
    let hash = Insecure.SHA1.hash(data: response.body).hex
    guard hash == bill.hashValue.lowercased() else {
      throw .untrusted("WeChat Pay's bill has another hash than it was announced with")
    }
    return response.body
  }
}

/// The address and the hash of the bill.
private struct WeChatPayBillDocument: Decodable {
  let hashType: String
  let hashValue: String
  let downloadURL: String

  enum CodingKeys: String, CodingKey {
    case hashType = "hash_type"
    case hashValue = "hash_value"
    case downloadURL = "download_url"
  }
}

/// The bill of a day: CSV with a backtick before each field, amounts in yuan.
///
/// Two parts with a header line each: the trades, then their sums. Columns are found by name.
enum WeChatPayBill {
  /// The lines of the first part.
  static func lines(of bytes: [UInt8]) throws(ProviderError) -> [Statement.Line] {
    guard let text = String(validating: bytes, as: UTF8.self), let yuan = Currency("CNY") else {
      throw .untrusted("WeChat Pay's bill is not UTF-8")
    }
    // Splits only at line feeds: a title may hold one of Unicode's other line breaks.
    let rows = text.split { $0 == "\n" || $0 == "\r\n" }
    guard let head = rows.first else { return [] }
    let names = head.drop { $0 == "\u{FEFF}" }.split(
      separator: ",",
      omittingEmptySubsequences: false
    )
    let columns = Dictionary(names.enumerated().map { (String($1), $0) }) { first, _ in first }
    var lines: [Statement.Line] = []
    for row in rows.dropFirst().prefix(while: { $0.hasPrefix("`") }) {
      let fields = row.dropFirst().split(separator: ",`", omittingEmptySubsequences: false)
      guard let line = line(Row(fields: fields, columns: columns), yuan) else {
        throw .untrusted("a line of WeChat Pay's bill cannot be read")
      }
      lines.append(line)
    }
    return lines
  }

  /// A row, read by the names of its columns.
  private struct Row {
    let fields: [Substring.SubSequence]
    let columns: [String: Int]

    subscript(_ name: String) -> String? {
      guard let index = columns[name], fields.indices.contains(index) else { return nil }
      return String(fields[index])
    }

    /// The amount in the first of these columns that exists.
    func money(_ names: [String], _ currency: Currency) -> Money? {
      names.lazy.compactMap { self[$0] }.first.flatMap { StatementAmount.money($0, currency) }
    }
  }

  private static func line(_ row: Row, _ yuan: Currency) -> Statement.Line? {
    guard let time = row["交易时间"], let at = Timestamp(beijing: time),
      let trade = row["微信订单号"], let state = row["交易状态"], let fee = row.money(["手续费"], yuan)
    else { return nil }
    let isRefund = state == "REFUND"
    let amount =
      isRefund
      ? row.money(["申请退款金额", "退款金额"], yuan)
      : row.money(["订单金额", "应结订单金额", "总金额"], yuan)
    guard let amount else { return nil }
    let refund = row["微信退款单号"] ?? ""
    let isDone = ["SUCCESS", nil].contains(row["退款状态"])
    // A refund under way has another ID than a finished one, which a later bill may list.
    let refundID = isDone ? "refund:\(refund)" : "refund under way:\(refund)"
    return Statement.Line(
      provider: .wechatpay,
      id: isRefund ? refundID : "\(state.lowercased()):\(trade)",
      kind: isRefund ? isDone ? .refund : .other : state == "SUCCESS" ? .payment : .other,
      paymentID: trade,
      reference: row["商户订单号"].flatMap { Reference($0) },
      amount: Money(minorUnits: abs(amount.minorUnits), currency: yuan),
      fee: fee,
      at: at
    )
  }
}
