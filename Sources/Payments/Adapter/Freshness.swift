import Shop

/// How old, or how far ahead, a signed request may be.
enum Freshness {
  /// The senders' own figure; inclusive, and for clocks that run ahead as well.
  static let toleranceSeconds: Int64 = 300

  /// Reads the seconds of a signature header: up to 12 digits and nothing else.
  ///
  /// Milliseconds have 13, so they are refused and not taken for a far future.
  static func seconds(_ text: some StringProtocol) throws(WebhookRefusal) -> Int64 {
    guard (1...12).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
      let seconds = Int64(text)
    else { throw .authentication }
    return seconds
  }

  /// Refuses what was signed too long ago or too far ahead.
  static func check(_ signedSeconds: Int64, at now: Timestamp) throws(WebhookRefusal) {
    guard abs(now.seconds - signedSeconds) <= toleranceSeconds else { throw .stale }
  }
}
