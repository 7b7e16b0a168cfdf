package import Payments
package import Shop

/// The steps of a rehearsal that need only the provider: each asks it something and judges the
/// answer.
///
/// They block their thread, and leave nothing behind but a checkout that no buyer sees.
package struct ProviderRehearsal: Sendable {
  private let adapter: any PaymentAdapter
  /// The worker's public URL, to which the provider would send webhooks and buyers.
  private let publicURL: String
  /// The amount of the checkout that it is asked to open.
  private let amount: Money
  private let isPhone: Bool
  private let now: @Sendable () -> Timestamp

  package init(
    _ adapter: any PaymentAdapter,
    publicURL: String,
    amount: Money,
    isPhone: Bool,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.adapter = adapter
    self.publicURL = publicURL
    self.amount = amount
    self.isPhone = isPhone
    self.now = now
  }

  /// The steps, in the order in which they are done.
  package static let steps: [RehearsalFinding.Step] = [
    .keys, .clock, .query, .statement, .checkout,
  ]

  private var provider: Provider { type(of: adapter).provider }
  private var name: String { provider.rawValue }
  private var call: Call { Call(now: now(), nonce: ProviderCalls.nonce) }
  private static let daysBeforeRenewal: Int64 = 30

  /// Does one step; nil for a step that is not among `steps`.
  package func finding(_ step: RehearsalFinding.Step, reference: Reference) -> RehearsalFinding? {
    do throws(ProviderError) {
      switch step {
      case .keys: return keys()
      case .clock: return try clock()
      case .query: return try query(reference)
      case .statement: return try statement()
      case .checkout: return try checkout(reference)
      case .webhook, .payment, .refund: return nil
      }
    } catch {
      return RehearsalFinding(step, error, of: name)
    }
  }

  /// Checks the keys in the settings and the days that they remain valid.
  private func keys() -> RehearsalFinding {
    let moment = now()
    let faults = adapter.faults(at: moment) + deniedSettings()
    var trouble: [String] = []
    var expiring: [String] = []
    let listed = adapter.credentials.map { credential in
      let label = credential.name + (credential.serial.map { " \($0)" } ?? "")
      if let first = credential.validFrom, first > moment { trouble.append(label) }
      guard let last = credential.validUntil else { return label }
      let days = (last.seconds - moment.seconds) / 86_400
      if last < moment {
        trouble.append(label)
        return "\(label): expired on \(CivilDate(last))"
      }
      if days < Self.daysBeforeRenewal { expiring.append(label) }
      return "\(label): good for \(days) days, until \(CivilDate(last))"
    }
    let mode = adapter.takesRealMoney ? "real money" : "no real money"
    let text = ([mode] + (listed.isEmpty ? ["keys without a date"] : listed))
      .joined(separator: "; ")
    if !faults.isEmpty {
      let said = faults.map { "\(name).\($0.name): expected \($0.expected), found \($0.found)" }
      let mend = faults.map(\.remedy).joined(separator: "; ")
      return RehearsalFinding(.keys, .failed, said.joined(separator: "; "), mend: mend)
    }
    if !trouble.isEmpty {
      return RehearsalFinding(
        .keys,
        .failed,
        text,
        mend: "get a valid one at \(name) in place of: \(trouble.joined(separator: ", "))"
      )
    }
    let soon = expiring.isEmpty ? [] : ["renew soon: \(expiring.joined(separator: ", "))"]
    let mend = (soon + adapter.remarks(at: moment)).joined(separator: "; ")
    return RehearsalFinding(.keys, .ok, text, mend: mend.isEmpty ? nil : mend)
  }

  /// Settings that the provider calls wrong.
  private func deniedSettings() -> [SettingFault] {
    do throws(ProviderError) {
      return try adapter.faults(asking: call)
    } catch {
      // The next step, which asks the provider too, reports the trouble.
      return []
    }
  }

  /// How far the clocks may differ before signatures that hold a time are refused.
  private static let tolerableSeconds: Int64 = 60

  private func clock() throws(ProviderError) -> RehearsalFinding {
    guard let address = adapter.apiAddress else {
      return RehearsalFinding(.clock, .unproven, "\(name) has no address to ask")
    }
    let before = now()
    guard let theirs = try address.time() else {
      return RehearsalFinding(.clock, .unproven, "\(name) answered without a Date")
    }
    // The provider reads its clock between `before` and `after`.
    let after = now()
    let ahead = before > theirs ? before.seconds - theirs.seconds : 0
    let behind = theirs > after ? theirs.seconds - after.seconds : 0
    guard max(ahead, behind) > Self.tolerableSeconds else {
      return RehearsalFinding(
        .clock,
        .ok,
        "within \(max(ahead, behind, 1)) s of \(name)'s, by the Date of its answer"
      )
    }
    let side = ahead > 0 ? "\(ahead) s ahead of" : "\(behind) s behind"
    return RehearsalFinding(
      .clock,
      .failed,
      "this machine's clock is \(side) \(name)'s, by the Date of its answer",
      mend: "set it by NTP (`timedatectl set-ntp true`): beyond 300 s signatures are refused"
    )
  }

  private func query(_ reference: Reference) throws(ProviderError) -> RehearsalFinding {
    let call = self.call
    let finding: Payment.Finding
    do {
      finding = try adapter.query(adapter.unknownQuestion(reference, call), call)
    } catch .unsupported {
      return RehearsalFinding(.query, .unproven, "there is nobody to ask: webhooks alone tell")
    }
    guard finding.facts.isEmpty else {
      return RehearsalFinding(
        .query,
        .failed,
        "asked about an order that does not exist, \(name) answered that it was paid",
        mend: "see that the address in the settings is the provider's own"
      )
    }
    let asked = "asked about an order that does not exist: \(name) knows none"
    if type(of: adapter).facts.signsNotFound {
      return RehearsalFinding(.query, .ok, "\(asked); our signature was taken, its own verifies")
    }
    guard type(of: adapter).facts.checksKeyOfQuestions else {
      return RehearsalFinding(
        .query,
        .unproven,
        "\(asked); it says the same to a wrong key, and signs nothing",
        mend: "a payment proves the key: run it with --pay"
      )
    }
    return RehearsalFinding(
      .query,
      .ok,
      "\(asked); our key was taken, TLS names whose answer it is"
    )
  }

  private func statement() throws(ProviderError) -> RehearsalFinding {
    let day = StatementDays.due(of: provider, taken: [], at: now()).last ?? CivilDate(now())
    let lines: [Statement.Line]?
    do {
      lines = try adapter.statement(of: day, call)
    } catch .unsupported {
      return RehearsalFinding(
        .statement,
        .unproven,
        "\(name) has none",
        mend: "compare with its own pages by hand"
      )
    }
    guard let lines else {
      return RehearsalFinding(
        .statement,
        .unproven,
        "\(name) has none of \(day): nothing moved on it, or it is not written yet",
        mend: "run it again on a day after a payment: in Beijing after ten in the morning, else "
          + "after 06:30 UTC"
      )
    }
    let count = lines.count == 1 ? "1 line" : "\(lines.count) lines"
    let what = lines.isEmpty ? "nothing moved on it" : "\(count), each of which can be read"
    return RehearsalFinding(.statement, .ok, "fetched that of \(day): \(what)")
  }

  private func checkout(_ reference: Reference) throws(ProviderError) -> RehearsalFinding {
    let moment = now()
    guard let email = EmailAddress("rehearsal@example.com"),
      let checkout = Rehearsal.checkout(
        reference,
        provider: provider,
        amount: amount,
        email: email,
        at: moment
      )
    else { throw .refused("the rehearsal's checkout cannot be written") }
    let page = publicURL + Route.checkoutPage(reference).path
    let request = StartRequest(
      checkout: checkout,
      isPhone: isPhone,
      buyerAddress: "127.0.0.1",
      notifyURL: publicURL + Route.webhook(provider).path,
      returnURL: publicURL + Route.checkoutReturn(reference).path,
      cancelURL: page
    )
    let call = self.call
    let started: StartedCheckout
    do {
      started = try adapter.start(request, call)
    } catch .unsupported {
      return RehearsalFinding(
        .checkout,
        .unproven,
        "buyers do not pay here: \(name) tells of sales"
      )
    }
    guard adapter.opensByCall(isPhone: isPhone) else {
      return RehearsalFinding(
        .checkout,
        .unproven,
        "wrote and signed what a buyer's browser takes to \(name) for \(amount); "
          + "\(name) sees it first when somebody pays",
        mend: "run it with --pay"
      )
    }
    return try closing(started, of: checkout, sentAt: call.now)
  }

  /// Asks about the checkout as if it had expired, which closes it if the provider can close.
  private func closing(
    _ started: StartedCheckout,
    of checkout: Checkout,
    sentAt: Timestamp
  ) throws(ProviderError) -> RehearsalFinding {
    let opened = "opened a checkout of \(checkout.amount)"
    let question = Payment.Question(
      reference: checkout.reference,
      sessionID: started.sessionID,
      openedAt: checkout.createdAt,
      expiresAt: checkout.createdAt
    ).sent(at: [sentAt])
    let finding = try adapter.query(question, call)
    guard finding.facts.allSatisfy({ !$0.isPaid }) else {
      return RehearsalFinding(
        .checkout,
        .failed,
        "\(opened), and \(name) says that it is paid",
        mend: "see that the address in the settings is the provider's own"
      )
    }
    return RehearsalFinding(
      .checkout,
      .ok,
      finding.isFinal
        ? "\(opened) and closed it: no money can come for it"
        : "\(opened); \(name) has no way to close it, it lapses by itself, and nobody has its link"
    )
  }
}
