/// A time of day as people write it, such as `8:00 PM`, `下午8点半` and `20:00 UTC+8`, for a hint.
struct WrittenClock {
  /// The time as ISO 8601 has it, such as `20:00:00+08:00`.
  let text: String

  /// Nil for what is no time, or whose half of the day or zone is not certain.
  init?(_ written: Substring) {
    let form =
      #/
      [T\s,，]*(上午|早上|早晨|凌晨|中午|下午|傍晚|晚上|[AaPp]\.?[Mm]\.?)?\s*
      (\d{1,2})(?:[:：点時时](\d{2}|半|整)?)?分?(?:[:：](\d{2}))?(?:\.\d+)?秒?\s*
      ([AaPp]\.?[Mm]\.?)?\s*(.*)
    /#
    guard let match = written.wholeMatch(of: form)?.output, let digits = Int(match.2),
      let zone = Self.offset(match.6)
    else { return nil }
    let halves = [match.1, match.5].compactMap { $0?.lowercased().filter { $0 != "." } }
    let half = halves.first
    let isClock = written[match.2.endIndex...].first.map { ":：点时時".contains($0) } ?? false
    guard half != nil || isClock, let hour = Self.hour(digits, in: half), hour < 24 else {
      return nil
    }
    let minute = match.3.map { $0 == "半" ? "30" : $0 == "整" ? "00" : String($0) } ?? "00"
    guard minute < "60", match.4 ?? "00" < "60",
      halves.allSatisfy({ Self.hour(digits, in: $0) == hour })
    else { return nil }
    text = "\(hour < 10 ? "0" : "")\(hour):\(minute):\(match.4 ?? "00")\(zone)"
  }

  /// The hour of the day; nil where it is not certain, as at 12 in the evening.
  private static func hour(_ written: Int, in half: String?) -> Int? {
    switch half {
    case "pm", "下午", "傍晚": written < 12 ? written + 12 : written
    case "am", "上午", "早上", "早晨", "凌晨": written == 12 ? 0 : written
    case "中午": written < 3 ? written + 12 : written
    case "晚上": written > 12 ? written : 5...11 ~= written ? written + 12 : nil
    default: written
    }
  }

  /// The offset from UTC as ISO 8601 has it, empty for none; nil for a zone that has no one offset.
  private static func offset(_ written: Substring) -> String? {
    let zone = written.replacing("\u{2212}", with: "-").replacing("＋", with: "+")
      .filter { !$0.isWhitespace && !"()（）".contains($0) }
    if zone.isEmpty { return "" }
    if zone == "北京时间" { return "+08:00" }
    guard
      let match = zone.wholeMatch(of: /(?:UTC|GMT|Z)?(?:([+\-])(\d{1,2}):?(\d{2})?)?/.ignoresCase())
    else { return nil }
    guard let sign = match.1, let hours = match.2 else { return "Z" }
    return "\(sign)\(hours.count < 2 ? "0" : "")\(hours):\(match.3 ?? "00")"
  }
}
