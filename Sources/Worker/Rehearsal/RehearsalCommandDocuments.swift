import Payments
package import Shop
package import Storage

/// Opens a checkout of a rehearsal for a person to pay; it makes no order.
package struct BeginRehearsalDocument: CommandDocument {
  /// `payments rehearse`.
  package static let kind = OperationKind.beginRehearsal

  let provider: Provider
  /// The amount in minor units of `currency`.
  let amountMinor: Int64
  let currency: String
  /// Whether it is opened as for a buyer on a phone.
  let isPhone: Bool
  /// The buyer's address for the provider, which is the shop's own.
  let email: String

  package init(
    provider: Provider,
    amountMinor: Int64,
    currency: String,
    isPhone: Bool,
    email: String
  ) {
    self.provider = provider
    self.amountMinor = amountMinor
    self.currency = currency
    self.isPhone = isPhone
    self.email = email
  }

  /// Returns where the rehearsal stands.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> RehearsalStatusDocument {
    guard commands.matcher?.providerCalls.adapters[provider] != nil else {
      throw CommandRefusal.noSection(provider)
    }
    var random = SystemRandomNumberGenerator()
    guard let currency = Currency(currency), amountMinor > 0, provider.takes(currency),
      let email = EmailAddress(email),
      let checkout = Rehearsal.checkout(
        Reference(using: &random),
        provider: provider,
        amount: Money(minorUnits: amountMinor, currency: currency),
        email: email,
        at: commands.now()
      )
    else {
      throw CommandRefusal(
        "--amount: expected money that \(provider.rawValue) takes, found \(amountMinor) \(currency)"
      )
    }
    try await commands.store.beginRehearsal(
      checkout,
      isPhone: isPhone,
      by: person,
      at: commands.now()
    )
    return try await commands.rehearsalStatus(at: provider, isAsked: false)
  }

  /// A note that names the provider.
  package func note(of answer: RehearsalStatusDocument) -> ActNote {
    ActNote(provider.rawValue)
  }
}

/// Asks where the latest rehearsal with a provider stands.
package struct ShowRehearsalDocument: CommandDocument {
  /// `payments rehearse`.
  package static let kind = OperationKind.showRehearsal

  let provider: Provider
  /// Whether the provider is asked first.
  let isAsked: Bool

  package init(provider: Provider, isAsked: Bool) {
    self.provider = provider
    self.isAsked = isAsked
  }

  /// Returns the rehearsal and the outcomes of its provider's webhooks.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> RehearsalStatusDocument {
    try await commands.rehearsalStatus(at: provider, isAsked: isAsked)
  }
}

/// Ends a rehearsal, once its money has gone back.
package struct EndRehearsalDocument: CommandDocument {
  /// `payments rehearse`.
  package static let kind = OperationKind.endRehearsal

  let provider: Provider

  package init(provider: Provider) {
    self.provider = provider
  }

  /// Ends the rehearsal; one that has ended stays ended.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> DoneDocument {
    guard let rehearsal = try await commands.rehearsal(with: provider) else {
      throw StoreError.unknownCheckout
    }
    try await commands.store.endRehearsal(rehearsal.reference, by: person, at: commands.now())
    return DoneDocument()
  }

  /// A note that names the provider.
  package func note(of answer: DoneDocument) -> ActNote {
    ActNote("\(provider.rawValue) ended")
  }
}

extension OperatorCommands {
  /// Where the latest rehearsal with a provider stands; `isAsked` asks the provider first.
  fileprivate func rehearsalStatus(
    at provider: Provider,
    isAsked: Bool
  ) async throws(StoreError) -> RehearsalStatusDocument {
    let webhooks = probes.count(of: provider)
    guard let rehearsal = try await rehearsal(with: provider) else {
      return RehearsalStatusDocument(rehearsal: nil, webhooks: webhooks)
    }
    let checkout = try await read { (store) throws(StoreError) in
      try store.checkout(rehearsal.reference)
    }
    if let checkout, rehearsal.endedAt == nil {
      // Running the command counts as a look at the page: the checkout keeps its place.
      if checkout.opening?.state == .away {
        try await store.returnToQueue(rehearsal.reference, at: now())
      }
      // The answer is settled like any other; earlier steps report a provider that does not answer.
      if isAsked, let providerCalls = matcher?.providerCalls {
        _ = await providerCalls.ask(checkout.question, of: provider)
      }
    }
    let payment = try await read { (store) throws(StoreError) in
      // A second payment of the checkout is not part of the rehearsal.
      let filter = Payment.Filter(provider: provider, reference: rehearsal.reference, limit: 9)
      let found = try store.payments(filter)
      let own = found.first { $0.mismatch == .rehearsal } ?? found.first
      return try store.payment(own?.paymentID ?? rehearsal.reference.text, provider: provider)
    }
    return RehearsalStatusDocument(
      rehearsal: RehearsalDocument(rehearsal, checkout, payment),
      webhooks: webhooks
    )
  }

  fileprivate func rehearsal(
    with provider: Provider
  ) async throws(StoreError) -> Rehearsal? {
    try await read { (store) throws(StoreError) in try store.rehearsal(with: provider) }
  }
}

extension CommandRefusal {
  fileprivate static func noSection(_ provider: Provider) -> CommandRefusal {
    CommandRefusal(
      "\(provider.rawValue): expected its section in the running worker, found none; restart the "
        + "worker"
    )
  }
}
