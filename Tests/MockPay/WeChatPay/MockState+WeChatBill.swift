import Crypto

/// The bill of a day: which file there is, and the file.
extension MockState {
  func weChatBill(_ form: Form, at now: Int64) throws(WeChatError) -> JsonDocument {
    let day = form["bill_date"]
    guard day.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil,
      beijingSeconds(day + " 00:00:00") != nil, day <= beijing(now, "%Y-%m-%d")
    else { throw .parameter("bill_date: expected a past day such as 2026-01-02, found \(day)") }
    let type = form["bill_type"].isEmpty ? "ALL" : form["bill_type"]
    guard WeChatBill.types.contains(type) else {
      throw .parameter("bill_type: expected ALL, SUCCESS or REFUND, found \(type)")
    }
    let packing = form["tar_type"]
    guard ["", "GZIP"].contains(packing) else {
      throw .parameter("tar_type: expected GZIP or nothing, found \(packing)")
    }
    let bill = WeChatBill(day: day, type: type, mock: self)
    guard !bill.isEmpty else {
      throw WeChatError(400, "NO_STATEMENT_EXIST", "请求的账单文件不存在")
    }
    let token = "\(day)_\(type)_\(packing)"
    return [
      "hash_type": "SHA1",
      "hash_value": .text(hex(Insecure.SHA1.hash(data: bill.bytes))),
      "download_url": .text("\(place.origin)/v3/billdownload/file?token=\(token)"),
    ]
  }

  func weChatBillFile(_ token: String) throws(WeChatError) -> [UInt8] {
    let parts = token.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3 else { throw .parameter("token: found \(token)") }
    let bytes = WeChatBill(day: parts[0], type: parts[1], mock: self).bytes
    return parts[2] == "GZIP" ? gzip(bytes) : bytes
  }
}

/// Every payment and refund of one day, in yuan, each value behind a backtick.
struct WeChatBill {
  static let types = ["ALL", "SUCCESS", "REFUND"]

  private struct Line {
    let time: Int64
    let sale: Sale
    let payment: Payment
    let refund: Refund?
    /// In thousandths of a fen, as the fee column has five decimals.
    let fee: Int64
  }

  private let type: String
  private let keys: WeChatKeys
  private let lines: [Line]

  init(day: String, type: String, mock: MockState) {
    self.type = type
    keys = mock.keys.wechat
    var lines: [Line] = []
    for sale in mock.sales(of: .wechatpay) {
      for payment in sale.payments {
        let fee = { (amount: Int64) in (amount * 6 + 500) / 1000 * 1000 }
        if type != "REFUND" {
          let cost = fee(payment.amount)
          lines.append(
            Line(time: payment.paidAt, sale: sale, payment: payment, refund: nil, fee: cost)
          )
        }
        guard type != "SUCCESS" else { continue }
        for refund in payment.refunds {
          let back = -fee(refund.amount)
          lines.append(
            Line(time: refund.createdAt, sale: sale, payment: payment, refund: refund, fee: back)
          )
        }
      }
    }
    self.lines = lines.filter { beijing($0.time, "%Y-%m-%d") == day }
  }

  var isEmpty: Bool { lines.isEmpty }

  /// With a byte order mark and CR LF, as it is downloaded.
  var bytes: [UInt8] {
    let wanted = columns.indices.filter { columns[$0].types.contains(type) }
    var rows = [wanted.map { columns[$0].name }.joined(separator: ",")]
    for line in lines {
      let values = values(of: line)
      rows.append(wanted.map { "`" + values[$0] }.joined(separator: ","))
    }
    rows.append("总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额")
    rows.append(summary.map { "`" + $0 }.joined(separator: ","))
    return [0xEF, 0xBB, 0xBF] + Array((rows.joined(separator: "\r\n") + "\r\n").utf8)
  }

  private var columns: [(name: String, types: [String])] {
    let (all, refunds) = (Self.types, ["ALL", "REFUND"])
    let whole: [(String, [String])] = [
      ("交易时间", all), ("公众账号ID", all), ("商户号", all), ("特约商户号", all), ("设备号", all),
      ("微信订单号", all), ("商户订单号", all), ("用户标识", all), ("交易类型", all), ("交易状态", all),
      ("付款银行", all), ("货币种类", all), ("应结订单金额", all), ("代金券金额", all),
      ("退款申请时间", ["REFUND"]), ("退款成功时间", ["REFUND"]),
      ("微信退款单号", refunds), ("商户退款单号", refunds), ("退款金额", refunds),
      ("充值券退款金额", refunds), ("退款类型", refunds), ("退款状态", refunds), ("商品名称", all),
      ("商户数据包", all), ("手续费", all), ("费率", all), ("订单金额", all), ("申请退款金额", refunds),
      ("费率备注", all),
    ]
    return whole
  }

  private func values(of line: Line) -> [String] {
    let (sale, refund) = (line.sale, line.refund)
    let gross = refund == nil ? majorUnits(line.payment.amount) : "0.00"
    let back = majorUnits(refund?.amount ?? 0)
    let time = { (moment: Int64) in beijing(moment, "%Y-%m-%d %H:%M:%S") }
    let done = time((refund?.doneAt ?? 0) / 1000)
    return [
      time(line.time), keys.appid, keys.mchid, "0", "", line.payment.id, sale.orderNumber,
      "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o", sale.wechat.tradeType,
      refund == nil ? "SUCCESS" : "REFUND", "OTHERS", "CNY", gross, "0.00",
      time(refund?.createdAt ?? 0), refund?.state == .done ? done : "",
      refund?.id ?? "0", refund?.number ?? "0", back, "0.00",
      refund == nil ? "" : "ORIGINAL", refund.map(WeChatDocuments.status) ?? "",
      sale.title.replacing(",", with: " "), sale.wechat.attach, yuan(line.fee), "0.60%",
      gross, back, "",
    ]
  }

  private var summary: [String] {
    let gross = lines.filter { $0.refund == nil }.reduce(0) { $0 + $1.payment.amount }
    let back = lines.reduce(0) { $0 + ($1.refund?.amount ?? 0) }
    let fee = lines.reduce(0) { $0 + $1.fee }
    return [
      "\(lines.count)", majorUnits(gross), majorUnits(back), "0.00", yuan(fee), majorUnits(gross),
      majorUnits(back),
    ]
  }

  /// Thousandths of a fen as yuan with five decimals.
  private func yuan(_ thousandths: Int64) -> String {
    let digits = String(thousandths.magnitude)
    let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    return (thousandths < 0 ? "-" : "") + padded.dropLast(5) + "." + padded.suffix(5)
  }
}
