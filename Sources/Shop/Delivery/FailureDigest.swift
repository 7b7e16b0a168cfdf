/// The letter that tells the operator, at most once a day, which messages failed for good.
package struct FailureDigest: Equatable, Sendable {
  /// The most rows of one letter; the command line lists the rest.
  package static let mostRows = 50
  /// How long failures are collected before the first letter about them.
  package static let gatherSeconds: Int64 = 3_600
  /// The shortest time between the beginnings of two letters.
  package static let secondsBetween: Int64 = 86_400
  /// How long a letter rests that did not get through.
  package static let secondsUntilRetry: Int64 = 900

  /// Its row, by which it is recorded as sent.
  package let id: Int64
  /// When its first failure was noticed; names the letter, so that a repeat is recognized.
  package let begunAt: Timestamp
  /// Failures that no letter has listed yet and that still wait, oldest first.
  package let failures: [Delivery]
  /// How many more such failures there are.
  package let more: Int
  /// How many failures of earlier letters still wait.
  package let older: Int

  package init(
    id: Int64,
    begunAt: Timestamp,
    failures: [Delivery],
    more: Int,
    older: Int
  ) {
    self.id = id
    self.begunAt = begunAt
    self.failures = failures
    self.more = more
    self.older = older
  }
}
