import Shop

/// PayPal's moments: `2026-11-18T11:06:38Z`, in its reports `2026-11-18T11:06:38+0000`.
enum PayPalTime {
  /// Reads one; nil unless it is a moment of a day that there is.
  ///
  /// Fractions of a second are cut off.
  static func moment(_ text: String) -> Timestamp? {
    guard text.utf8.allSatisfy({ (33...126).contains($0) }),
      let day = CivilDate(String(text.prefix(10))), text.dropFirst(10).first == "T",
      let clock = seconds(text.dropFirst(11).prefix(8), most: [24, 60, 60])
    else { return nil }
    var zone = text.dropFirst(19)
    if zone.first == "." { zone = zone.dropFirst().drop(while: \.isNumber) }
    guard let offset = offset(zone) else { return nil }
    return day.firstMoment.advanced(seconds: clock - offset)
  }

  /// `Z`, `+0000` or `+00:00` as seconds east of UTC.
  private static func offset(_ zone: Substring) -> Int64? {
    if zone == "Z" { return 0 }
    guard let sign = zone.first, sign == "+" || sign == "-" else { return nil }
    let digits = zone.dropFirst()
    let clock = digits.count == 4 ? "\(digits.prefix(2)):\(digits.suffix(2))" : String(digits)
    guard let seconds = seconds(clock[...], most: [24, 60]) else { return nil }
    return sign == "+" ? seconds : -seconds
  }

  /// `HH:MM:SS` or `HH:MM`, each below its most.
  private static func seconds(_ clock: Substring, most: [Int64]) -> Int64? {
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == most.count else { return nil }
    var sum: Int64 = 0
    for (part, (most, weight)) in zip(parts, zip(most, [3_600, 60, 1] as [Int64])) {
      let isPair = part.utf8.count == 2 && part.utf8.allSatisfy { (48...57).contains($0) }
      guard isPair, let number = Int64(part), number < most else { return nil }
      sum += number * weight
    }
    return sum
  }
}
