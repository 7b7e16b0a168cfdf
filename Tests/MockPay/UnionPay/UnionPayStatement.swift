import Foundation

/// The file of a settlement day.
extension MockState {
  /// UnionPay's part of each purchase, in parts of 10,000.
  private static let feeRate: Int64 = 60

  /// The answer that carries the file; refused while nothing was settled on that day.
  package func unionpayFile(_ message: ACPMessage, at now: Int64) throws(UnionPayRefusal)
    -> ACPMessage
  {
    try message.check(ACPMessage.fileRules)
    let lines = settlementLines(on: message["settleDate"])
    guard !lines.isEmpty else { throw .noFile }
    let year = beijing(now, "%y")
    let file = SettlementFile(
      merchantID: message["merId"],
      day: year + message["settleDate"],
      lines: lines
    )
    var answer = message
    for name in ["certId", "signature"] { answer[name] = "" }
    answer["fileName"] = "\(message["merId"])_20\(year)\(message["settleDate"]).zip"
    answer["fileContent"] = Data(file.content).base64EncodedString()
    answer["respCode"] = "00"
    answer["respMsg"] = "成功[0000000]"
    return answer
  }

  /// Of a day as `MMdd`, in the order of the purchases.
  private func settlementLines(on day: String) -> [SettlementFile.Line] {
    sales(of: .unionpay).flatMap { sale in
      sale.payments.filter { !$0.isUnfinished }.flatMap { payment in
        [line(payment, sale)]
          + payment.refunds.filter { $0.state == .done }.map { refund in
            line(refund, payment, sale)
          }
      }
    }.filter { $0.traceTime.hasPrefix(day) }
  }

  private func line(_ payment: Payment, _ sale: Sale) -> SettlementFile.Line {
    let notice = unionpayNotice(of: payment, sale)
    return SettlementFile.Line(
      kind: "S22",
      txnType: "01",
      txnSubType: "01",
      queryID: payment.id,
      orderID: sale.orderNumber,
      traceNumber: notice["traceNo"],
      traceTime: notice["traceTime"],
      amount: payment.amount,
      fee: payment.amount * Self.feeRate / 10_000
    )
  }

  private func line(_ refund: Refund, _ payment: Payment, _ sale: Sale) -> SettlementFile.Line {
    let notice = unionpayNotice(of: refund, payment, sale)
    return SettlementFile.Line(
      kind: notice["txnType"] == "31" ? "S24" : "S30",
      txnType: notice["txnType"],
      txnSubType: "00",
      queryID: refund.id,
      orderID: refund.number,
      traceNumber: notice["traceNo"],
      traceTime: notice["traceTime"],
      amount: refund.amount,
      fee: 0,
      original: (payment.id, sale.orderNumber)
    )
  }
}

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
    zlib(ZipFile.bytes([(name, lines.flatMap(bytes))]))
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

/// A ZIP archive, written from names and contents.
///
/// Source: PKWARE's APPNOTE.TXT 4.3 to 4.4.
enum ZipFile {
  /// The archive's bytes.
  static func bytes(_ files: [(name: String, content: [UInt8])]) -> [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for (name, content) in files {
      let offset = archive.count
      let packed = Array(zlib(content).dropFirst(2).dropLast(4))
      let sizes =
        number(Int(checksum(content)), 4) + number(packed.count, 4) + number(content.count, 4)
      // Version 2.0, no flags, deflate, and midnight of 1980-01-01.
      let head = number(20, 2) + number(0, 2) + number(8, 2) + number(0, 2) + number(33, 2) + sizes
      let lengths = number(name.utf8.count, 2) + number(0, 2)
      archive += Array("PK\u{3}\u{4}".utf8) + head + lengths + Array(name.utf8) + packed
      directory += Array("PK\u{1}\u{2}".utf8) + number(20, 2) + head + lengths
      directory += number(0, 10) + number(offset, 4) + Array(name.utf8)
    }
    let count = number(files.count, 2)
    let end = number(0, 4) + count + count + number(directory.count, 4) + number(archive.count, 4)
    return archive + directory + Array("PK\u{5}\u{6}".utf8) + end + number(0, 2)
  }

  /// Little-endian.
  private static func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
  }
}
