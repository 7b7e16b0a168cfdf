package import Shop
import Text

/// Why a text is not a moment.
package enum MomentFault: Error {
  /// Its form is not supported.
  case form
  /// The day is before 1970, where moments begin.
  case tooEarly
  /// The month or the day does not exist, such as 30 February.
  case noSuchDay
  /// The hour, the minute or the second does not exist.
  case noSuchTime
  /// The offset is larger than any place has.
  case noSuchZone
}

extension Timestamp {
  /// Reads a moment as `init(reading:in:)` does, in UTC when it has no offset.
  package init?(iso8601 text: String) {
    do throws(MomentFault) {
      self = try Timestamp(reading: text, in: .utc)
    } catch {
      return nil
    }
  }

  /// Reads `2026-01-02`, `2026-01-02T10:00:00Z` or the latter with an offset such as `+08:00`.
  ///
  /// Also accepts what other programs write: a space for the `T`, no seconds or fractions of them,
  /// a space before the offset, `+0800` and `+08`. Without an offset it is a moment, or the
  /// beginning of a day, in that zone.
  package init(reading text: String, in zone: ShopTimeZone) throws(MomentFault) {
    var reader = DigitReader(text)
    guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2),
      reader.skip("-"), let day = reader.number(2)
    else { throw .form }
    let written = String(text.prefix(10))
    let clock = try reader.isAtEnd ? nil : reader.clock()
    guard year >= 1970 else { throw .tooEarly }
    guard (1...12).contains(month), (1...31).contains(day),
      let date = CivilDate(written)
    else { throw .noSuchDay }
    guard let clock else {
      self = zone.firstMoment(of: date)
      return
    }
    let local = date.firstMoment.advanced(milliseconds: clock.milliseconds)
    if let offset = clock.offset {
      self = local.advanced(seconds: -Int64(offset))
    } else {
      let near = local.advanced(seconds: -zone.offset(at: local))
      self = local.advanced(seconds: -zone.offset(at: near))
    }
  }

  /// The day or moment that another form seems to mean, such as `2026/1/2`, `2026.01.02 9:30`,
  /// `2026年1月2日` and `20260102`; nil for any other.
  static func dayHint(for text: String) -> String? {
    let match =
      text.prefixMatch(of: /(\d{4})\s?[\/.年-]\s?(\d{1,2})\s?[\/.月-]\s?(\d{1,2})/)?.output
      ?? text.wholeMatch(of: /(\d{4})(\d{2})(\d{2})/)?.output
    guard let match, let month = Int(match.2), let day = Int(match.3) else { return nil }
    let pad = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    guard let date = CivilDate("\(match.1)-\(pad(month))-\(pad(day))")?.description else {
      return nil
    }
    let rest = text[match.0.endIndex...].drop { "日号".contains($0) }
    guard rest.contains(where: { $0.isLetter || $0.isNumber }) else { return date }
    // Another moment would be worse than none.
    return WrittenClock(rest).map { "\(date)T\($0.text)" }
  }

  /// Reads digits of fixed width between fixed characters.
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

    /// Reads a time of day: milliseconds since midnight, and the offset from UTC in seconds if any.
    mutating func clock() throws(MomentFault) -> (milliseconds: Int64, offset: Int?) {
      guard skip("T") || skip("t") || skip(" "), let hour = number(2), skip(":"),
        let minute = number(2)
      else { throw .form }
      var milliseconds = Int64(hour * 3_600 + minute * 60) * 1_000
      var isReal = hour < 24 && minute < 60
      if skip(":") {
        guard let second = number(2) else { throw .form }
        isReal = isReal && second < 60
        milliseconds += Int64(second) * 1_000
        if skip(".") || skip(",") { milliseconds += Int64(try fraction()) }
      }
      guard !isAtEnd else {
        guard isReal else { throw .noSuchTime }
        return (milliseconds, nil)
      }
      _ = skip(" ")
      let offset = try offset()
      guard isAtEnd else { throw .form }
      guard isReal else { throw .noSuchTime }
      guard offset.magnitude <= 14 * 3_600 else { throw .noSuchZone }
      return (milliseconds, offset)
    }

    /// Reads one to nine digits as milliseconds, rounded down.
    private mutating func fraction() throws(MomentFault) -> Int {
      let digits = rest.prefix { (48...57).contains($0) }
      guard (1...9).contains(digits.count) else { throw .form }
      rest = rest[digits.endIndex...]
      let padded = Array(digits) + [48, 48]
      return padded.prefix(3).reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    /// Reads `Z`, `±HH:MM`, `±HHMM` or `±HH` as seconds.
    private mutating func offset() throws(MomentFault) -> Int {
      if skip("Z") || skip("z") { return 0 }
      let isEast = skip("+")
      guard isEast || skip("-"), let hours = number(2) else { throw .form }
      _ = skip(":")
      let minutes = isAtEnd ? 0 : number(2)
      guard let minutes else { throw .form }
      guard minutes < 60 else { throw .noSuchZone }
      return (hours * 3_600 + minutes * 60) * (isEast ? 1 : -1)
    }
  }
}
