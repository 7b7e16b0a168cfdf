/// Which bill of a day there is.
extension MockState {
  /// How long the address of a file works, in seconds.
  private static let addressSeconds: Int64 = 30

  func alipayBill(
    _ request: AlipayRequest,
    at now: Int64
  ) throws(AlipayError) -> [String: JsonDocument] {
    try request.allow(["bill_type", "bill_date", "smid"])
    let (type, day) = (try request.text("bill_type"), try request.text("bill_date"))
    guard let kind = AlipayBill.Kind(rawValue: type) else {
      throw .failed(
        "isv.invalid-arguments",
        "bill_type: expected trade or signcustomer, found \(type)"
      )
    }
    guard day.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil,
      beijingSeconds(day + " 00:00:00") != nil, day <= beijing(now, "%Y-%m-%d")
    else {
      throw .failed("isv.invalid-arguments", "bill_date: expected a past day, found \(day)")
    }
    guard !AlipayBill(kind, day: day, mock: self).isEmpty else {
      throw .failed("isp.bill_not_exist", "账单不存在")
    }
    let query = encodeForm([
      "bizDates": day, "deadline": "\(now + Self.addressSeconds)", "fileType": "csv.zip",
      "bizType": kind.rawValue, "userId": keys.alipay.sellerID,
    ])
    let isPlain = controls.follows(.alipayBillAddress)
    let host = isPlain ? "http://dwbillcenter.alipay.com" : place.origin
    return ["bill_download_url": .text("\(host)/alipay/bills/\(day).csv.zip?\(query)")]
  }
}

extension MockState {
  /// The lines of a bill, `trade` or `signcustomer`; nil where there is no bill of that name.
  package func alipayBillText(_ kind: String, day: String) -> String? {
    AlipayBill.Kind(rawValue: kind).map { AlipayBill($0, day: day, mock: self).text }
  }
}

/// Every payment and refund of one day, in yuan, as GBK text in a ZIP file.
struct AlipayBill {
  enum Kind: String {
    /// What was bought, by contracts that have this bill.
    case trade
    /// Every movement of the account.
    case signcustomer
  }

  private struct Line {
    let time: Int64
    let sale: Sale
    let payment: Payment
    let refund: Refund?
  }

  private let kind: Kind
  private let day: String
  private let account: String
  private let lines: [Line]
  private let keepsCommas: Bool

  init(_ kind: Kind, day: String, mock: MockState) {
    self.kind = kind
    self.day = day
    keepsCommas = mock.controls.follows(.alipayBillNames)
    let isApart = mock.controls.follows(.alipayBillKinds)
    account = mock.keys.alipay.sellerID
    var lines: [Line] = []
    for sale in mock.sales(of: .alipay) {
      for payment in sale.payments {
        lines.append(Line(time: payment.paidAt, sale: sale, payment: payment, refund: nil))
        for refund in payment.refunds where refund.state == .done {
          lines.append(
            Line(time: refund.createdAt, sale: sale, payment: payment, refund: refund)
          )
        }
      }
    }
    self.lines = lines.filter { line in
      let isWebsites = line.sale.alipay.method != "alipay.trade.precreate"
      return beijing(line.time, "%Y-%m-%d") == day
        && !(kind == .trade && isApart && isWebsites)
    }
  }

  var isEmpty: Bool { lines.isEmpty }

  /// The details and a summary, whose names are GBK too.
  var archive: [UInt8] {
    let stem = "\(account)0156_\(day.replacing("-", with: ""))_"
    let name = kind == .trade ? "业务明细" : "账务明细"
    return zip([
      (name: gbk("\(stem)\(name).csv"), bytes: gbk(text)),
      (name: gbk("\(stem)\(name)(汇总).csv"), bytes: gbk(summary)),
    ])
  }

  /// The lines.
  var text: String { kind == .trade ? details : movements }

  private static let columns = [
    "支付宝交易号", "商户订单号", "业务类型", "商品名称", "创建时间", "完成时间", "门店编号", "门店名称", "操作员",
    "终端号", "对方账户", "订单金额（元）", "商家实收（元）", "支付宝红包（元）", "集分宝（元）",
    "支付宝优惠（元）", "商家优惠（元）", "券核销金额（元）", "券名称", "商家红包消费金额（元）",
    "卡消费金额（元）", "退款批次号/请求号", "服务费（元）", "分润（元）", "备注",
  ]

  private var head: [String] {
    let words = beijing(beijingSeconds(day + " 00:00:00") ?? 0, "%Y年%m月%d日")
    return [
      "#支付宝业务明细查询",
      "#账号：[\(account)0156]",
      "#起始日期：[\(words) 00:00:00]   终止日期：[\(words) 23:59:59]",
    ]
  }

  private var details: String {
    let rule = String(repeating: "-", count: 41)
    var rows = head
    rows.append("#\(rule)业务明细列表\(rule)")
    rows.append(Self.columns.joined(separator: ","))
    rows += lines.map { values(of: $0).joined(separator: ",") }
    rows.append("#\(rule)业务明细列表结束\(rule)")
    let paid = lines.filter { $0.refund == nil }
    let back = lines.compactMap(\.refund)
    let gross = paid.reduce(0) { $0 + $1.payment.amount }
    let refunded = back.reduce(0) { $0 + $1.amount }
    rows.append("#交易合计：\(paid.count)笔，商家实收共\(majorUnits(gross))元，商家优惠共0.00元")
    rows.append("#退款合计：\(back.count)笔，商家实收退款共-\(majorUnits(refunded))元，商家优惠退款共0.00元")
    let end = beijingSeconds(day + " 23:59:59") ?? 0
    rows.append("#导出时间：[\(beijing(end, "%Y年%m月%d日 %H:%M:%S"))]")
    return rows.joined(separator: "\r\n") + "\r\n"
  }

  /// The account's movements: a fee is one of its own.
  private var movements: String {
    let columns = [
      "账务流水号", "业务流水号", "商户订单号", "商品名称", "发生时间", "对方账号", "收入金额（+元）", "支出金额（-元）",
      "账户余额（元）", "交易渠道", "业务类型", "备注",
    ]
    let rule = String(repeating: "-", count: 41)
    var rows = ["#支付宝账务明细查询"] + head.dropFirst()
    rows.append("#\(rule)账务明细列表\(rule)")
    rows.append(columns.joined(separator: ","))
    for (place, line) in lines.enumerated() {
      let amount = line.refund?.amount ?? line.payment.amount
      let isRefund = line.refund != nil
      let stem = "\(line.payment.id)\(place)"
      let sum = majorUnits(amount)
      let kind = isRefund ? "交易退款" : "在线支付"
      rows.append(row(stem + "1", line, isRefund ? ("", "-" + sum) : (sum, ""), kind))
      let fee = majorUnits(Self.fee(amount))
      let fees = isRefund ? (fee, "") : ("", "-" + fee)
      rows.append(row(stem + "2", line, fees, isRefund ? "退费" : "收费"))
    }
    rows.append("#\(rule)账务明细列表结束\(rule)")
    return rows.joined(separator: "\r\n") + "\r\n"
  }

  private func row(
    _ number: String,
    _ line: Line,
    _ sums: (income: String, expense: String),
    _ kind: String
  ) -> String {
    [
      number + "\t", line.payment.id + "\t", line.sale.orderNumber + "\t", name(of: line.sale),
      AlipayDocuments.time(line.time), "buy***@example.test", sums.income, sums.expense, "0.00",
      "支付宝", kind, "",
    ].joined(separator: ",")
  }

  private func name(of sale: Sale) -> String {
    keepsCommas ? sale.title : sale.title.replacing(",", with: " ")
  }

  /// 0.6 %, rounded to a fen.
  private static func fee(_ amount: Int64) -> Int64 { (amount * 6 + 500) / 1000 }

  /// Long numbers end with a tab, so that spreadsheets keep them as text.
  private func values(of line: Line) -> [String] {
    let (sale, refund) = (line.sale, line.refund)
    let amount = refund.map { -$0.amount } ?? line.payment.amount
    // 0.6 %, rounded to a fen; given back with a refund.
    let fee = -(amount * 6 + (amount < 0 ? -500 : 500)) / 1000
    let sum = majorUnits(amount)
    return [
      line.payment.id + "\t", sale.orderNumber + "\t", refund == nil ? "交易" : "退款",
      name(of: sale), AlipayDocuments.time(sale.createdAt),
      AlipayDocuments.time(line.time), "", "", "", "", "buy***@example.test", sum, sum, "0.00",
      "0.00", "0.00", "0.00", "0.00", "", "0.00", "0.00", refund.map { $0.number + "\t" } ?? "",
      majorUnits(fee), "0.00", "",
    ]
  }

  private var summary: String {
    let columns = "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）"
    let back = lines.compactMap(\.refund)
    let gross = lines.filter { $0.refund == nil }.reduce(0) { $0 + $1.payment.amount }
    let net = majorUnits(gross - back.reduce(0) { $0 + $1.amount })
    let row = "合计\t,,\(lines.count - back.count),\(back.count),\(net),\(net)"
    return (head + [columns, row]).joined(separator: "\r\n") + "\r\n"
  }
}
