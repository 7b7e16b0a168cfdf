import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct PaymentQuestionTests {
  @Test func `what went back is settled before what was paid, in its own order`() throws {
    let key = Payment.Key(paymentID: "pi_1", reference: nil)
    let money = Money(minorUnits: 100, currency: try #require(Currency("CNY")))
    let paid = PaymentFact.paid(PaidFact(key: key, amount: money))
    let refunds = ["a", "b"].map {
      PaymentFact.refunded(key, Refund.Confirmed(id: $0, amount: money))
    }
    let dispute = PaymentFact.disputed(key, .open)
    let finding = Payment.Finding(facts: [paid] + refunds + [dispute], isFinal: true)
    #expect(finding.facts == refunds + [dispute, paid])
  }

  @Test func `money that is under way is no end, and none once the money is here`() throws {
    let underWay = Payment.UnderWay(reason: "ECHECK", mostDays: 30)
    let key = Payment.Key(paymentID: "pi_1", reference: nil)
    let money = Money(minorUnits: 100, currency: try #require(Currency("CNY")))
    let waiting = Payment.Finding(facts: [.failed(key)], isFinal: true, underWay: underWay)
    #expect(waiting.underWay == underWay && !waiting.isFinal)
    let paid = PaymentFact.paid(PaidFact(key: key, amount: money))
    let done = Payment.Finding(facts: [paid], isFinal: true, underWay: underWay)
    #expect(done.underWay == nil && done.isFinal)
  }

  @Test func `an answer without the claimed news confirms nothing`() throws {
    let key = Payment.Key(paymentID: "pi_1", reference: nil)
    let money = Money(minorUnits: 100, currency: try #require(Currency("CNY")))
    let paid = PaymentFact.paid(PaidFact(key: key, amount: money))
    let refund = PaymentFact.refunded(key, Refund.Confirmed(id: "a", amount: money))
    let failed = PaymentFact.refundFailed(key, refundID: "a")
    let isConfirmed = { (claimed: PaymentFact, facts: [PaymentFact]) in
      PaymentClaim(
        provider: .paypal,
        id: "1",
        kind: "x",
        question: Payment.Question(reference: nil),
        claimed: claimed,
        body: []
      ).isConfirmed(by: Payment.Finding(facts: facts, isFinal: false))
    }
    for (claimed, facts) in [
      (paid, [paid]), (paid, [.failed(key)]), (refund, [refund, paid]), (refund, [failed, paid]),
      (failed, [failed, paid]), (.irrelevant, []), (.failed(key), []),
    ] as [(PaymentFact, [PaymentFact])] {
      #expect(isConfirmed(claimed, facts), "\(claimed)")
    }
    for (claimed, facts) in [(paid, []), (refund, [paid]), (failed, [refund, paid])] {
      #expect(!isConfirmed(claimed, facts), "\(claimed)")
    }
  }
}

@Suite(.timeLimit(.minutes(20)))
struct QuestionScheduleTests {
  private let start = Timestamp(seconds: 1_795_000_000)

  private func next(_ minute: Int64, lastAsked: Int = 0, ends: Int64 = 35) -> QuestionSchedule.Next
  {
    QuestionSchedule.next(
      openedAt: start,
      expiresAt: start.advanced(seconds: ends * 60),
      lastAsked: lastAsked,
      at: start.advanced(seconds: minute * 60)
    )
  }

  @Test func `the last question is the later of two hours and the end`() {
    #expect(!next(119).isLast)
    #expect(next(120).isLast)
    #expect(!next(120, ends: 500).isLast)
    #expect(next(120, ends: 500).dueAt == start.advanced(seconds: 500 * 60))
    #expect(next(500, ends: 500).isLast)
  }

  @Test func `the first is after a minute, or at an end that is sooner`() {
    #expect(next(0).dueAt == start.advanced(seconds: 60))
    let ends = start.advanced(seconds: 20)
    let next = QuestionSchedule.next(openedAt: start, expiresAt: ends, lastAsked: 0, at: start)
    #expect(next.dueAt == ends && !next.isLast)
  }

  @Test func `one that was opened in a wrong future is asked about to its end at once`() {
    #expect(next(-5_256_000).isLast)
    #expect(next(-5_256_000).dueAt == start.advanced(seconds: 900 - 5_256_000 * 60))
  }

  @Test func `repeats of the last grow to six hours and end`() {
    let rests = (0...QuestionSchedule.lastRepeats).map { count in
      next(120, lastAsked: count).dueAt.map { ($0.seconds - start.seconds - 7_200) / 60 }
    }
    #expect(rests.prefix(6) == [15, 30, 60, 120, 240, 360])
    #expect(rests.allSatisfy { ($0 ?? 0) <= 360 && $0 != nil })
    #expect(next(120, lastAsked: QuestionSchedule.lastRepeats + 1).dueAt == nil)
  }

  @Test(arguments: [(0, 30), (60, 30), (240, 60), (1_440, 360), (43_200, 720)] as [(Int64, Int64)])
  func `money that is under way is asked about ever more slowly`(passed: Int64, rest: Int64) {
    let now = start.advanced(seconds: passed * 60)
    let next = QuestionSchedule.next(underWaySince: start, at: now)
    #expect(!next.isLast && next.dueAt == now.advanced(seconds: rest * 60))
  }

  @Test func `only senders without an API cannot be asked`() {
    #expect(Provider.allCases.filter { !$0.answersQuestions } == [.standard, .manual])
  }
}
