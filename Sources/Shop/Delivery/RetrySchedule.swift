/// When a delivery is tried again.
package enum RetrySchedule {
  /// Seconds to wait after attempt 1, 2, 3 … before the next one.
  ///
  /// After the last, it has failed. At once, 1, 5 and 15 minutes; then every 30 minutes to 4 hours;
  /// then every 2 hours to 48.
  package static let secondsAfterAttempt: [Int64] =
    [60, 240, 600]
    + Array(repeating: 1_800, count: 8)
    + Array(repeating: 7_200, count: 22)

  /// How long an uncertain delivery rests before it is repeated.
  package static let secondsAfterUncertain: Int64 = 900

  /// How often an uncertain delivery is repeated by itself.
  package static let uncertainRepeats = 2

  /// How long a delivery rests after the mail server refused us and not the message; such an
  /// attempt does not count.
  package static let secondsAfterRelayBroken: Int64 = 300

  /// How often one delivery may be refused in words about us before it may be taken for the
  /// buyer's own trouble.
  package static let refusalsOfOne = 3

  /// Whether a server that says to refuse us means one buyer all the same: it has refused this
  /// delivery again and again, and since the first time it took more of the others than it refused.
  ///
  /// A relay that has lost its trust in us refuses everybody, or everybody but its own mailboxes.
  package static func isAboutBuyer(refusals: Int, othersSent: Int, othersRefused: Int) -> Bool {
    refusals >= refusalsOfOne && othersSent > othersRefused
  }

  /// How long a delivery rests that was owed no longer when it was about to be sent, and is again.
  package static let secondsAfterAbandoned: Int64 = 60

  /// When a claimed delivery is taken for lost although its process lives.
  ///
  /// Longer than the longest conversation: ten minutes after the final dot, and the steps before.
  package static let secondsUntilLost: Int64 = 1_800

  /// When the attempt after number `attempt` (counted from 1) is due; nil when it was the last.
  package static func nextDue(afterAttempt attempt: Int, at now: Timestamp) -> Timestamp? {
    guard secondsAfterAttempt.indices.contains(attempt - 1) else { return nil }
    return now.advanced(seconds: secondsAfterAttempt[attempt - 1])
  }
}
