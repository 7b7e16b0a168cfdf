import NIOPosix
import Shop
import Synchronization

/// Which domains can receive mail, as far as the DNS has told.
///
/// Waiting and memory are bounded: few questions are under way at once, and answers are kept for
/// a while. A domain about which nothing is known counts as good.
final class MailDomains: Sendable {
  private struct Known {
    var takesMail: Bool
    var at: Timestamp
  }

  private struct State {
    var known: [String: Known] = [:]
    var asking = 0
  }

  /// The most questions under way at once; further domains count as good, unasked.
  static let mostQuestions = 8
  /// The most answers kept; one more, and all are forgotten.
  private static let mostKnown = 4_096
  /// How long an answer is kept: a domain may be set up while its owner tries again.
  private static let keepSeconds: Int64 = 300

  /// Domains that certainly take mail: a name server that denies all of them is not believed.
  private static let witnesses = ["gmail.com", "qq.com"]

  private let ask: (@Sendable (String) -> Bool?)?
  private let state = Mutex(State())

  /// `ask` blocks for a second at most and returns nil when it does not know; without it every
  /// domain counts as good.
  init(asking ask: (@Sendable (String) -> Bool?)?) {
    self.ask = ask
  }

  /// Whether it is known that no mail can be delivered to the domain.
  func refuses(_ domain: String, on pool: NIOThreadPool, at now: Timestamp) async -> Bool {
    guard let ask else { return false }
    let known = state.withLock { state -> Bool? in
      if let known = state.known[domain], known.at.advanced(seconds: Self.keepSeconds) > now {
        return known.takesMail
      }
      guard state.asking < Self.mostQuestions else { return true }
      state.asking += 1
      return nil
    }
    if let known { return !known }
    let takesMail = await onThread(of: pool) { () -> Bool in
      ask(domain) != false || !Self.witnesses.contains { ask($0) == true }
    }
    state.withLock { state in
      state.asking -= 1
      guard let takesMail else { return }
      if state.known.count >= Self.mostKnown { state.known = [:] }
      state.known[domain] = Known(takesMail: takesMail, at: now)
    }
    return takesMail == false
  }
}
