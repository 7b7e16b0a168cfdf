import Shop

/// The bill of a day: a ZIP of CSV files in GBK; lines that begin with `#` are remarks.
///
/// Columns are found by name, in the first line that has one for Alipay's number.
enum AlipayBill {
  /// All of its files unpacked may have this much.
  private static let largestFiles = 256 << 20

  /// The lines of the file with the trades; that with their sums has no such columns.
  static func lines(of archive: [UInt8]) throws(ProviderError) -> [StatementLine] {
    guard let zip = ZipArchive(archive, limit: largestFiles) else {
      throw .untrusted("Alipay's bill is not an archive that can be read")
    }
    var lines: [StatementLine] = []
    for file in zip.files {
      guard let text = GBKText.decoded(file.bytes) else {
        throw .untrusted("Alipay's bill is not GBK")
      }
      lines += try self.lines(ofText: text)
    }
    return lines
  }

  private static func lines(ofText text: String) throws(ProviderError) -> [StatementLine] {
    let rows = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
      .map { row in
        row.split(separator: ",", omittingEmptySubsequences: false)
          .map { $0.filter { $0 != "\t" && $0 != " " && $0 != "\"" } }
      }
    guard let head = rows.firstIndex(where: { $0.contains("支付宝交易号") && $0.contains("业务类型") })
    else { return [] }
    let columns = Dictionary(rows[head].enumerated().map { ($1, $0) }) { first, _ in first }
    var lines: [StatementLine] = []
    for row in rows[(head + 1)...] where row.count > 1 {
      guard let line = line(row, columns) else {
        throw .untrusted("a line of Alipay's bill cannot be read")
      }
      lines.append(line)
    }
    return lines
  }

  private static func line(_ row: [String], _ columns: [String: Int]) -> StatementLine? {
    let field = { (name: String) -> String? in
      columns[name].flatMap { row.indices.contains($0) ? row[$0] : nil }
    }
    // Spaces were taken out above; the moment has one after its ten characters of date.
    let time = field("完成时间").map { "\($0.prefix(10)) \($0.dropFirst(10))" }
    guard let yuan = Currency("CNY"), let trade = field("支付宝交易号"), let kind = field("业务类型"),
      let at = time.flatMap({ Timestamp(beijing: $0) }),
      let amount = field("订单金额（元）").flatMap({ StatementAmount.money($0, yuan) })
    else { return nil }
    let fee = field("服务费（元）").flatMap { StatementAmount.money($0, yuan) }
    let request = field("退款批次号/请求号") ?? ""
    let isRefund = kind == "退款"
    return StatementLine(
      provider: .alipay,
      id: isRefund ? "refund:\(trade):\(request)" : "\(kind == "交易" ? "payment" : kind):\(trade)",
      kind: isRefund ? .refund : kind == "交易" ? .payment : .other,
      paymentID: trade,
      reference: field("商户订单号").flatMap { Reference($0) },
      amount: Money(minorUnits: abs(amount.minorUnits), currency: yuan),
      // Fees are written as what leaves the account.
      fee: fee.map { Money(minorUnits: -$0.minorUnits, currency: yuan) },
      at: at
    )
  }
}
