import Shop

/// The bills of a day: ZIPs of CSV files in GBK.
enum AlipayBill {
  /// The most bytes of all its files, unpacked.
  private static let largestFiles = 256 << 20

  /// The lines of `trade`: purchases and refunds, with fees.
  ///
  /// The archive's other file, with sums, lacks these columns and is skipped.
  static func trades(in archive: [UInt8], day: CivilDate) throws(ProviderError) -> [Statement.Line]
  {
    try lines(in: archive, having: ["支付宝交易号", "业务类型", "完成时间"], day, line: trade)
  }

  /// The lines of `signcustomer`: every movement of the account.
  static func movements(
    in archive: [UInt8],
    day: CivilDate
  ) throws(ProviderError) -> [Statement.Line] {
    try lines(in: archive, having: ["账务流水号", "业务流水号", "发生时间"], day, line: movement)
  }

  private static func lines(
    in archive: [UInt8],
    having names: [String],
    _ day: CivilDate,
    line: (AlipayRow) -> Statement.Line?
  ) throws(ProviderError) -> [Statement.Line] {
    guard let zip = ZipArchive(archive, limit: largestFiles) else {
      throw .untrusted("Alipay's bill is not an archive that can be read")
    }
    var lines: [Statement.Line] = []
    var unread = UnreadLines(of: .alipay, on: day)
    for file in zip.files {
      guard let text = GBKText.decoded(file.bytes) else {
        throw .untrusted("Alipay's bill is not GBK")
      }
      for row in AlipayBillTable(text, having: names, fits: { line($0) != nil }).rows {
        switch row {
        case .read(let row): lines += line(row).map { [$0] } ?? []
        case .unread(let first):
          let name = WebhookBody.isIdentifier(first) ? first : "\(lines.count + 1)"
          lines.append(try unread.line("unread:\(name)"))
        }
      }
    }
    return lines
  }

  private static func trade(_ row: AlipayRow) -> Statement.Line? {
    guard let yuan = Currency("CNY"), let trade = row["支付宝交易号"], let kind = row["业务类型"],
      WebhookBody.isIdentifier(trade), let at = row["完成时间"].flatMap({ Timestamp(beijing: $0) }),
      let amount = row["订单金额（元）"].flatMap({ StatementAmount.money($0, yuan) })
    else { return nil }
    // In a row that was rejoined wrongly these are no amounts.
    let fee = row["服务费（元）"] ?? ""
    guard fee.isEmpty || StatementAmount.money(fee, yuan) != nil,
      row["商家实收（元）"].map({ StatementAmount.money($0, yuan) != nil }) ?? true
    else { return nil }
    let request = row["退款批次号/请求号"] ?? ""
    let isRefund = kind == "退款"
    return Statement.Line(
      provider: .alipay,
      id: isRefund ? "refund:\(trade):\(request)" : "\(kind == "交易" ? "payment" : kind):\(trade)",
      kind: isRefund ? .refund : kind == "交易" ? .payment : .other,
      paymentID: trade,
      reference: row["商户订单号"].flatMap { Reference($0) },
      amount: Money(minorUnits: abs(amount.minorUnits), currency: yuan),
      // Fees are negative in the bill, as money that leaves the account.
      fee: StatementAmount.money(fee, yuan).map {
        Money(minorUnits: -$0.minorUnits, currency: yuan)
      },
      at: at
    )
  }

  private static func movement(_ row: AlipayRow) -> Statement.Line? {
    guard let yuan = Currency("CNY"), let number = row["账务流水号"], let trade = row["业务流水号"],
      WebhookBody.isIdentifier(number), let at = row["发生时间"].flatMap({ Timestamp(beijing: $0) }),
      let kind = row["业务类型"], !kind.isEmpty
    else { return nil }
    let income = row["收入金额（+元）"] ?? ""
    let expense = row["支出金额（-元）"] ?? ""
    let sums = [income, expense].filter { !$0.isEmpty }.map { StatementAmount.money($0, yuan) }
    guard !sums.isEmpty, !sums.contains(nil) else { return nil }
    let amount = sums.compactMap { $0?.minorUnits }.reduce(0) { $0 + abs($1) }
    let isIncome = StatementAmount.money(income, yuan).map { $0.minorUnits > 0 } ?? false
    let hasTrade = WebhookBody.isIdentifier(trade)
    let isPayment = isIncome && hasTrade && ["交易付款", "在线支付", "交易"].contains(kind)
    let isRefund = !isIncome && hasTrade && ["交易退款", "退款", "退款（交易退款）"].contains(kind)
    return Statement.Line(
      provider: .alipay,
      id: isPayment ? "payment:\(trade)" : "\(isFee(kind) ? feePrefix : "account:")\(number)",
      kind: isPayment ? .payment : isRefund ? .refund : .other,
      paymentID: hasTrade ? trade : nil,
      reference: row["商户订单号"].flatMap { Reference($0) },
      amount: Money(minorUnits: amount, currency: yuan),
      fee: nil,
      at: at
    )
  }

  /// Whether a movement is a fee: `收费`, or `退费` where a fee is given back.
  private static func isFee(_ kind: String) -> Bool { ["收费", "服务费", "退费"].contains(kind) }
  private static let feePrefix = "fee:"

  /// Joins both bills: a line of both is taken from `trade`, which has fees and refund numbers.
  static func merged(
    trades: [Statement.Line],
    movements: [Statement.Line]
  ) -> [Statement.Line] {
    var lines = unique(trades)
    let told = Set(lines.compactMap(\.paymentID))
    let ids = Set(lines.map(\.id))
    // The two bills number a refund differently: payment and amount match them.
    var refunds = lines.filter { $0.kind == .refund }.map(Self.refundKey)
    var fees: [String: Int64] = [:]
    var added: [Statement.Line] = []
    for line in unique(movements) where !ids.contains(line.id) {
      if line.id.hasPrefix(feePrefix), let payment = line.paymentID {
        // `trade` already has the fee of a payment that it lists.
        if !told.contains(payment) { fees[payment, default: 0] += line.amount.minorUnits }
        continue
      }
      if line.kind == .refund, let match = refunds.firstIndex(of: Self.refundKey(line)) {
        refunds.remove(at: match)
        continue
      }
      added.append(line)
    }
    lines += added.map { line in
      guard line.kind == .payment, let payment = line.paymentID,
        let fee = fees.removeValue(forKey: payment)
      else { return line }
      return line.with(fee: Money(minorUnits: fee, currency: line.amount.currency))
    }
    return lines
  }

  private static func refundKey(_ line: Statement.Line) -> String {
    "\(line.paymentID ?? "") \(line.amount.minorUnits)"
  }

  /// Removes exact repeats of a line; a line of the same number that differs stays.
  private static func unique(_ lines: [Statement.Line]) -> [Statement.Line] {
    var seen: [String: [Statement.Line]] = [:]
    return lines.filter { line in
      guard !(seen[line.id]?.contains(line) ?? false) else { return false }
      seen[line.id, default: []].append(line)
      return true
    }
  }
}

extension Statement.Line {
  fileprivate func with(fee: Money) -> Statement.Line {
    Statement.Line(
      provider: provider,
      id: id,
      kind: kind,
      paymentID: paymentID,
      reference: reference,
      amount: amount,
      fee: fee,
      at: at
    )
  }
}

/// A table in one of Alipay's files: remarks begin with `#`, columns are found by their names.
///
/// These files quote nothing, so that a comma or a line break in a name shifts all fields after it.
/// Rows are put back into their columns by what the columns must hold.
struct AlipayBillTable {
  /// One line of the file that could be read, or not.
  enum Row {
    case read(AlipayRow)
    /// Fits no columns; the text of its first field.
    case unread(String)
  }

  let rows: [Row]

  /// Columns of names that people write, which may hold commas: the most likely first.
  private static let free = ["商品名称", "备注", "对方账户", "对方账号", "门店名称", "券名称", "操作员"]
  /// The most surplus commas of a row, and the most lines that it may be spread over.
  private static let mostCommas = 64
  private static let mostLines = 8

  /// Reads the first table with these columns; no rows where there is none.
  ///
  /// `fits` says whether a row is plausible.
  init(_ text: String, having names: [String], fits: (AlipayRow) -> Bool) {
    let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }.map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let head = lines.firstIndex { line in
      let found = Set(line.map(AlipayRow.plain))
      return names.allSatisfy(found.contains)
    }
    guard let head else {
      rows = []
      return
    }
    let titles = lines[head].map(AlipayRow.plain)
    let columns = Dictionary(titles.enumerated().map { ($1, $0) }) { first, _ in first }
    let free = Self.free.compactMap { columns[$0] }
    let rest = Array(lines[(head + 1)...])
    var rows: [Row] = []
    var place = 0
    while place < rest.count {
      // A lone field is a remark below the table.
      guard rest[place].count > 1 else {
        place += 1
        continue
      }
      var fields = rest[place]
      var used = 1
      var found = Self.row(fields, columns, titles.count, free, fits)
      while found == nil, used < Self.mostLines, place + used < rest.count,
        // A line that is a row by itself is not part of another.
        Self.row(rest[place + used], columns, titles.count, free, fits) == nil
      {
        fields = Self.joined(fields, rest[place + used])
        used += 1
        found = Self.row(fields, columns, titles.count, free, fits)
      }
      rows.append(found.map { .read($0) } ?? .unread(AlipayRow.plain(rest[place][0])))
      place += found == nil ? 1 : used
    }
    self.rows = rows
  }

  private static func joined(_ first: [String], _ second: [String]) -> [String] {
    guard let last = first.last, let next = second.first else { return first + second }
    return first.dropLast() + ["\(last) \(next)"] + second.dropFirst()
  }

  /// The row with its surplus commas given to one name column, or to two.
  private static func row(
    _ fields: [String],
    _ columns: [String: Int],
    _ width: Int,
    _ free: [Int],
    _ fits: (AlipayRow) -> Bool
  ) -> AlipayRow? {
    let surplus = fields.count - width
    // The last columns may be left out where they are empty.
    if surplus <= 0 {
      let row = AlipayRow(fields: fields, columns: columns)
      return fits(row) ? row : nil
    }
    guard surplus <= mostCommas else { return nil }
    for column in free {
      for other in free {
        for count in (0...surplus).reversed() where other != column || count == surplus {
          let parts = [column: count].merging([other: surplus - count]) { first, _ in first }
          let row = AlipayRow(fields: gathered(fields, parts), columns: columns)
          if fits(row) { return row }
        }
      }
    }
    return nil
  }

  /// The fields, with that many more joined into each of these columns.
  private static func gathered(_ fields: [String], _ parts: [Int: Int]) -> [String] {
    var gathered: [String] = []
    var place = 0
    while place < fields.count {
      let end = min(place + (parts[gathered.count] ?? 0), fields.count - 1)
      gathered.append(fields[place...end].joined(separator: ","))
      place = end + 1
    }
    return gathered
  }
}

/// One row, by the names of its columns.
struct AlipayRow {
  fileprivate let fields: [String]
  fileprivate let columns: [String: Int]

  /// The text of a column, without spaces, tabs and quotes around it; nil where it is missing.
  subscript(_ name: String) -> String? {
    columns[name].flatMap { fields.indices.contains($0) ? Self.plain(fields[$0]) : nil }
  }

  /// Long numbers end with a tab, so that spreadsheets keep them as text.
  fileprivate static func plain(_ text: String) -> String {
    let isAround = { (character: Character) in " \t\"\u{feff}".contains(character) }
    return String(
      text.drop(while: isAround).reversed().drop(while: isAround).reversed()
    )
  }
}
