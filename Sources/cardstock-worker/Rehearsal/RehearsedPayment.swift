import CProcess
import Foundation
import Payments
import Shop
import Worker

/// The payment of a rehearsal: opened by the running worker, paid by a person, and refunded.
///
/// Its whole state is in the vault, so that it can be interrupted at any moment and resumed.
struct RehearsedPayment {
  let adapter: any PaymentAdapter
  let amount: Money
  let isPhone: Bool
  let email: String
  let publicURL: String
  let link: OperatorLink
  let waitSeconds: Int
  let webhookSeconds: Int
  let isResumed: Bool
  /// Whether a new rehearsal is begun when there is none to resume.
  let mayBegin: Bool

  /// The findings, and whether the payment was interrupted and can be resumed.
  struct Outcome {
    var findings: [RehearsalFinding] = []
    var isCut = false
  }

  private var provider: Provider { type(of: adapter).provider }
  private var name: String { provider.rawValue }
  /// Until the provider is asked the first time, and between two questions.
  private static let secondsBetweenQuestions = 15
  private static let openingSeconds: Int64 = 60
  private static let secondsBetweenLooks = 0.5

  func run() async throws -> Outcome {
    guard !link.isDirect || isResumed else {
      return Outcome(findings: [
        RehearsalFinding(
          .payment,
          .failed,
          "no worker runs here: the webhook of a payment could not arrive",
          mend: "start `cardstock-worker run`, then run it again"
        )
      ])
    }
    let before = try await status(isAsked: false)
    guard try await begins(before) else {
      return Outcome(findings: [
        RehearsalFinding(
          .payment,
          .unproven,
          "there is no payment to go on with",
          mend: "`payments rehearse \(name) --pay` begins one"
        )
      ])
    }
    let watch = RehearsalWatch(of: name, before: before.webhooks)
    cprocess_note_interrupt()
    let (last, isCut) = try await follow(watch)
    Terminal.progress("")
    return try await end(watch, last, isCut: isCut)
  }

  /// Begins a rehearsal unless there is one to resume; false when there is neither.
  private func begins(_ before: RehearsalStatusDocument) async throws -> Bool {
    if let rehearsal = before.rehearsal, !rehearsal.hasEnded {
      let isOver = SystemClock.now().seconds > rehearsal.expiresAt && !rehearsal.isPaid
      guard isOver, mayBegin else {
        // Without --resume the worker refuses a new one and names the one under way.
        return isResumed ? true : try await begin()
      }
      // It has expired; the provider is asked once more before it is ended.
      let asked = try await status(isAsked: true)
      guard asked.rehearsal?.isPaid == false else { return true }
      _ = try await link.perform(EndRehearsalDocument(provider: provider))
    }
    return mayBegin && !link.isDirect ? try await begin() : false
  }

  private func begin() async throws -> Bool {
    let document = BeginRehearsalDocument(
      provider: provider,
      amountMinor: amount.minorUnits,
      currency: amount.currency.code,
      isPhone: isPhone,
      email: email
    )
    _ = try await link.perform(document)
    return true
  }

  /// Looks until there is nothing to wait for, time is up, or Ctrl-C is pressed.
  private func follow(
    _ watch: RehearsalWatch
  ) async throws -> (RehearsalStatusDocument, isCut: Bool) {
    let begun = SystemClock.now().seconds
    var deadline = begun + Self.openingSeconds
    var current = RehearsalWatch.Wait.opening
    var lastQuestion = begun
    var givesUpWebhooks = false
    var mayRefundAgain = isResumed
    while true {
      let now = SystemClock.now().seconds
      let isAsked = now - lastQuestion >= Int64(Self.secondsBetweenQuestions)
      if isAsked { lastQuestion = now }
      let status = try await status(isAsked: isAsked)
      let wait = watch.wait(status, givesUpWebhooks: givesUpWebhooks)
      if wait != current {
        current = wait
        deadline = now + seconds(of: wait)
        announce(wait, status)
      }
      switch wait {
      case .nothing:
        guard mayRefundAgain, status.rehearsal?.refund == .refused else { return (status, false) }
        mayRefundAgain = false
        try await refund(status)
      case .refunding:
        guard adapter.givesBack else { return (status, false) }
        try await refund(status)
      // Ask again for an open refund at once, instead of waiting for the worker's next round.
      case .refund where mayRefundAgain && status.rehearsal?.refund == .open:
        mayRefundAgain = false
        try await refund(status)
      case .opening, .payment, .webhook, .refund, .refundWebhook:
        if cprocess_was_interrupted() != 0 { return (status, true) }
        let isInVain = wait == .refundWebhook && !adapter.givesBack
        if now >= deadline || isInVain {
          guard wait == .webhook || wait == .refundWebhook else { return (status, true) }
          givesUpWebhooks = true
          continue
        }
        tell(wait, left: deadline - now)
        pause()
      }
    }
  }

  /// Blocks, since the command has nothing else to do.
  private func pause() { Thread.sleep(forTimeInterval: Self.secondsBetweenLooks) }

  private func seconds(of wait: RehearsalWatch.Wait) -> Int64 {
    switch wait {
    case .opening: Self.openingSeconds
    case .payment: Int64(waitSeconds)
    case .webhook, .refund, .refundWebhook: Int64(webhookSeconds)
    case .refunding, .nothing: 0
    }
  }

  /// Shows what to pay, once.
  private func announce(_ wait: RehearsalWatch.Wait, _ status: RehearsalStatusDocument) {
    guard wait == .payment, let rehearsal = status.rehearsal,
      let reference = Reference(rehearsal.reference)
    else { return }
    let page = publicURL + Route.checkoutPage(reference).path
    Terminal.progress("")
    Terminal.note("")
    Terminal.note("pay exactly \(rehearsal.amount), once; it is given back at once")
    Terminal.note("  page   \(page)")
    if let scan = rehearsal.scan { Terminal.note("  code   \(scan)") }
    if let code = QRCode(rehearsal.scan ?? page), Terminal.picture(code.halfBlocks) {
      let who =
        rehearsal.scan == nil ? "a phone's camera, which opens the page" : "the app of \(name)"
      Terminal.note("scan this with \(who)")
    }
    Terminal.note("Ctrl-C stops waiting; --resume goes on, or gives back what was paid")
    Terminal.note("")
  }

  private func tell(_ wait: RehearsalWatch.Wait, left: Int64) {
    let time = "\(left / 60):" + (left % 60 < 10 ? "0" : "") + "\(left % 60)"
    let words =
      switch wait {
      case .opening: "\(name) opens the checkout"
      case .payment: "waiting for a payment"
      case .webhook: "the money is there; waiting for its webhook"
      case .refund: "\(name) gives it back"
      case .refundWebhook: "it went back; waiting for the webhook of that"
      case .refunding, .nothing: ""
      }
    Terminal.progress("\(words), \(time) left")
  }

  private func refund(_ status: RehearsalStatusDocument) async throws {
    guard let rehearsal = status.rehearsal else { return }
    let document = RefundOrderDocument(
      reference: rehearsal.reference,
      payment: rehearsal.paymentID,
      amount: nil,
      reason: "rehearsal"
    )
    _ = try await link.perform(document)
  }

  private func end(
    _ watch: RehearsalWatch,
    _ last: RehearsalStatusDocument,
    isCut: Bool
  ) async throws -> Outcome {
    var outcome = Outcome(findings: watch.payment(last), isCut: isCut)
    if let refund = watch.refund(last, isByHand: !adapter.givesBack) {
      outcome.findings.append(refund)
    }
    guard let rehearsal = last.rehearsal, !rehearsal.hasEnded else { return outcome }
    let isBack = rehearsal.payment == .refunded
    let isGone = !rehearsal.isPaid && (rehearsal.opening == .refused || rehearsal.opening == .late)
    if isBack || isGone {
      _ = try await link.perform(EndRehearsalDocument(provider: provider))
      outcome.isCut = false
    }
    return outcome
  }

  private func status(isAsked: Bool) async throws -> RehearsalStatusDocument {
    try await link.perform(ShowRehearsalDocument(provider: provider, isAsked: isAsked))
  }
}
