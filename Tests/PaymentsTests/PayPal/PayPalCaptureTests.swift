import Foundation
import Shop
import Testing

@testable import Payments

/// PayPal's answers when the money of an approved order is to be taken, and what is asked next.
@Suite(.timeLimit(.minutes(20)))
struct PayPalCaptureTests {
  private static let approved = """
    {"id":"ORDER1","status":"APPROVED","purchase_units":[{"custom_id":"CSZTL2EYAMJZ00010001"}]}
    """
  private static let completed = """
    {"id":"ORDER1","status":"COMPLETED","purchase_units":[{"custom_id":"CSZTL2EYAMJZ00010001",\
    "payments":{"captures":[{"id":"CAP1","status":"COMPLETED",\
    "amount":{"currency_code":"USD","value":"48.50"}}]}}]}
    """

  private func refusal(_ issues: [String]) -> String {
    let details = issues.map { #"{"issue":"\#($0)"}"# }.joined(separator: ",")
    return #"{"name":"UNPROCESSABLE_ENTITY","details":[\#(details)]}"#
  }

  /// Asks after that many declines; returns the finding and the IDs of the capture requests.
  private func ask(
    _ name: String,
    declines: Int = 0,
    awaitsApproval: Bool = false,
    _ answers: (Int, String)...
  ) throws -> (Result<Payment.Finding, ProviderError>, ids: [String?]) {
    let server = try CannedServer(
      name,
      [PayPalCallTests.token] + answers.map { .init($0.0, $0.1) }
    )
    let question = Payment.Question(
      reference: Reference("CSZTL2EYAMJZ00010001"),
      sessionID: "ORDER1"
    ).after(declines: declines, awaitsApproval: awaitsApproval)
    let adapter = try PayPalCallTests.adapter(server)
    let found = Result { () throws(ProviderError) in
      try adapter.query(question, PayPalCallTests.call)
    }
    let posts = try server.sent().filter { $0.path.hasSuffix("/capture") }
    return (found, posts.map { $0.headers["PayPal-Request-Id"] })
  }

  @Test func `a capture that was declined is asked for anew under another request ID`() throws {
    let declined = refusal(["INSTRUMENT_DECLINED"])
    let first = try ask("pp-capture-0", (200, Self.approved), (422, declined), (200, Self.approved))
    let decline = try #require(try first.0.get().decline)
    #expect(decline.attempt == 0 && decline.isBuyers && decline.awaitsApproval)
    #expect(decline.words.contains("INSTRUMENT_DECLINED"))
    // Until the decline is stored, the same request is repeated, with the same answer.
    let waiting = Self.approved.replacing("APPROVED", with: "PAYER_ACTION_REQUIRED")
    let again = try ask("pp-capture-1", (200, Self.approved), (422, declined), (200, waiting))
    // The next APPROVED is a new approval.
    #expect(try again.0.get().decline?.awaitsApproval == false)
    let next = try ask(
      "pp-capture-2",
      declines: 1,
      (200, Self.approved),
      (201, Self.completed)
    )
    #expect(first.ids == ["capture-ORDER1"] && again.ids == first.ids)
    #expect(next.ids == ["capture-ORDER1-1"])
    let isPaid = try next.0.get().facts.contains(where: \.isPaid)
    #expect(isPaid)
  }

  @Test(
    arguments: [
      ("INSTRUMENT_DECLINED", .buyers), ("PAYER_ACTION_REQUIRED", .buyers),
      ("REDIRECT_PAYER_FOR_ALTERNATE_FUNDING", .buyers), ("PAYER_CANNOT_PAY", .buyers),
      ("CARD_BRAND_NOT_SUPPORTED", .buyers), ("TRANSACTION_BLOCKED_BY_PAYEE", .buyers),
      ("ORDER_COMPLETION_IN_PROGRESS", .passing), ("AUTO_CAPTURE_ENABLED", .passing),
      ("MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED", .final), ("ORDER_ALREADY_CAPTURED", .taken),
      ("PAYEE_ACCOUNT_RESTRICTED", .shops), ("DUPLICATE_INVOICE_ID", .shops),
      ("SOMETHING_OF_TOMORROW", .shops),
    ] as [(String, PayPalCaptureIssue)]
  )
  func `every issue of a capture is passing, the buyer's, the shop's or final`(
    issue: String,
    meaning: PayPalCaptureIssue
  ) throws {
    #expect(PayPalCaptureIssue([issue]) == meaning)
    let name = "pp-issue-" + issue.lowercased().replacing("_", with: "-")
    let (found, ids) = try ask(
      name,
      (200, Self.approved),
      (422, refusal([issue])),
      (200, Self.completed)
    )
    #expect(ids == ["capture-ORDER1"])
    switch (meaning, found) {
    case (.passing, .failure(.temporary)): break
    case (.final, .success(let finding)):
      #expect(finding == Payment.Finding(facts: [], isFinal: true))
    case (.taken, .success(let finding)):
      let isPaid = finding.facts.contains(where: \.isPaid)
      #expect(isPaid)
    case (.buyers, .success(let finding)), (.shops, .success(let finding)):
      #expect(finding.decline?.isBuyers == (meaning == .buyers) && !finding.isFinal)
    default: Issue.record("\(issue): \(found)")
    }
  }

  @Test func `of several issues what is taken, passing or final counts first`() {
    #expect(PayPalCaptureIssue(["INSTRUMENT_DECLINED", "ORDER_ALREADY_CAPTURED"]) == .taken)
    #expect(PayPalCaptureIssue(["INSTRUMENT_DECLINED", "NEW_ONE"]) == .shops)
    #expect(PayPalCaptureIssue([]) == .shops)
  }

  @Test func `after a decline an order is only looked at until its buyer approves anew`() throws {
    let (found, ids) = try ask(
      "pp-capture-awaits",
      declines: 1,
      awaitsApproval: true,
      (200, Self.approved)
    )
    #expect(try found.get() == .open && ids.isEmpty)
  }

  @Test(
    arguments: [
      ("COMPLETED", ["DECLINED"], true), ("COMPLETED", ["FAILED"], true),
      ("COMPLETED", ["DECLINED", "PENDING"], false), ("COMPLETED", ["PENDING"], false),
      ("COMPLETED", [], false), ("CREATED", ["DECLINED"], false), ("VOIDED", [], true),
    ] as [(String, [String], Bool)]
  )
  func `an order is over when it is complete and nothing was captured`(
    status: String,
    captures: [String],
    isOver: Bool
  ) throws {
    let listed = captures.enumerated().map { index, status in
      """
      {"id":"CAP\(index)","status":"\(status)","amount":{"currency_code":"USD","value":"48.50"}}
      """
    }.joined(separator: ",")
    let order = """
      {"id":"ORDER1","status":"\(status)","purchase_units":[{"custom_id":"CSZTL2EYAMJZ00010001",\
      "payments":{"captures":[\(listed)]}}]}
      """
    let name = "pp-over-\(status)-\(captures.joined(separator: "-"))".lowercased()
    let found = try ask(name, (200, order)).0.get()
    #expect(found.isFinal == isOver)
    #expect(found.facts.allSatisfy { !$0.isPaid })
  }

  @Test func `an order is not tried for ever`() throws {
    let (found, ids) = try ask("pp-capture-end", declines: 20, (200, Self.approved))
    #expect(try found.get() == .open && ids.isEmpty)
  }

  @Test(
    arguments: [
      (String(repeating: "a", count: 130), 127), (String(repeating: "卡", count: 60), 126),
      (String(repeating: "👨‍👩‍👧‍👦", count: 9), 125), ("short", 5),
      (String(repeating: "e\u{301}", count: 50), 126),
    ] as [(String, Int)]
  )
  func `a name has at most 127 bytes and no half of a character`(title: String, bytes: Int) {
    let cut = title.cut(toBytes: 127)
    #expect(cut.utf8.count == bytes && title.hasPrefix(cut))
  }
}
