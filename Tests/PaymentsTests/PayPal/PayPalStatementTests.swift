import Payments
import Shop
import Testing

/// Reading a day from PayPal's report.
@Suite(.timeLimit(.minutes(20)))
struct PayPalStatementTests {
  private func line(_ id: String, _ code: String, _ value: String, more: String = "") -> String {
    """
    {"transaction_info":{"transaction_id":"\(id)","transaction_event_code":"\(code)",\
    "transaction_initiation_date":"2026-11-16T23:00:00+0000","transaction_status":"S",\
    "transaction_amount":{"currency_code":"USD","value":"\(value)"}\(more)}}
    """
  }

  private func page(_ lines: [String], of pages: Int = 1, at: String = "2026-11-18T10:00:00Z")
    -> CannedServer.Answer
  {
    .init(
      200,
      """
      {"transaction_details":[\(lines.joined(separator: ","))],"total_pages":\(pages),\
      "last_refreshed_datetime":"\(at)"}
      """
    )
  }

  private func statement(
    _ server: CannedServer,
    of day: String = "2026-11-16"
  ) throws -> [Statement.Line]? {
    let adapter = try PayPalCallTests.adapter(server)
    return try adapter.statement(of: try #require(CivilDate(day)), PayPalCallTests.call)
  }

  private func usd(_ units: Int64) throws -> Money {
    Money(minorUnits: units, currency: try #require(Currency("USD")))
  }

  @Test func `reads payments, refunds, disputes and the rest, page by page`() throws {
    let custom = #","custom_field":"CSZTL2EYAMJZ00010001""#
    let fee = #","fee_amount":{"currency_code":"USD","value":"-1.99"}"#
    let back = #","fee_amount":{"currency_code":"USD","value":"0.40"}"#
    let of = #","paypal_reference_id":"CAP1","paypal_reference_id_type":"TXN""#
    let server = try CannedServer(
      "pp-report",
      [
        PayPalCallTests.token,
        page(
          [
            line("CAP1", "T0006", "48.50", more: custom + fee),
            line("R1", "T1107", "-10.00", more: custom + back + of),
          ],
          of: 2
        ),
        page(
          [
            line("D1", "T1201", "-48.50", more: of), line("W1", "T0400", "-500.00"),
            line("P1", "T0006", "1.00").replacing(#""S""#, with: #""P""#),
          ],
          of: 2
        ),
      ]
    )
    let lines = try #require(try statement(server))
    let reference = Reference("CSZTL2EYAMJZ00010001")
    let at = try #require(CivilDate("2026-11-16")).firstMoment.advanced(seconds: 23 * 3_600)
    func expected(
      _ id: String,
      _ kind: Statement.Line.Kind,
      _ payment: String?,
      _ units: Int64,
      fee: Int64?,
      _ reference: Reference? = nil
    ) throws -> Statement.Line {
      Statement.Line(
        provider: .paypal,
        id: id,
        kind: kind,
        paymentID: payment,
        reference: reference,
        amount: try usd(units),
        fee: try fee.map(usd),
        at: at
      )
    }
    #expect(
      lines == [
        try expected("CAP1", .payment, "CAP1", 4_850, fee: 199, reference),
        try expected("R1", .refund, "CAP1", 1_000, fee: -40, reference),
        try expected("D1", .dispute, "CAP1", 4_850, fee: nil),
        try expected("W1", .other, nil, 50_000, fee: nil),
      ]
    )
    let sent = try server.sent()
    #expect(
      sent[1].fields() == [
        "start_date=2026-11-16T00:00:00Z", "end_date=2026-11-16T23:59:59Z",
        "fields=transaction_info", "page_size=500", "page=1",
      ]
    )
    #expect(sent.count == 3 && sent[2].path.hasSuffix("&page=2"))
  }

  @Test(arguments: ["2026-11-18", "2026-11-19"])
  func `does not ask for a day that is not long over`(day: String) throws {
    let live = try PretendPayPal.shared.get().adapter()
    #expect(
      try live.statement(of: try #require(CivilDate(day)), PayPalCallTests.call) == nil
    )
    // The day ended less than six hours ago.
    let early = Call(now: try #require(CivilDate(day)).lastMoment.advanced(seconds: 21_599)) { "" }
    #expect(try live.statement(of: try #require(CivilDate(day)), early) == nil)
  }

  @Test func `waits until the report has all of the day`() throws {
    let server = try CannedServer(
      "pp-report-late",
      [PayPalCallTests.token, page([], at: "2026-11-16T20:00:00Z")]
    )
    #expect(try statement(server) == nil)
    let complete = try CannedServer("pp-report-empty", [PayPalCallTests.token, page([])])
    #expect(try statement(complete) == [])
  }

  @Test func `a line that cannot be read refuses itself, named, and no other`() throws {
    let good = line("CAP2", "T0006", "1.00")
    for (index, bad) in [
      line("CAP1", "T0006", "48.505"), line("C 1", "T0006", "1.00"),
      line("CAP1", "T0006", "1.00").replacing("2026-11-16T", with: "yesterday"),
      line("CAP1", "T0006", "1.00").replacing("transaction_amount", with: "amount"),
      #"{"transaction_info":null}"#,
    ].enumerated() {
      let answer = page([bad, good])
      let server = try CannedServer("pp-report-bad-\(index)", [PayPalCallTests.token, answer])
      let lines = try #require(try statement(server))
      #expect(lines.map(\.kind) == [.unread, .payment], "\(bad)")
      #expect(lines.first?.id == "report 2026-11-16 page 1 line 1")
    }
  }
}
