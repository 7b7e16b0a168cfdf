import Shop

/// Why a line is not imported: a kind, by which refusals are counted, and a sentence.
package struct LineRefusal: Error, Equatable, Sendable {
  /// The kind, equal for all lines with the same fault.
  package let kind: String
  /// One sentence, without anything of the code.
  package let reason: String

  /// The kind is the reason unless given, as it must be when the reason holds details of the line.
  init(_ reason: String, kind: String? = nil) {
    self.kind = kind ?? reason
    self.reason = reason
  }
}

/// The order of a date's figures.
package enum DateOrder: String, CaseIterable, Sendable {
  case yearFirst = "year-first"
  case dayFirst = "day-first"
  case monthFirst = "month-first"

  /// Reads `day-first`, `dmy` or `DD/MM/YYYY`, and the others likewise.
  package init?(_ text: String) {
    var letters = ""
    for letter in text.lowercased() where letter.isLetter && letters.last != letter {
      letters.append(letter)
    }
    switch letters {
    case "yearfirst", "ymd", "iso", "year": self = .yearFirst
    case "dayfirst", "dmy", "day": self = .dayFirst
    case "monthfirst", "mdy", "month": self = .monthFirst
    default: return nil
    }
  }
}

/// Reads a cell of a supplier's file: mends what a spreadsheet wrapped, refuses what it destroyed.
enum CellText {
  /// A code or PIN without what spreadsheets put around it, and whether anything was taken off.
  static func unwrapped(_ text: String) -> (text: String, isMended: Bool) {
    var text = CardCode.cleaned(text)
    var isMended = false
    // ="0012" and '0012 keep Excel from reading a number.
    for (begin, end) in [("=\"", "\""), ("=T(\"", "\")")] where text.hasPrefix(begin) {
      guard text.hasSuffix(end), text.count > begin.count + end.count else { continue }
      // Within the quotes a quote is doubled; another one ends a part of a formula.
      let parts = text.dropFirst(begin.count).dropLast(end.count).split(
        separator: "\"\"",
        omittingEmptySubsequences: false
      )
      guard !parts.contains(where: { $0.contains("\"") }) else { continue }
      text = parts.joined(separator: "\"")
      isMended = true
      break
    }
    if let first = text.first, "'’‘".contains(first), text.count > 1 {
      text.removeFirst()
      if text.count > 1, let last = text.last, "'’".contains(last) { text.removeLast() }
      isMended = true
    }
    return (CardCode.cleaned(text), isMended)
  }

  /// Why a text cannot be a code or a PIN; nil when it can.
  ///
  /// With `isExact` no spreadsheet has rounded its digits, as a person says or the cell's wrapping
  /// shows.
  static func fault(
    of given: String,
    in column: CodeColumn = .code,
    line ordinal: Int,
    isExact: Bool
  ) -> LineRefusal? {
    let text = CardCode.halfWidth(given)
    if let damage = SpreadsheetDamage(of: text, isExact: isExact) {
      return damage.refusal(where: column.expectation)
    }
    return isHeading(text, column, ordinal)
  }

  private static func isHeading(
    _ text: String,
    _ column: CodeColumn,
    _ ordinal: Int
  ) -> LineRefusal? {
    if ColumnNames.meaning(of: text) != nil {
      return LineRefusal("\(column.expectation), found the name of a column")
    }
    if let colon = text.firstIndex(of: ":"),
      let meaning = ColumnNames.meaning(of: String(text[..<colon])), meaning != .field(.ignored),
      !Account.isCertain(text)
    {
      return LineRefusal(
        "\(column.expectation) alone, found one behind its name; take the names off"
      )
    }
    if isPlaceholder(text, column) {
      return LineRefusal("\(column.expectation), found a word or mark that stands for none")
    }
    let words = ["合计", "总计", "小计", "总数", "total", "sum", "subtotal", "count"]
    let beginning = text.lowercased().prefix { $0.isLetter }
    if words.contains(String(beginning)),
      text.contains(#/[\s:]|\d/#) || beginning == text.lowercased()
    {
      return LineRefusal("\(column.expectation), found a sum of the list")
    }
    return column.isCode ? prefix(of: text, ordinal) : nil
  }

  /// Whether a cell says that there is nothing.
  static func isNothing(_ text: String) -> Bool { nothing.contains(text.lowercased()) }

  private static let nothing: Set<String> = [
    "", "-", "--", "—", "/", "n/a", "na", "n.a.", "null", "nil", "none", "无", "無", "空", "暂无",
    "没有", "沒有",
  ]

  /// Whether a cell stands for a code that is not there: a word for none, a status, or nothing but
  /// marks, crosses or zeros.
  private static func isPlaceholder(_ text: String, _ column: CodeColumn) -> Bool {
    let small = text.lowercased()
    let word = small.filter { $0.isLetter || $0.isNumber }
    // A PIN in stars is refused for what it is, and may well be zeros.
    if word.isEmpty { return column.isCode || damage(of: text) == nil }
    if column.isCode, word.allSatisfy({ $0 == "0" }) { return true }
    return word.allSatisfy { $0 == "x" } || placeholders.contains(word) || isNothing(small)
      || [small, word].contains { spent.contains($0) || fresh.contains($0) }
  }

  private static let placeholders: Set<String> = [
    "na", "soldout", "outofstock", "notavailable", "unavailable", "test", "testing", "testcode",
    "example", "sample", "demo", "dummy", "placeholder", "tbd", "tba", "todo", "pending", "missing",
    "empty", "blank", "unknown", "error", "待补", "待定", "待填", "待发", "补发", "缺货", "缺", "空白", "测试",
    "示例", "样例", "未知", "卖完", "售完", "用完", "同上", "同前", "同左", "ditto", "sameasabove", "asabove", "end",
    "eof", "卡号后四位", "卡号后六位", "后四位", "后六位", "见卡号", "thanks", "thankyou", "谢谢",
  ]

  private static let aNumber = LineRefusal(
    "expected `expires` as a day such as 2027-12-31, found a number, as spreadsheets count days; "
      + "format the column as dates"
  )

  /// The last day of a code; nil when it never expires.
  ///
  /// `ShopCalendar` tells when that day ends.
  static func lastDay(_ given: String, _ order: DateOrder?) throws(LineRefusal) -> CivilDate? {
    var text = CardCode.halfWidth(given)
    if let damage = SpreadsheetDamage(of: text, isExact: true),
      damage != .date, damage != .decimals, damage != .grouped
    {
      throw damage.refusal(where: "expected `expires` as a day such as 2027-12-31")
    }
    if ["永久", "永久有效", "长期", "长期有效", "never", "lifetime", "forever"]
      .contains(text.lowercased())
    {
      return nil
    }
    text = DayText.plain(text)
    if text.contains("年"), let found = text.wholeMatch(of: #/(\d{4})年(\d{1,2})月(\d{1,2})日/#) {
      text = "\(found.1)-\(found.2)-\(found.3)"
    } else if text.utf8.count == 8, text.utf8.allSatisfy({ (48...57).contains($0) }) {
      text = "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))"
    }
    let days = text.prefix { $0 != "." }
    if days.utf8.count == 5, Int(days).map({ $0 > 30_000 }) ?? false { throw aNumber }
    var parts = text.split(omittingEmptySubsequences: false) { "-/.".contains($0) }.map(String.init)
    guard parts.count == 3, parts.allSatisfy({ Int($0) != nil }) else { throw noDate }
    if parts[0].count < 4 {
      guard parts[2].count == 4 else { throw noDate }
      switch order {
      case .dayFirst: parts = [parts[2], parts[1], parts[0]]
      case .monthFirst: parts = [parts[2], parts[0], parts[1]]
      case .yearFirst, nil:
        throw LineRefusal(
          "expected `expires` as YYYY-MM-DD, found a day or month first; say which by "
            + "--dates day-first or --dates month-first"
        )
      }
    }
    let padded = parts.map { $0.count == 1 ? "0" + $0 : $0 }.joined(separator: "-")
    guard let day = CivilDate(padded) else { throw noDate }
    // A Thai spreadsheet counts years from 543 BCE; kept, the code would never end.
    if let year = Int(parts[0]), (2500..<2700).contains(year) {
      throw LineRefusal(
        "expected `expires` in years such as 2027, found \(year), as Buddhist calendars count; "
          + "write the year as \(year - 543)"
      )
    }
    return day
  }

  private static let noDate = LineRefusal("expected `expires` as a day such as 2027-12-31")

  /// An amount as plain digits with a point, without the sign of the expected currency.
  static func decimal(
    _ given: String,
    _ name: String,
    _ currency: String?,
    commaDecimals: Bool
  ) throws(LineRefusal) -> String {
    var text = CardCode.halfWidth(given)
    let expectation = "expected `\(name)` as a decimal such as 48.50"
    // 48.00 is an amount, although `decimals` counts as damage in a code.
    if let damage = SpreadsheetDamage(of: text, isExact: true) {
      switch damage {
      case .decimals, .grouped: break
      case .shortened, .rounded, .formula, .error, .narrow, .date, .lostCharacter, .truth:
        throw damage.refusal(where: expectation)
      }
    }
    let signs: [(String, [String])] = [
      ("CNY", ["CNY", "RMB", "CN¥", "¥", "元", "圆"]), ("USD", ["USD", "US$", "$"]),
      ("EUR", ["EUR", "€"]), ("GBP", ["GBP", "£"]), ("JPY", ["JPY", "¥", "円"]),
    ]
    for sign in signs.first(where: { $0.0 == currency })?.1 ?? [] {
      if text.hasPrefix(sign) { text = String(text.dropFirst(sign.count)) }
      if text.hasSuffix(sign) { text = String(text.dropLast(sign.count)) }
    }
    text = CardCode.cleaned(text)
    if text.wholeMatch(of: #/\d{1,3}(,\d{3})+(\.\d+)?/#) != nil {
      text = text.replacing(",", with: "")
    } else if commaDecimals, text.wholeMatch(of: #/\d{1,3}(\.\d{3})+,\d{1,2}/#) != nil {
      text = text.replacing(".", with: "")
    }
    if commaDecimals, text.contains(","), text.wholeMatch(of: #/\d+,\d{1,2}/#) != nil {
      text = text.replacing(",", with: ".")
    }
    let parts = text.utf8.split(
      separator: UInt8(ascii: "."),
      maxSplits: 1,
      omittingEmptySubsequences: false
    )
    let areDigits = parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (48...57).contains($0) } }
    guard text.utf8.count <= 16, areDigits else {
      throw LineRefusal(expectation)
    }
    return text
  }

  /// Whether a supplier's word for a code's status means that it is spent; nil for an unknown word.
  ///
  /// With `underUsed` the column says if the code was used, so that yes and no count too.
  static func isSpent(_ word: String, underUsed: Bool) -> Bool? {
    let word = CardCode.halfWidth(CellText.unwrapped(word).text).lowercased()
    if spent.contains(word) || underUsed && yes.contains(word) { return true }
    return fresh.contains(word) || underUsed && no.contains(word) ? false : nil
  }

  static let spent: Set<String> = [
    "used", "sold", "redeemed", "invalid", "expired", "void", "voided", "cancelled", "canceled",
    "inactive", "disabled", "consumed", "claimed", "blocked", "refunded", "spent", "revoked",
    "已使用", "已用", "已售", "已售出", "已兑换", "失效", "已失效", "作废", "已作废", "无效", "已过期", "已领取",
    "已核销", "已激活", "停用", "禁用", "锁定", "已使用過", "已售罄", "废卡", "死卡", "坏卡", "用不了", "不能用", "不可用", "无法使用",
    "无法兑换", "被封", "有问题",
  ]
  private static let fresh: Set<String> = [
    "new", "unused", "not used", "available", "active", "valid", "ok", "good", "fresh", "unsold",
    "in stock", "instock", "live", "free", "unredeemed", "未使用", "未用", "未售", "未售出", "未兑换", "可用",
    "有效", "正常", "新", "全新", "待售", "在售", "库存", "未激活", "未领取", "未核销",
  ]
  private static let yes: Set<String> = [
    "yes", "y", "true", "t", "1", "x", "是", "√", "✓", "✔", "ja",
  ]
  private static let no: Set<String> = ["no", "n", "false", "f", "0", "否", "×", "✗", "✘", "nein"]
}
