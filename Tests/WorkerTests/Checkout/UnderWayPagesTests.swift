import Payments
import Shop
import Storage
import Testing
import Transport
import Worker

/// Buyers whose money the provider has and has not finished.
@Suite(.timeLimit(.minutes(20)))
struct UnderWayPagesTests {
  private static let pending = Payment.Finding(
    facts: [],
    isFinal: true,
    underWay: Payment.UnderWay(reason: "ECHECK", mostDays: 30)
  )

  private static func kept() -> Kept<Payment.Finding> {
    let finding = Kept<Payment.Finding>()
    finding.keep(pending)
    return finding
  }

  private func run(
    _ finding: Kept<Payment.Finding> = Self.kept(),
    at clock: Clock,
    language: Language = .english,
    test: @Sendable (LiveWorker) async throws -> Void
  ) async throws {
    try await PayPalCheckout.run(
      { _ in finding.value ?? .open },
      at: clock,
      language: language,
      options: .stocked
    ) { worker, _ in
      try await test(worker)
    }
  }

  @Test(
    arguments: [
      (Language.english, "please do not pay again", "PayPal is working on your payment"),
      (.chinese, "请勿重复付款", "PayPal 正在处理这笔付款"),
    ]
  )
  func `are told to wait, and are led to no payment`(
    language: Language,
    words: String,
    title: String
  ) async throws {
    let clock = Clock()
    try await run(at: clock, language: language) { worker async throws in
      _ = try await worker.send(.get, PayPalCheckout.page + "/return")
      let gone = try await worker.send(.get, PayPalCheckout.page + "/pay")
      #expect(gone.header("location") == PayPalCheckout.page)
      // Also when the time to pay is over, and when somebody asks to pay again.
      for query in ["", "?again=1", "?go=1"] {
        let shown = try await worker.send(.get, PayPalCheckout.page + query)
        #expect(shown.text.contains("data-state=\"underway\""), "\(query)")
        #expect(shown.text.contains(words) && shown.text.contains(title))
        #expect(!shown.text.contains("pay.example"))
        #expect(shown.header("refresh") == "60;url=\(PayPalCheckout.page)")
        clock.pass(seconds: 2_000)
      }
    }
  }

  @Test func `who turns back then is not told that nothing was charged`() async throws {
    try await run(at: Clock()) { worker async throws in
      let back = try await worker.send(.get, PayPalCheckout.page + "/cancelled")
      #expect(back.status == 303 && back.header("location") == PayPalCheckout.page)
    }
  }

  @Test func `get their codes when the provider has finished`() async throws {
    let finding = Self.kept()
    let clock = Clock()
    try await run(finding, at: clock) { worker async throws in
      _ = try await worker.send(.get, PayPalCheckout.page + "/return")
      let reference = try unwrapped(Reference(PayPalCheckout.text))
      #expect(try worker.store.checkout(reference)?.underWay == "ECHECK")
      let paid = try Sample.paid(reference, paymentID: "CAP-1")
      finding.keep(Payment.Finding(facts: [paid], isFinal: true))
      clock.pass(seconds: 61)
      _ = try await worker.send(.get, PayPalCheckout.page + "/return")
      #expect(try await worker.send(.get, PayPalCheckout.page).text.contains("data-state=\"paid\""))
    }
  }
}
