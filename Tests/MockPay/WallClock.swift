import Foundation

/// The only reader of the time.
enum WallClock {
  /// Unix milliseconds.
  static var milliseconds: Int64 { Int64(Date.now.timeIntervalSince1970 * 1000) }

  /// Unix seconds.
  static var seconds: Int64 { milliseconds / 1000 }
}
