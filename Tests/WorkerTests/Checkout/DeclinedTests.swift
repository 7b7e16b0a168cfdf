import Payments
import Shop
import Storage
import Synchronization
import Testing
import Transport
import Worker

/// A provider that declines what the buyer approved, and the buyer's second card.
@Suite(.timeLimit(.minutes(20)))
struct DeclinedTests {
  private static let page = PayPalCheckout.page

  private static func decline(
    _ attempt: Int,
    isBuyers: Bool = true,
    awaitsApproval: Bool = false
  ) -> Payment.Finding {
    Payment.Finding(
      facts: [],
      isFinal: false,
      decline: Payment.Decline(
        attempt: attempt,
        isBuyers: isBuyers,
        awaitsApproval: awaitsApproval,
        words: "INSTRUMENT_DECLINED"
      )
    )
  }

  @Test func `a declined buyer is led back to the provider, and the next attempt is another one`()
    async throws
  {
    let reference = try unwrapped(Reference(PayPalCheckout.text))
    let paid = try Sample.paid(reference, paymentID: "CAP-1")
    let clock = Clock()
    let asked = Mutex<[Int]>([])
    let isCardGood = Mutex(false)
    try await PayPalCheckout.run(
      { question in
        asked.withLock { $0.append(question.declines) }
        return !isCardGood.withLock { $0 }
          ? Self.decline(question.declines) : Payment.Finding(facts: [paid], isFinal: true)
      },
      at: clock
    ) { worker, reference in
      for number in 1...2 {
        #expect(try await worker.send(.get, Self.page + "/return").status == 303)
        let shown = try await worker.send(.get, Self.page).text
        #expect(shown.contains("data-state=\"declined\""), "\(number)")
        #expect(shown.contains("you have not been charged"))
        #expect(shown.contains("href=\"https://pay.example/1\""))
        // The scheduled questions try the card too.
        #expect(try worker.store.declines(of: reference, at: .paypal).count >= number)
        clock.pass(seconds: 61)
      }
      isCardGood.withLock { $0 = true }
      _ = try await worker.send(.get, Self.page + "/return")
      #expect(try await worker.send(.get, Self.page).text.contains("data-state=\"paid\""))
      // Two questions at once try one attempt, which the provider takes for one.
      #expect(asked.withLock { Set($0).isSuperset(of: [0, 1, 2]) && $0 == $0.sorted() })
    }
  }

  @Test func `after a decline only a buyer who is back, or a new approval, has it tried again`()
    async throws
  {
    let clock = Clock()
    let waits = Mutex<[Bool]>([])
    try await PayPalCheckout.run(
      { question in
        waits.withLock { $0.append(question.awaitsApproval) }
        return question.awaitsApproval
          ? .open : Self.decline(question.declines, awaitsApproval: true)
      },
      at: clock
    ) { worker, reference in
      let store = worker.store
      let isWaiting = { try store.declines(of: reference, at: .paypal).awaitsApproval }
      _ = try await worker.send(.get, Self.page + "/return")
      #expect(try isWaiting())
      // An approval of before the decline, which PayPal tells again, is none of after it.
      for (seconds, isStill) in [(Int64(-1), true), (0, false)] {
        let moment = clock.now.advanced(seconds: seconds)
        try await store.recordApproval(of: reference, at: .paypal, since: moment, at: clock.now)
        #expect(try isWaiting() == isStill)
      }
      let again = try unwrapped(Self.decline(1, awaitsApproval: true).decline)
      try await store.recordDecline(again, of: reference, at: .paypal, at: clock.now)
      #expect(try isWaiting())
      clock.pass(seconds: 61)
      _ = try await worker.send(.get, Self.page + "/return")
      #expect(waits.withLock { $0.filter { !$0 }.count } == 2)
      #expect(try store.declines(of: reference, at: .paypal).count == 3)
    }
  }

  @Test(arguments: [Int64(0), 1, 300])
  func `a decline that was told before its buyer is back is shown, until a new card is approved`(
    _ seconds: Int64
  ) async throws {
    let clock = Clock()
    let isAnswering = Mutex(true)
    try await PayPalCheckout.run(
      { _ throws(ProviderError) in
        guard isAnswering.withLock({ $0 }) else { throw .temporary("no answer") }
        return .open
      },
      at: clock
    ) { worker, reference in
      let told = try unwrapped(Self.decline(0, awaitsApproval: true).decline)
      try await worker.store.recordDecline(told, of: reference, at: .paypal, at: clock.now)
      clock.pass(seconds: seconds)
      _ = try await worker.send(.get, Self.page + "/return")
      #expect(try await worker.send(.get, Self.page).text.contains("data-state=\"declined\""))
      clock.pass(seconds: 61)
      isAnswering.withLock { $0 = false }
      _ = try await worker.send(.get, Self.page + "/return")
      #expect(try await worker.send(.get, Self.page).text.contains("data-state=\"confirming\""))
    }
  }

  @Test func `a declined capture of a finished order ends the checkout`() async throws {
    let reference = try unwrapped(Reference(PayPalCheckout.text))
    let failed = PaymentFact.failed(Payment.Key(paymentID: "CAP-1", reference: reference))
    let finding = Payment.Finding(facts: [failed], isFinal: true)
    try await PayPalCheckout.run({ _ in finding }) { worker, _ in
      _ = try await worker.send(.get, Self.page + "/return")
      #expect(try await worker.send(.get, Self.page).text.contains("data-state=\"expired\""))
    }
  }

  @Test func `an attempt whose answer was not stored is the same request again`() async throws {
    let asked = Mutex<[Int]>([])
    try await PayPalCheckout.run({ question in
      asked.withLock { $0.append(question.declines) }
      return Self.decline(question.declines)
    }) { worker, reference in
      // A repeated answer and a late one count once.
      for attempt in [0, 0, 1, 0] {
        let decline = Payment.Decline(attempt: attempt, isBuyers: true, words: "x")
        try await worker.store.recordDecline(decline, of: reference, at: .paypal, at: Sample.now)
      }
      #expect(try worker.store.declines(of: reference, at: .paypal).count == 2)
      #expect(try worker.store.declines(of: reference, at: .stripe).count == 0)
      _ = try await worker.send(.get, Self.page + "/return")
      #expect(asked.withLock { $0 } == [2])
      #expect(try worker.store.declines(of: reference, at: .paypal).count == 3)
    }
  }

  @Test func `nothing is asked while the number of declines cannot be stored`() async throws {
    let isFull = Kept<Bool>()
    let asked = Mutex<[Int]>([])
    var options = LiveWorker.Options()
    options.probe = CommitProbe { if isFull.value == true { throw Missing() } }
    try await PayPalCheckout.run(
      { question in
        asked.withLock { $0.append(question.declines) }
        return Self.decline(question.declines)
      },
      options: options
    ) { worker, reference in
      isFull.keep(true)
      _ = try await worker.send(.get, Self.page + "/return")
      isFull.keep(false)
      #expect(try worker.store.declines(of: reference, at: .paypal).count == 0)
      #expect(asked.withLock { $0 } == [0])
    }
  }

  @Test func `what only the shop can mend shows no declined card`() async throws {
    try await PayPalCheckout.run({ question in Self.decline(question.declines, isBuyers: false) }) {
      worker,
      reference in
      _ = try await worker.send(.get, Self.page + "/return")
      #expect(try worker.store.declines(of: reference, at: .paypal).count == 1)
      let shown = try await worker.send(.get, Self.page).text
      #expect(!shown.contains("data-state=\"declined\""))
    }
  }

  @Test func `an order that can be paid no more says so at once`() async throws {
    try await PayPalCheckout.run({ _ in Payment.Finding(facts: [], isFinal: true) }) { worker, _ in
      _ = try await worker.send(.get, Self.page + "/return")
      #expect(try await worker.send(.get, Self.page).text.contains("data-state=\"expired\""))
    }
  }

  @Test func `says it in Chinese too`() async throws {
    try await PayPalCheckout.run({ Self.decline($0.declines) }, language: .chinese) { worker, _ in
      _ = try await worker.send(.get, Self.page + "/return")
      let shown = try await worker.send(.get, Self.page).text
      #expect(shown.contains("PayPal 没有接受") && shown.contains("您没有被扣款"))
    }
  }
}
