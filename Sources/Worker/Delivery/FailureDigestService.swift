package import Logging
import ServiceLifecycle
package import Shop
package import Storage

/// Mails the operator which messages failed for good and what to do about them: at most one letter
/// a day, none when nothing failed.
package struct FailureDigestService: Service {
  private static let secondsBetweenLooks: Int64 = 300

  let store: Store
  let mail: OperatorMail
  let now: @Sendable () -> Timestamp
  let logger: Logger

  package init(
    store: Store,
    mail: OperatorMail,
    now: @escaping @Sendable () -> Timestamp,
    logger: Logger
  ) {
    self.store = store
    self.mail = mail
    self.now = now
    self.logger = logger
  }

  /// Looks every few minutes until the graceful shutdown.
  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await look()
        await pause(for: .seconds(Self.secondsBetweenLooks))
      }
    }
  }

  /// Sends the digest if one is due; while nobody is named to read it, it stays due.
  package func look() async {
    guard mail.hasReader else { return }
    do {
      guard let digest = try await store.claimFailureDigest(at: now()) else { return }
      let trouble = await mail.send(
        "failures-\(digest.begunAt.milliseconds)",
        digest.subject,
        digest.text,
        at: now()
      )
      if let trouble {
        return logger.error("the operator could not be told of failed mail yet: \(trouble)")
      }
      try await store.recordFailureDigest(id: digest.id, at: now())
    } catch {
      logger.error("failed mail cannot be looked up: \(error)")
    }
  }
}

extension FailureDigest {
  fileprivate var count: Int { failures.count + more }

  var subject: String {
    count == 1 ? "1 letter to a buyer failed" : "\(count) letters to buyers failed"
  }

  var text: String {
    var lines = [
      "These letters were given up; their buyers can still open their order pages.",
      "Mend the address where it is wrong, or have the letter tried again:", "",
    ]
    for failure in failures {
      let (purpose, trouble) = (failure.purpose.rawValue, failure.trouble ?? "no reason was kept")
      lines.append("Delivery \(failure.id), order \(failure.reference) (\(purpose)): \(trouble)")
      lines += failure.remedies.map { "  \($0)" } + [""]
    }
    if more > 0 { lines.append("\(more) more are not shown.") }
    if older > 0 { lines.append("\(older) that you were told of before still wait.") }
    lines.append("All of them: cardstock-worker deliveries list --state failed")
    lines.append("After a fault of the mail server: cardstock-worker deliveries retry --all-failed")
    return lines.joined(separator: "\n")
  }
}
