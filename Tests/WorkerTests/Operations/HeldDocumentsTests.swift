import Shop
import Storage
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(20))) struct HeldDocumentsTests {
  @Test func `a provider's own words about a payment under way name no command`() throws {
    let row = HeldRowDocument(
      Checkout.Row(
        checkout: try Sample.checkout(
          reference: try unwrapped(Reference("CSZTL2EYAMJZ0009")),
          email: try unwrapped(EmailAddress(Sale.email))
        ),
        state: .underWay,
        asked: 1,
        asksAt: nil,
        underWay: "see your orders there"
      )
    )
    #expect(!row.isCommand && row.reason.rawValue == "underway")
    #expect(HeldRowDocument.hint(for: [row])?.contains("done at the provider") == true)
  }

  @Test func `why a row waits travels as one word`() throws {
    let others: [HeldRowDocument.Reason] = [
      .underWay, .stock, .cancelled, .mail, .partRefund,
    ]
    let reasons = HoldReason.allCases.map(HeldRowDocument.Reason.money) + others
    #expect(Set(reasons.map(\.rawValue)).count == reasons.count)
    for reason in reasons { #expect(HeldRowDocument.Reason(rawValue: reason.rawValue) == reason) }
    #expect(HeldRowDocument.Reason(rawValue: "unheard of") == nil)
  }
}
