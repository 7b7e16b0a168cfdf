import NIOPosix
import Shop
import Synchronization

/// Which domains can receive mail, as far as the domain name system said so.
///
/// Nobody waits for long and nothing grows: few questions are under way at once, and what was
/// learned is kept for a while. A domain of which nothing is known is believed.
final class MailDomains: Sendable {
  private struct Known {
    var takesMail: Bool
    var at: Timestamp
  }

  private struct State {
    var known: [String: Known] = [:]
    var asking = 0
  }

  /// Questions at once: whoever asks for more domains than these threads take is believed.
  static let mostQuestions = 8
  /// Domains kept; then all are forgotten.
  private static let mostKnown = 4_096
  /// A domain may be set up, or mended, while its owner tries again.
  private static let keepSeconds: Int64 = 300

  /// Domains that are known to take mail: name servers that deny them are not believed.
  private static let witnesses = ["gmail.com", "qq.com"]

  private let ask: (@Sendable (String) -> Bool?)?
  private let state = Mutex(State())

  /// `ask` blocks for a second at most and returns nil for what it does not know; nil asks nobody.
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
