import Shop

extension Timestamp {
  /// China has one time and no summer time: UTC+8.
  private static let beijingSeconds: Int64 = 8 * 3600

  /// `yyyyMMddHHmmss` in Beijing: UnionPay's form of a moment.
  var txnTime: String {
    let local = advanced(seconds: Self.beijingSeconds)
    return (CivilDate(local).description + local.clockText)
      .filter { $0 != "-" && $0 != ":" }
  }

  /// Reads `yyyyMMddHHmmss` of Beijing.
  init?(txnTime text: String) {
    let digits = Array(text)
    guard digits.count == 14, text.utf8.allSatisfy({ (48...57).contains($0) }),
      let day = CivilDate("\(text.prefix(4))-\(String(digits[4...5]))-\(String(digits[6...7]))"),
      let hours = Int64(String(digits[8...9])), hours < 24,
      let minutes = Int64(String(digits[10...11])), minutes < 60,
      let seconds = Int64(String(digits[12...13])), seconds < 60
    else { return nil }
    self = day.firstMoment
      .advanced(seconds: hours * 3600 + minutes * 60 + seconds - Self.beijingSeconds)
  }
}
