/// A file of UnionPay's settlement: a line of fixed widths for each movement of money.
///
/// Source: UnionPay's interface specification, part 3, "ZM".
struct SettlementFile {
  /// One movement.
  struct Line {
    /// `S22` for a purchase, `S30` for a refund.
    let kind: String
    let txnType: String
    let txnSubType: String
    let queryID: String
    let orderID: String
    let traceNumber: String
    /// `MMddHHmmss`.
    let traceTime: String
    /// In fen.
    let amount: Int64
    /// In fen; what the shop pays to UnionPay.
    let fee: Int64
    /// Of the purchase that a refund is of.
    var original: (queryID: String, orderID: String)?
  }

  /// Of the fields, each followed by a space.
  private static let widths = [
    3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21,
    15, 1, 15, 32, 13, 13, 8, 32, 13, 13, 12, 2, 1, 32, 98,
  ]
  /// The shop's name in GBK, so that nobody counts characters where bytes are meant.
  private static let shopName: [UInt8] = [0xB2, 0xE2, 0xCA, 0xD4, 0xC9, 0xCC, 0xBB, 0xA7]

  let merchantID: String
  /// `yyMMdd`.
  let day: String
  let lines: [Line]

  var name: String { "INN\(day)88ZM_\(merchantID)" }

  /// The file inside an archive, packed once more and as text, as answers carry it.
  var content: [UInt8] {
    ZipFile.deflated(ZipFile.bytes([(name, lines.flatMap(bytes))]))
  }

  private func bytes(_ line: Line) -> [UInt8] {
    var fields: [Int: [UInt8]] = [:]
    for (index, text) in texts(line) { fields[index] = Array(text.utf8) }
    fields[31] = Self.shopName
    let cells = Self.widths.enumerated().map { index, width in
      let value = fields[index + 1, default: []].prefix(width)
      return value + Array(repeating: UInt8(ascii: " "), count: width - value.count)
    }
    return Array(cells.joined(separator: [UInt8(ascii: " ")])) + [13, 10]
  }

  /// By the field's number in the specification.
  private func texts(_ line: Line) -> [Int: String] {
    let isPurchase = line.original == nil
    let (ours, theirs) = isPurchase ? ("C", "D") : ("D", "C")
    let net = line.amount - line.fee
    return [
      1: line.kind,
      2: "00049992",
      3: "00049992",
      4: line.traceNumber,
      5: line.traceTime,
      6: "6216***********0018",
      7: padded(line.amount, 12),
      8: "5311",
      9: "07",
      10: line.queryID,
      12: line.orderID,
      13: "01",
      16: theirs + padded(line.fee, 12),
      17: ours + padded(net, 12),
      18: "0001",
      20: line.txnType,
      21: line.txnSubType,
      22: "000201",
      27: line.original?.queryID ?? "",
      28: merchantID,
      32: "C" + padded(0, 12),
      33: ours + padded(net, 12),
      36: "C" + padded(0, 12),
      37: "C" + padded(0, 12),
      41: line.original?.orderID ?? "",
    ]
  }

  private func padded(_ number: Int64, _ count: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, count - digits.count)) + digits
  }
}
