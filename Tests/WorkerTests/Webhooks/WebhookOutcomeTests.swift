import Payments
import Shop
import Testing
import Worker

@Suite(.timeLimit(.minutes(20))) struct WebhookOutcomeTests {
  @Test(
    arguments: [
      (.settled(.duplicate), 200), (.settled(.ignored), 200), (.settled(.held(.amount)), 200),
      (.refused(.authentication), 400), (.refused(.stale), 400), (.refused(.malformed), 400),
      (.unknownProvider, 404), (.tooLarge, 413), (.unconfirmed, 503), (.busy, 503),
      (.failed, 503),
    ] as [(WebhookOutcome, Int)]
  )
  func `answers so that the provider does the right thing`(outcome: WebhookOutcome, status: Int) {
    let reply = outcome.reply(.plain)
    #expect(reply.status == status)
    #expect(reply.extra.contains { $0.name == "Retry-After" } == (status == 503))
  }

  @Test func `says the same to every refusal`() {
    let refusals: [WebhookRefusal] = [.authentication, .unknownKey("a"), .stale, .malformed]
    let bodies = refusals.map { WebhookOutcome.refused($0).reply(.plain) }
    #expect(bodies.allSatisfy { $0 == bodies[0] })
  }
}
