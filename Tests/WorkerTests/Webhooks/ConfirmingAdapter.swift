import Payments
import Shop
import Synchronization

/// A provider's adapter with answers from a vector: it confirms claims, and has the certificates
/// of `certs_by_url`.
final class ConfirmingAdapter<Real: PaymentAdapter>: PaymentAdapter {
  static var provider: Provider { Real.provider }
  static var settings: [Setting] { Real.settings }
  static var facts: ProviderFacts { Real.facts }

  private let real: Real
  private let certificates: [String: String]
  private let claimed = Mutex<PaymentFact?>(nil)

  init(_ real: Real, certificates: [String: String]) {
    self.real = real
    self.certificates = certificates
  }

  convenience init(_ section: SettingsSection) throws(SettingFault) {
    self.init(try Real(section), certificates: [:])
  }

  var answers: WebhookAnswers { real.answers }

  func verify(
    _ request: WebhookRequest,
    at now: Timestamp
  ) throws(WebhookRefusal) -> VerifiedWebhook {
    let verified = try real.verify(request, at: now)
    if case .claim(let claim) = verified { claimed.withLock { $0 = claim.claimed } }
    return verified
  }

  func learnKey(_ name: String, _ call: Call) throws(ProviderError) -> Bool {
    guard let pem = certificates[name], let paypal = real as? PayPalAdapter else { return false }
    return paypal.keep(pem, from: name, at: call.now)
  }

  func start(_ request: StartRequest, _ call: Call) throws(ProviderError) -> StartedCheckout {
    throw .unsupported
  }

  func query(_ question: Payment.Question, _ call: Call) throws(ProviderError) -> Payment.Finding {
    let fact = claimed.withLock { $0 }
    return Payment.Finding(facts: fact.map { [$0] } ?? [], isFinal: true)
  }

  func refund(_ request: RefundRequest, _ call: Call) throws(ProviderError) -> RefundAnswer {
    throw .unsupported
  }

  func statement(
    of day: CivilDate,
    _ call: Call
  ) throws(ProviderError) -> [Statement.Line]? { throw .unsupported }
}

extension VectorKeys {
  /// The adapter of a merchant with these keys.
  func adapter(of provider: Provider) throws -> any PaymentAdapter {
    let kind = try unwrapped(AdapterTable.all.first { $0.provider == provider })
    return try confirming(kind, try section(of: provider))
  }

  private func confirming<Real: PaymentAdapter>(
    _ kind: Real.Type,
    _ section: SettingsSection
  ) throws -> any PaymentAdapter {
    ConfirmingAdapter(try Real(section), certificates: map("certs_by_url"))
  }
}
