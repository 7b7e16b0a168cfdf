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
    return try WeChatPayBill.lines(of: file(bill, call), on: day)
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
  /// The lines of the first part; one that does not fit is named by its number, and does not hide
  /// the others.
  static func lines(
    of bytes: [UInt8],
    on day: CivilDate
  ) throws(ProviderError) -> [Statement.Line] {
    guard let text = String(validating: bytes, as: UTF8.self), let yuan = Currency("CNY") else {
      throw .untrusted("WeChat Pay's bill is not UTF-8")
    }
    // Splits only at line feeds: a title may hold one of Unicode's other line breaks.
    let rows = text.split { $0 == "\n" || $0 == "\r\n" }
    guard let head = rows.first else { return [] }
    let names = head.drop { $0 == "\u{FEFF}" }.split(
      separator: ",",
      omittingEmptySubsequences: false
    ).map(String.init)
    var lines: [Statement.Line] = []
    var unread = UnreadLines(of: .wechatpay, on: day)
    for (number, row) in trades(rows.dropFirst()) {
      if let row = Row(row, under: names), let line = line(row, yuan) {
        lines.append(line)
      } else {
        lines.append(try unread.line("bill \(day) line \(number)"))
      }
    }
    return lines
  }

  /// The rows of the first part, with their numbers in the file; what a line feed in a title cut is
  /// joined again.
  private static func trades(_ rows: some Sequence<Substring>) -> [(number: Int, text: String)] {
    var trades: [(number: Int, text: String)] = []
    var number = 1
    for row in rows {
      number += 1
      if row.hasPrefix(sums) { break }
      if row.hasPrefix("`") || trades.isEmpty {
        trades.append((number, String(row)))
      } else {
        trades[trades.count - 1].text += " \(row)"
      }
    }
    return trades
  }

  /// With which the header of the second part begins.
  private static let sums = "总交易单数"

  /// A row, read by the names of its columns.
  private struct Row {
    private let fields: [String]
    private let columns: [String: Int]

    /// Reads a row with a field for each column; a title that holds the separator has too many.
    init?(_ text: String, under names: [String]) {
      guard text.hasPrefix("`") else { return nil }
      var fields = text.dropFirst().split(separator: ",`", omittingEmptySubsequences: false)
        .map(String.init)
      let extra = fields.count - names.count
      if extra > 0, let title = names.firstIndex(of: "商品名称") {
        let joined = fields[title...(title + extra)].joined(separator: " ")
        fields.replaceSubrange(title...(title + extra), with: [joined])
      }
      guard fields.count == names.count else { return nil }
      self.fields = fields
      columns = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    }

    subscript(_ name: String) -> String? { columns[name].map { fields[$0] } }

    /// The amount in the first of these columns that exists.
    func money(_ names: [String], _ currency: Currency) -> Money? {
      names.lazy.compactMap { self[$0] }.first.flatMap { StatementAmount.money($0, currency) }
    }
  }

  private static func line(_ row: Row, _ yuan: Currency) -> Statement.Line? {
    guard let time = row["交易时间"], let at = Timestamp(beijing: time),
      let trade = row["微信订单号"], let state = row["交易状态"], WebhookBody.isIdentifier(trade),
      // Five decimals, as rates give them; whole fen are settled.
      let fee = row["手续费"].flatMap({ StatementAmount.fee($0, yuan) })
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
