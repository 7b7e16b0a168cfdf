import Foundation
package import Shop
import Text

/// The time zone of a shop's days; the only place in the generator that computes when a day begins.
package struct ShopTimeZone: Equatable, Sendable {
  /// The IANA name, such as `Asia/Shanghai` or `UTC`.
  package let name: String
  private let zone: TimeZone

  /// The zone of a shop that names neither zone nor market.
  package static let utc = ShopTimeZone(name: "UTC", zone: .gmt)

  /// China's, which has one zone.
  static let china = ShopTimeZone("Asia/Shanghai") ?? .utc

  private init(name: String, zone: TimeZone) {
    self.name = name
    self.zone = zone
  }

  /// Reads an IANA name, case-sensitively; nil for an unknown name.
  package init?(_ name: String) {
    guard Self.names.contains(name), let zone = TimeZone(identifier: name) else { return nil }
    self.init(name: name, zone: zone)
  }

  /// All known names.
  static let names = Set(TimeZone.knownTimeZoneIdentifiers + ["UTC"])

  /// How far its clocks run ahead of UTC at a moment, in seconds.
  package func offset(at moment: Timestamp) -> Int64 {
    Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment.seconds))))
  }

  /// The day there at a moment.
  package func day(of moment: Timestamp) -> CivilDate {
    CivilDate(moment.advanced(seconds: offset(at: moment)))
  }

  /// When a day begins there.
  package func firstMoment(of day: CivilDate) -> Timestamp {
    day.firstMoment(aheadOfUTC: offset)
  }

  /// The last millisecond of a day there.
  package func lastMoment(of day: CivilDate) -> Timestamp {
    day.dayAfter.firstMoment(aheadOfUTC: offset).advanced(milliseconds: -1)
  }

  /// A moment as text, such as `2026-12-01 00:00 +08:00`.
  package func text(of moment: Timestamp) -> String {
    let ahead = offset(at: moment)
    let local = moment.advanced(seconds: ahead)
    let minutes = ahead.magnitude / 60
    let pad = { (number: UInt64) in number < 10 ? "0\(number)" : "\(number)" }
    return "\(CivilDate(local)) \(local.clockText.prefix(5)) "
      + "\(ahead < 0 ? "-" : "+")\(pad(minutes / 60)):\(pad(minutes % 60))"
  }

  /// The IANA name that another word for a zone seems to mean, as a hint; nil when unknown.
  static func hint(for written: String) -> String? {
    let plain = written.lowercased().filter { !$0.isWhitespace && $0 != "_" }
    let chinese = [
      "china", "prc", "cst", "beijing", "asia/beijing", "北京", "北京时间", "上海", "中国", "utc+8",
      "gmt+8", "+8", "+08:00", "+0800", "utc+08:00", "asia/peking", "shanghai",
    ]
    if chinese.contains(plain) { return "did you mean `Asia/Shanghai`?" }
    let tail = names.sorted().first { $0.lowercased().split(separator: "/").last ?? "" == plain }
    return tail.map { "did you mean `\($0)`?" } ?? names.sorted().hint(for: written)
  }
}
