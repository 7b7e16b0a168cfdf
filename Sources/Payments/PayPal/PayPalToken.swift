import Shop
import Synchronization

/// The access token that PayPal's API was last opened with; shared by all calls.
final class PayPalToken: Sendable {
  private struct Kept {
    let secret: Secret
    let goodUntil: Timestamp
  }

  private let kept = Mutex<Kept?>(nil)
  /// Early enough that a call which begins with it does not end without it.
  private static let marginSeconds: Int64 = 120

  /// The token, while it is good.
  func current(at now: Timestamp) -> Secret? {
    kept.withLock { kept in kept.flatMap { now < $0.goodUntil ? $0.secret : nil } }
  }

  func keep(_ secret: Secret, forSeconds lifetime: Int64, at now: Timestamp) {
    let lifetime = min(max(lifetime, 0), 86_400)
    let goodUntil = now.advanced(seconds: lifetime - Self.marginSeconds)
    kept.withLock { $0 = Kept(secret: secret, goodUntil: goodUntil) }
  }

  /// Lets go of a token that PayPal does not take any more, unless another has replaced it.
  func forget(_ secret: Secret) {
    kept.withLock { kept in
      if kept?.secret == secret { kept = nil }
    }
  }
}
