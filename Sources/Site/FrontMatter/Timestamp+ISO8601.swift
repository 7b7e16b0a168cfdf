package import Shop

extension Timestamp {
  /// Reads `2026-01-02`, `2026-01-02T10:00:00Z` or the latter with an offset such as `+08:00`.
  ///
  /// Seconds may be left out; a space may stand for the `T`. A date alone is midnight UTC.
  package init?(iso8601 text: String) {
    var reader = DigitReader(text)
    guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2),
      reader.skip("-"), let day = reader.number(2),
      let days = Self.days(year: year, month: month, day: day)
    else { return nil }
    var seconds = days * 86_400
    if !reader.isAtEnd {
      guard reader.skip("T") || reader.skip(" "), let hour = reader.number(2), hour < 24,
        reader.skip(":"), let minute = reader.number(2), minute < 60
      else { return nil }
      seconds += Int64(hour * 3600 + minute * 60)
      if reader.skip(":") {
        guard let second = reader.number(2), second < 60 else { return nil }
        seconds += Int64(second)
      }
      guard let offset = reader.offset(), reader.isAtEnd else { return nil }
      seconds -= Int64(offset)
    }
    self.init(seconds: seconds)
  }

  /// Days since 1970 in the Gregorian calendar; nil for a date that does not exist.
  private static func days(year: Int, month: Int, day: Int) -> Int64? {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard year >= 1970, (1...12).contains(month), (1...lengths[month - 1]).contains(day) else {
      return nil
    }
    let before = year - 1
    let leapDays = before / 4 - before / 100 + before / 400 - 477
    let months = lengths[..<(month - 1)].reduce(0, +)
    return Int64((year - 1970) * 365 + leapDays + months + day - 1)
  }

  /// Digits of a fixed width between fixed characters.
  private struct DigitReader {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) {
      rest = ArraySlice(text.utf8)
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func number(_ width: Int) -> Int? {
      let digits = rest.prefix(width)
      guard digits.count == width, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
      rest = rest.dropFirst(width)
      return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
      guard let first = rest.first, UInt32(first) == character.value else { return false }
      rest = rest.dropFirst()
      return true
    }

    /// `Z` or `±HH:MM` as seconds.
    mutating func offset() -> Int? {
      if skip("Z") { return 0 }
      let isEast = skip("+")
      guard isEast || skip("-"), let hours = number(2), hours < 24, skip(":"),
        let minutes = number(2), minutes < 60
      else { return nil }
      return (hours * 3600 + minutes * 60) * (isEast ? 1 : -1)
    }
  }
}
