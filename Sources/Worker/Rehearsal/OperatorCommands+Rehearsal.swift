import Payments
import Shop
import Storage

extension OperatorCommands {
  /// Opens a checkout that makes no order, for a person to pay.
  func beginRehearsal(
    _ document: RehearsalStartDocument,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    guard let provider = Provider(rawValue: document.provider),
      books?.providerCalls.adapters[provider] != nil
    else { return Self.noSection(document.provider) }
    var random = SystemRandomNumberGenerator()
    guard let currency = Currency(document.currency), document.amountMinor > 0,
      provider.takes(currency), let email = EmailAddress(document.email),
      let checkout = Rehearsal.checkout(
        Reference(using: &random),
        provider: provider,
        amount: Money(minorUnits: document.amountMinor, currency: currency),
        email: email,
        at: now()
      )
    else {
      return .refused(
        "--amount: expected money that \(document.provider) takes, found "
          + "\(document.amountMinor) \(document.currency)"
      )
    }
    try await store.beginRehearsal(checkout, isPhone: document.isPhone, by: person, at: now())
    return try await showRehearsal(provider.rawValue, isAsked: false)
  }

  /// Where the latest rehearsal with a provider stands; `isAsked` asks the provider first.
  func showRehearsal(
    _ name: String,
    isAsked: Bool
  ) async throws(StoreError) -> AnswerDocument {
    guard let provider = Provider(rawValue: name) else { return Self.noSection(name) }
    let webhooks = probes.count(of: provider)
    guard let rehearsal = try await rehearsal(with: provider) else {
      return .rehearsal(RehearsalStandDocument(rehearsal: nil, webhooks: webhooks))
    }
    let checkout = try await read { (store) throws(StoreError) in
      try store.checkout(rehearsal.reference)
    }
    if let checkout, rehearsal.endedAt == nil {
      // Whoever runs the command looks at it: it keeps its place in line.
      if checkout.opening?.state == .away {
        try await store.returnToLine(rehearsal.reference, at: now())
      }
      // Settled as any answer is; that it does not answer is told by the steps before.
      if isAsked, let providerCalls = books?.providerCalls {
        _ = await providerCalls.ask(checkout.question, of: provider)
      }
    }
    let payment = try await read { (store) throws(StoreError) in
      // A second payment of it is no part of it.
      let filter = Payment.Filter(provider: provider, reference: rehearsal.reference, limit: 9)
      let found = try store.payments(filter)
      let own = found.first { $0.mismatch == .rehearsal } ?? found.first
      return try store.payment(own?.paymentID ?? rehearsal.reference.text, provider: provider)
    }
    return .rehearsal(
      RehearsalStandDocument(
        rehearsal: RehearsalDocument(rehearsal, checkout, payment),
        webhooks: webhooks
      )
    )
  }

  /// Ends the rehearsal with a provider; one that has ended stays so.
  func endRehearsal(_ name: String, by person: Operator) async throws(StoreError) -> AnswerDocument
  {
    guard let provider = Provider(rawValue: name) else { return Self.noSection(name) }
    guard let rehearsal = try await rehearsal(with: provider) else { throw .unknownCheckout }
    try await store.endRehearsal(rehearsal.reference, by: person, at: now())
    return .done
  }

  private func rehearsal(with provider: Provider) async throws(StoreError) -> Rehearsal? {
    try await read { (store) throws(StoreError) in try store.rehearsal(with: provider) }
  }

  private static func noSection(_ name: String) -> AnswerDocument {
    .refused("\(name): expected its section in the running worker, found none; restart the worker")
  }
}
