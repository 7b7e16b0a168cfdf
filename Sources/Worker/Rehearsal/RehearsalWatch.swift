import Shop

/// Judges a rehearsal while a person pays: what is proven, what to wait for next, and what it means
/// when that does not come.
package struct RehearsalWatch: Sendable {
  /// What a rehearsal waits for.
  package enum Wait: Equatable, Sendable {
    /// The provider has not opened the checkout yet.
    case opening
    /// Nobody has paid.
    case payment
    /// The money has come, and no webhook has reported it.
    case webhook
    /// The refund is to be begun.
    case refunding
    /// The provider has not finished the refund.
    case refund
    /// The money has gone back, and no webhook has reported it.
    case refundWebhook
    /// There is nothing to wait for.
    case nothing
  }

  private let name: String
  /// The webhooks counted before the rehearsal was begun or continued.
  private let before: WebhookCountDocument

  package init(of name: String, before: WebhookCountDocument) {
    self.name = name
    self.before = before
  }

  /// What to wait for next; the payment's webhook comes before the refund, unless it is given up.
  package func wait(_ status: RehearsalStatusDocument, givesUpWebhooks: Bool) -> Wait {
    guard let rehearsal = status.rehearsal, !rehearsal.hasEnded else { return .nothing }
    guard rehearsal.isPaid else {
      switch rehearsal.opening {
      case .opened: return .payment
      case .refused, .late: return .nothing
      case .waiting, .aside, .away, nil: return .opening
      }
    }
    guard rehearsal.hold == .rehearsal else { return .nothing }
    if rehearsal.messages == 0, rehearsal.refund == nil, !givesUpWebhooks { return .webhook }
    if rehearsal.payment == .refunded {
      return rehearsal.messagesSinceRefund == 0 && !givesUpWebhooks ? .refundWebhook : .nothing
    }
    switch rehearsal.refund {
    case .open, .pending: return .refund
    case .refused: return .nothing
    case .done, nil: return .refunding
    }
  }

  /// The findings about the payment, once there is nothing more to wait for or time is up.
  package func payment(_ status: RehearsalStatusDocument) -> [RehearsalFinding] {
    guard let rehearsal = status.rehearsal else { return [] }
    guard rehearsal.isPaid else { return [unpaid(rehearsal, status.webhooks.since(before))] }
    guard rehearsal.hold == .rehearsal else {
      return [
        RehearsalFinding(
          .payment,
          .failed,
          "money came for \(rehearsal.reference), and is held: "
            + (rehearsal.hold?.rawValue ?? "unknown"),
          mend: "`cardstock-worker orders held` names the command that gives it back"
        )
      ]
    }
    let paid = "\(rehearsal.amount) came for \(rehearsal.reference)"
    guard rehearsal.messages == 0 else {
      return [
        RehearsalFinding(
          .payment,
          .ok,
          "\(paid): the webhook arrived, was believed, and equals the quote; no code was touched"
        )
      ]
    }
    return [missing(paid + ", found by asking; no webhook told of it", status)]
  }

  private func unpaid(
    _ rehearsal: RehearsalDocument,
    _ webhooks: WebhookCountDocument
  ) -> RehearsalFinding {
    if rehearsal.opening == .refused {
      return RehearsalFinding(
        .payment,
        .failed,
        "\(name) did not open the checkout",
        mend: "the worker's log has its words; the contract may not include this way to pay"
      )
    }
    guard rehearsal.opening == .opened else {
      return RehearsalFinding(
        .payment,
        .failed,
        "\(name) has not opened the checkout yet",
        mend: "it is down or busy: `payments rehearse \(name) --resume` in a moment"
      )
    }
    if let reason = rehearsal.underWay {
      return RehearsalFinding(
        .payment,
        .unproven,
        "\(name) has the payment of \(rehearsal.reference) and has not finished it: \(reason)",
        mend: "see at its own page what it waits for, such as to be accepted; then "
          + "`payments rehearse \(name) --pay --resume` goes on"
      )
    }
    if webhooks.refused + webhooks.stale > 0 {
      return refused("no payment of \(rehearsal.reference) was believed", webhooks)
    }
    return RehearsalFinding(
      .payment,
      .unproven,
      "nobody has paid \(rehearsal.reference)",
      mend: "`payments rehearse \(name) --pay --resume` goes on with it"
    )
  }

  /// The finding about money without a webhook: it did not arrive, or was refused.
  private func missing(_ what: String, _ status: RehearsalStatusDocument) -> RehearsalFinding {
    let webhooks = status.webhooks.since(before)
    guard webhooks.refused + webhooks.stale + webhooks.failed == 0 else {
      return refused(what, webhooks)
    }
    return RehearsalFinding(
      .payment,
      .failed,
      what,
      mend: "none arrived here: see the address and the events that are ticked at \(name), the "
        + "firewall and the proxy; `payments probe \(name)` goes the same way"
    )
  }

  private func refused(_ what: String, _ webhooks: WebhookCountDocument) -> RehearsalFinding {
    let mend =
      if webhooks.stale > 0 {
        "\(webhooks.stale) came with a time that our clock does not accept: set the clock by NTP"
      } else if webhooks.refused > 0 {
        "\(webhooks.refused) came and were not believed: copy the webhook's secret, certificate or "
          + "public key anew from \(name)'s console, and have the proxy pass bodies unchanged"
      } else {
        "\(webhooks.failed) came and could not be confirmed or stored: the worker's log says why"
      }
    return RehearsalFinding(.payment, .failed, what, mend: mend)
  }

  /// The finding about the refund; nil when the payment did not come to one.
  package func refund(
    _ status: RehearsalStatusDocument,
    isByHand: Bool
  ) -> RehearsalFinding? {
    guard let rehearsal = status.rehearsal, rehearsal.isPaid, rehearsal.hold == .rehearsal else {
      return nil
    }
    let reference = rehearsal.reference
    if rehearsal.payment == .refunded, isByHand {
      return RehearsalFinding(.refund, .ok, "\(rehearsal.amount) was given back by hand")
    }
    if rehearsal.payment == .refunded {
      return rehearsal.messagesSinceRefund > 0
        ? RehearsalFinding(
          .refund,
          .ok,
          "\(rehearsal.amount) went back; \(name) said so, and its webhook too"
        )
        : RehearsalFinding(
          .refund,
          .unproven,
          "\(rehearsal.amount) went back, by \(name)'s answer; no webhook has told of it",
          mend: "refunds that are made at \(name)'s own pages are heard of by webhooks: tick theirs"
        )
    }
    if isByHand {
      return RehearsalFinding(
        .refund,
        .unproven,
        "\(name) cannot be asked to give back: \(rehearsal.amount) is still there",
        mend: "give it back at its own page, then "
          + "`cardstock-worker orders refund \(reference)` takes that down"
      )
    }
    switch rehearsal.refund {
    case .refused:
      return RehearsalFinding(
        .refund,
        .failed,
        "\(name) did not give \(rehearsal.amount) back: "
          + (rehearsal.refundTrouble ?? "without words"),
        mend: "see the balance and the right to refund there; then "
          + "`payments rehearse \(name) --resume` asks again"
      )
    case .open, .pending:
      return RehearsalFinding(
        .refund,
        .unproven,
        "\(name) has not finished giving \(rehearsal.amount) back"
          + (rehearsal.refundTrouble.map { ": \($0)" } ?? ""),
        mend: "the running worker asks again by itself; `payments rehearse \(name) --resume` waits"
      )
    case .done, nil:
      return RehearsalFinding(
        .refund,
        .unproven,
        "\(rehearsal.amount) is still there",
        mend: "`payments rehearse \(name) --resume` gives it back"
      )
    }
  }
}
