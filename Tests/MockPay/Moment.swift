import Foundation

/// A moment in Beijing, as a format of `strftime` writes it.
///
/// The zone has had no summer time since 1991.
func beijing(_ seconds: Int64, _ format: String) -> String {
  moment(seconds + 8 * 3600, format)
}

/// `2026-11-21T15:04:05+08:00`.
func beijingMoment(_ seconds: Int64) -> String {
  beijing(seconds, "%Y-%m-%dT%H:%M:%S") + "+08:00"
}

/// `2026-11-21T07:04:05Z`.
func universalMoment(_ seconds: Int64) -> String {
  moment(seconds, "%Y-%m-%dT%H:%M:%SZ")
}

private func moment(_ seconds: Int64, _ format: String) -> String {
  var time = time_t(seconds)
  var parts = tm()
  gmtime_r(&time, &parts)
  var buffer = [CChar](repeating: 0, count: 64)
  let count = strftime(&buffer, buffer.count, format, &parts)
  return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// The moment of a Beijing text of 14 digits such as `20261121150405`, whatever stands between
/// them; nil if it is none.
func beijingSeconds(_ text: String) -> Int64? {
  let digits = text.filter { $0.isASCII && $0.isNumber }
  guard digits.count == 14 else { return nil }
  var parts = tm()
  let number = { (from: Int, count: Int) in Int32(digits.dropFirst(from).prefix(count)) ?? 0 }
  parts.tm_year = number(0, 4) - 1900
  parts.tm_mon = number(4, 2) - 1
  parts.tm_mday = number(6, 2)
  parts.tm_hour = number(8, 2)
  parts.tm_min = number(10, 2)
  parts.tm_sec = number(12, 2)
  let moment = Int64(timegm(&parts)) - 8 * 3600
  return beijing(moment, "%Y%m%d%H%M%S") == digits ? moment : nil
}

/// The only reader of the time.
enum WallClock {
  /// Unix milliseconds.
  static var milliseconds: Int64 { Int64(Date.now.timeIntervalSince1970 * 1000) }

  /// Unix seconds.
  static var seconds: Int64 { milliseconds / 1000 }
}
