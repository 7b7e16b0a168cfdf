package import Shop

extension UnionPayAdapter {
  /// The most bytes of a day's archive, packed and unpacked.
  private static let longestAnswer = 32 * 1_048_576
  private static let longestFile = 128 * 1_048_576

  /// How long after the end of the day in UTC "no such file" is trusted to mean that nothing was
  /// settled; a whole day after that day in Beijing.
  private static let patienceSeconds: Int64 = 16 * 3600

  /// What was settled on a settlement day, which UnionPay ends an hour before midnight.
  ///
  /// The answer is signed like every other; it holds a packed archive of text files.
  package func statement(
    of day: CivilDate,
    _ call: Call
  ) throws(ProviderError) -> [Statement.Line]? {
    let answer = try ask(
      "\(files)/",
      [
        FormField("txnType", "76"),
        FormField("txnSubType", "01"),
        FormField("bizType", "000000"),
        FormField("fileType", "00"),
        FormField("txnTime", call.now.txnTime),
        FormField("settleDate", day.description.dropFirst(5).filter { $0 != "-" }),
      ],
      call,
      longest: Self.longestAnswer
    )
    switch answer.outcome {
    case .success: return try lines(of: day, in: answer)
    case .noFile:
      let isPast = call.now > day.lastMoment.advanced(seconds: Self.patienceSeconds)
      return isPast ? [] : nil
    case .trouble, .outOfTime, .underWay: throw .temporary(answer.complaint)
    case .flawedSuccess, .belated, .unknownOrder, .repeated, .failure, nil:
      throw .refused(answer.complaint)
    }
  }

  private func lines(
    of day: CivilDate,
    in answer: UnionPayMessage
  ) throws(ProviderError) -> [Statement.Line] {
    guard let packed = answer["fileContent"].flatMap({ PEMText.bytes(base64: $0) }) else {
      throw .untrusted("UnionPay's answer has no file in it")
    }
    var lines: [Statement.Line] = []
    var isComplete = false
    for file in try Self.unpacked(packed) {
      guard let kind = UnionPayStatementFile.Kind(name: String(decoding: file.name, as: UTF8.self))
      else { continue }
      if kind == .transactions { isComplete = true }
      let reader = UnionPayStatementFile(kind: kind, day: day, merchantID: merchant.id)
      lines += try reader.lines(file.bytes)
    }
    guard isComplete else { throw .untrusted("UnionPay's archive has no ZM file in it") }
    return lines
  }

  /// Unpacks the archive, which is deflated as a whole.
  private static func unpacked(
    _ packed: [UInt8]
  ) throws(ProviderError) -> [ZipArchive.File] {
    guard
      let bytes = Inflation.inflated(packed, wrapping: .zlib, limit: longestAnswer),
      let archive = ZipArchive(bytes, limit: longestFile)
    else { throw .untrusted("UnionPay's statement could not be unpacked") }
    return archive.files
  }
}

/// A text file of a statement's archive: lines of fixed widths, with a space after each column.
///
/// The columns are those of 《全渠道平台接入接口规范 第3部分 文件接口》 as UnionPay's own sample code cuts them; the
/// last ones have changed over the years and are not read.
struct UnionPayStatementFile {
  /// Purchases and refunds (6.1), or later corrections by hand (6.2).
  enum Kind: Equatable {
    case transactions
    case corrections

    /// Reads the file's name: `INN15090588ZM_777290058110097`, `INN15090588ZME_777290058110097`.
    init?(name: String) {
      if name.contains("ZM_") {
        self = .transactions
      } else if name.contains("ZME_") {
        self = .corrections
      } else {
        return nil
      }
    }
  }

  /// One column.
  private enum Column: Equatable {
    /// `S22`, `S30`, …: UnionPay's code of the transaction.
    case transactionCode
    /// `MMddHHmmss` in Beijing.
    case time
    case traceNumber
    /// In fen.
    case amount
    case queryID
    case orderID
    /// `D` and fen where the merchant pays it, `C` and fen where it is given back.
    case fee
    /// `01`, `04`, `31`, as in messages.
    case txnType
    /// For a refund, the purchase's `queryId`.
    case originalQueryID
    case merchantID
    /// A column that is not read.
    case other
  }

  private static let transactionColumns: [(Column, width: Int)] = [
    (.transactionCode, 3), (.other, 11), (.other, 11), (.traceNumber, 6), (.time, 10),
    (.other, 19), (.amount, 12), (.other, 4), (.other, 2), (.queryID, 21),
    (.other, 2), (.orderID, 32), (.other, 2), (.other, 6), (.other, 10),
    (.fee, 13), (.other, 13), (.other, 4), (.other, 15), (.txnType, 2),
    (.other, 2), (.other, 6), (.other, 2), (.other, 4), (.other, 32),
    (.other, 1), (.originalQueryID, 21), (.merchantID, 15),
  ]

  private static let correctionColumns: [(Column, width: Int)] = [
    (.transactionCode, 3), (.other, 11), (.other, 11), (.traceNumber, 6), (.time, 10),
    (.other, 19), (.amount, 12), (.other, 4), (.other, 2),
  ]

  /// The most bytes of a line: 608 and 340 with all columns, and some room.
  ///
  /// Two lines that have lost the break between them are longer.
  private var longestLine: Int {
    switch kind {
    case .transactions: 700
    case .corrections: 400
    }
  }

  let kind: Kind
  let day: CivilDate
  let merchantID: String

  /// Reads every line; one that does not fit the columns is reported by its number.
  ///
  /// A person looks at it, since guessing would invent money. A file of another format is refused.
  func lines(_ bytes: [UInt8]) throws(ProviderError) -> [Statement.Line] {
    var lines: [Statement.Line] = []
    var unread = UnreadLines(of: .unionpay, on: day)
    var number = 0
    for text in bytes.split(omittingEmptySubsequences: false, whereSeparator: { $0 == 10 }) {
      number += 1
      let text = text.last == 13 ? text.dropLast() : text
      guard !text.isEmpty else { continue }
      if text.count <= longestLine, let line = line(text) {
        lines.append(line)
      } else {
        let file = kind == .transactions ? "ZM" : "ZME"
        lines.append(try unread.line("\(file) \(day) line \(number)"))
      }
    }
    return lines
  }

  private func line(_ text: ArraySlice<UInt8>) -> Statement.Line? {
    let columns = kind == .transactions ? Self.transactionColumns : Self.correctionColumns
    guard let cells = Self.cut(text, columns), let amount = cells.fen(.amount),
      let code = cells[.transactionCode], let at = moment(cells[.time]),
      let currency = Currency("CNY")
    else { return nil }
    let money = { Money(minorUnits: $0, currency: currency) }
    switch kind {
    case .corrections:
      guard let trace = cells[.traceNumber] else { return nil }
      return Statement.Line(
        provider: .unionpay,
        id: "\(code)-\(at.txnTime)-\(trace)",
        kind: .other,
        paymentID: nil,
        reference: nil,
        amount: money(amount),
        fee: nil,
        at: at
      )
    case .transactions:
      guard cells[.merchantID] == merchantID, let queryID = cells[.queryID],
        let txnType = cells[.txnType]
      else { return nil }
      // Blank where there is no fee; anything else must be one.
      let fee = cells.signedFen(.fee)
      guard fee != nil || cells[.fee] == nil else { return nil }
      let isRefund = ["04", "31"].contains(txnType)
      return Statement.Line(
        provider: .unionpay,
        id: queryID,
        kind: txnType == "01" ? .payment : isRefund ? .refund : .other,
        paymentID: isRefund ? cells[.originalQueryID] : queryID,
        // A refund's order number is its own.
        reference: isRefund ? nil : cells[.orderID].flatMap(Reference.init),
        amount: money(amount),
        fee: fee.map(money),
        at: at
      )
    }
  }

  /// Adds the year, which the file lacks: a line of December in a statement of January is of the
  /// year before.
  private func moment(_ text: String?) -> Timestamp? {
    guard let text, text.utf8.count == 10 else { return nil }
    let isYearBefore = day.month == 1 && text.hasPrefix("12")
    let isYearAfter = day.month == 12 && text.hasPrefix("01")
    let year = day.year + (isYearAfter ? 1 : 0) - (isYearBefore ? 1 : 0)
    return Timestamp(txnTime: "\(year)\(text)")
  }

  /// The cells that are read; nil when a space between two columns is missing, or a cell is not
  /// ASCII.
  private static func cut(
    _ line: ArraySlice<UInt8>,
    _ columns: [(Column, width: Int)]
  ) -> Cells? {
    var cells = Cells()
    var rest = line
    for (column, width) in columns {
      let cell = rest.prefix(width)
      rest = rest.dropFirst(width)
      guard cell.count == width, rest.popFirst() == UInt8(ascii: " ") else { return nil }
      if column == .other { continue }
      guard cell.allSatisfy({ (32...126).contains($0) }) else { return nil }
      cells.texts.append((column, String(decoding: cell, as: UTF8.self)))
    }
    return cells
  }

  /// A line cut into cells.
  private struct Cells {
    var texts: [(Column, String)] = []

    /// The text without the padding spaces; nil when nothing is left.
    subscript(_ column: Column) -> String? {
      let text = texts.first { $0.0 == column }?.1 ?? ""
      let trimmed = text.split(separator: " ").joined(separator: " ")
      return trimmed.isEmpty ? nil : trimmed
    }

    func fen(_ column: Column) -> Int64? { self[column].flatMap(Self.fen) }

    func signedFen(_ column: Column) -> Int64? {
      guard let text = self[column], let fen = Self.fen(text.dropFirst()) else { return nil }
      switch text.first {
      case "D": return fen
      case "C": return -fen
      default: return nil
      }
    }

    /// Twelve digits.
    private static func fen(_ text: some StringProtocol) -> Int64? {
      let isDigits = text.utf8.count == 12 && text.utf8.allSatisfy { (48...57).contains($0) }
      return isDigits ? Int64(text) : nil
    }
  }
}
