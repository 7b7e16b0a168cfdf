/// Cuts a stream of bytes into records of comma-separated fields (RFC 4180), or into plain lines.
///
/// Takes LF, CRLF and a byte order mark; a quoted field may hold commas, line breaks and doubled
/// quotes. Holds one record at a time, of a bounded length, however long the file is.
struct RecordReader {
  /// One record: where it began, and its fields as bytes.
  struct Record: Equatable {
    /// Counted from 1, in lines of the file.
    let line: Int
    let fields: [[UInt8]]
    /// Longer than `longestRecord`, or its quotes are not closed as they should be.
    let isBroken: Bool
  }

  /// The longest record that a code with all its fields can need.
  static let longestRecord = 4_096

  private let read: () throws -> [UInt8]
  private var buffer: [UInt8] = []
  private var position = 0
  private var line = 1
  private var isAtStart = true

  /// Takes what gives the next bytes, and no bytes at the end.
  init(read: @escaping () throws -> [UInt8]) {
    self.read = read
  }

  /// The next record; nil at the end.
  mutating func next() throws -> Record? {
    if isAtStart { try skipByteOrderMark() }
    guard try peek() != nil else { return nil }
    var state = RecordState(line: line)
    while let byte = try peek() {
      position += 1
      if byte == UInt8(ascii: "\n") { line += 1 }
      if state.takes(byte) { continue }
      break
    }
    return state.record
  }

  private mutating func peek() throws -> UInt8? {
    if position == buffer.count {
      buffer = try read()
      position = 0
    }
    return position < buffer.count ? buffer[position] : nil
  }

  private mutating func skipByteOrderMark() throws {
    isAtStart = false
    guard try peek() == 0xEF, buffer.starts(with: [0xEF, 0xBB, 0xBF]) else { return }
    position = 3
  }
}

/// The record that is being read.
private struct RecordState {
  private enum Quotes {
    case none, open
    /// A quote inside quotes: their end, or the first of two.
    case maybeClosed
  }

  let line: Int
  private var fields: [[UInt8]] = [[]]
  private var length = 0
  private var quotes = Quotes.none
  private var isBroken = false

  init(line: Int) {
    self.line = line
  }

  var record: RecordReader.Record {
    var fields = fields
    if fields[fields.count - 1].last == UInt8(ascii: "\r") { fields[fields.count - 1].removeLast() }
    return RecordReader.Record(
      line: line,
      fields: isBroken ? [] : fields,
      isBroken: isBroken || quotes == .open
    )
  }

  /// Takes one byte; false at the record's end.
  mutating func takes(_ byte: UInt8) -> Bool {
    length += 1
    if length > RecordReader.longestRecord {
      isBroken = true
      return byte != UInt8(ascii: "\n")
    }
    switch (quotes, byte) {
    case (.open, UInt8(ascii: "\"")): quotes = .maybeClosed
    case (.open, _): append(byte)
    case (.maybeClosed, UInt8(ascii: "\"")):
      append(byte)
      quotes = .open
    case (_, UInt8(ascii: "\n")): return false
    case (_, UInt8(ascii: ",")):
      fields.append([])
      quotes = .none
    case (.none, UInt8(ascii: "\"")) where fields[fields.count - 1].isEmpty: quotes = .open
    case (.maybeClosed, UInt8(ascii: "\r")): append(byte)
    case (.maybeClosed, _): isBroken = true
    case (.none, _): append(byte)
    }
    return true
  }

  private mutating func append(_ byte: UInt8) {
    fields[fields.count - 1].append(byte)
  }
}
