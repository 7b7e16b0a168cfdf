/// What the operator is told, once a day at most, of messages that failed for good.
package struct FailureDigest: Equatable, Sendable {
  /// Rows of one letter; the command line lists the rest.
  package static let mostRows = 50
  /// How long failures are gathered before the first of them is told.
  package static let gatherSeconds: Int64 = 3_600
  /// How long it takes until the next one may be begun.
  package static let secondsBetween: Int64 = 86_400
  /// When a letter that did not get through is tried again.
  package static let secondsUntilRetry: Int64 = 900

  package let id: Int64
  /// When its first failure was noticed: names the letter, so that a repeat is seen as one.
  package let begunAt: Timestamp
  /// Those that no letter has told yet and that still wait, the oldest first.
  package let failures: [Delivery]
  /// How many more of them there are.
  package let more: Int
  /// How many wait that earlier letters told.
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

extension Delivery {
  /// The commands that mend a message that failed for good; nobody's address is in them.
  package var remedies: [String] {
    [
      "cardstock-worker orders readdress \(reference) EMAIL",
      "cardstock-worker deliveries retry \(id)",
    ]
  }
}
