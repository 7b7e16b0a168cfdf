import Shop

/// Moments as clocks in Beijing show them: UTC+8 all year.
extension Timestamp {
  /// `2026-01-02 18:00:00`.
  var beijingText: String { String(advanced(seconds: Self.beijingSeconds).text.dropLast()) }

  /// `2026-01-02T18:00:00+08:00`.
  var beijingRFC3339: String {
    beijingText.replacing(" ", with: "T") + "+08:00"
  }

  /// Reads `2026-01-02 18:00:00`; nil for anything else.
  init?(beijing text: some StringProtocol) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    let clock = parts.last?.split(separator: ":", omittingEmptySubsequences: false) ?? []
    guard parts.count == 2, let day = CivilDate(String(parts[0])), clock.count == 3,
      clock.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
      let hours = Int64(clock[0]), let minutes = Int64(clock[1]), let seconds = Int64(clock[2]),
      hours < 24, minutes < 60, seconds < 61
    else { return nil }
    self = day.firstMoment.advanced(
      seconds: hours * 3_600 + minutes * 60 + seconds - Self.beijingSeconds
    )
  }
}

extension CivilDate {
  /// When the statements of this day in Beijing are ready: at ten in the morning of the next.
  var beijingStatementMoment: Timestamp {
    firstMoment.advanced(seconds: (24 + 10) * 3_600 - Timestamp.beijingSeconds)
  }
}
