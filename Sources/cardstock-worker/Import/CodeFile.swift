package import Shop
import Worker

/// A file of card codes, read line by line: CSV with a header, or one code a line.
package struct CodeFile {
  /// What one line came to.
  package enum Item: Equatable, Sendable {
    case code(CodeLine)
    /// Not imported; the reason never repeats the line.
    case refused(line: Int, reason: String)
  }

  /// One code with what the supplier says of it.
  package struct CodeLine: Equatable, Sendable {
    package let line: Int
    package let code: CardCode
    package let faceValue: String?
    package let expiresAt: Timestamp?
    package let cost: String?
  }

  /// The columns that a header may name; only `code` must be there.
  package enum Column: String, CaseIterable, Sendable {
    case code, pin, faceValue = "face_value", expires, cost
  }

  /// Why nothing of the file can be read.
  package enum HeaderFault: Error, Equatable, CustomStringConvertible {
    case unknownColumn(String)
    case doubledColumn(String)
    case notText

    package var description: String {
      let known = Column.allCases.map(\.rawValue).joined(separator: ",")
      return switch self {
      case .unknownColumn(let name):
        "line 1: expected the columns \(known), found `\(name)`; rename or remove it"
      case .doubledColumn(let name):
        "line 1: expected each column once, found `\(name)` again; remove one"
      case .notText:
        "line 1: expected UTF-8 text, found something else; save the file as CSV in UTF-8"
      }
    }
  }

  private var records: RecordReader
  private let columns: [Column]?
  private var first: RecordReader.Record?

  /// Reads the first line and finds out what the file is.
  package init(read: @escaping () throws -> [UInt8]) throws {
    var records = RecordReader(read: read)
    let first = try records.next()
    self.records = records
    let names = try first?.fields.map { field in
      guard let name = String(validating: field, as: UTF8.self) else { throw HeaderFault.notText }
      return name.trimmed.lowercased()
    }
    guard let names, names.contains(Column.code.rawValue) else {
      columns = nil
      self.first = first
      return
    }
    var columns: [Column] = []
    for name in names {
      guard let column = Column(rawValue: name) else { throw HeaderFault.unknownColumn(name) }
      guard !columns.contains(column) else { throw HeaderFault.doubledColumn(name) }
      columns.append(column)
    }
    self.columns = columns
  }

  /// What the next line with anything on it came to; nil at the end.
  package mutating func next() throws -> Item? {
    while let record = try first.take() ?? records.next() {
      if record.fields.allSatisfy(\.isEmpty), !record.isBroken { continue }
      return item(record)
    }
    return nil
  }

  private func item(_ record: RecordReader.Record) -> Item {
    let refuse = { (reason: String) in Item.refused(line: record.line, reason: reason) }
    guard !record.isBroken else {
      return refuse("expected closed quotes and at most \(RecordReader.longestRecord) bytes")
    }
    let texts = record.fields.compactMap { String(validating: $0, as: UTF8.self)?.trimmed }
    guard texts.count == record.fields.count else { return refuse("expected UTF-8 text") }
    guard let columns else {
      guard texts.count == 1 else {
        return refuse("expected one code, found a comma; begin the file with a line `code,pin`")
      }
      return code(record.line, [.code: texts[0]])
    }
    guard texts.count == columns.count else {
      return refuse("expected \(columns.count) fields, found \(texts.count)")
    }
    return code(record.line, Dictionary(uniqueKeysWithValues: zip(columns, texts)))
  }

  private func code(_ line: Int, _ fields: [Column: String]) -> Item {
    let filled = fields.filter { !$0.value.isEmpty }
    guard let code = CardCode(code: filled[.code] ?? "", pin: filled[.pin]) else {
      return .refused(
        line: line,
        reason: """
          expected a code of 1 to \(CardCode.longestCodeBytes) bytes and a pin of at most \
          \(CardCode.longestPinBytes), without control characters
          """
      )
    }
    let expires = filled[.expires].map { CivilDate($0) }
    if let expires, expires == nil {
      return .refused(line: line, reason: "expected `expires` as YYYY-MM-DD")
    }
    for column in [Column.faceValue, .cost] {
      guard let text = filled[column], !Self.isDecimal(text) else { continue }
      let reason = "expected `\(column.rawValue)` as a decimal such as 48.50"
      return .refused(line: line, reason: reason)
    }
    return .code(
      CodeLine(
        line: line,
        code: code,
        faceValue: filled[.faceValue],
        expiresAt: expires??.lastMoment,
        cost: filled[.cost]
      )
    )
  }

  private static func isDecimal(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return text.utf8.count <= 16 && parts.count <= 2
      && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
  }
}

extension String {
  /// Without white space at either end.
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
