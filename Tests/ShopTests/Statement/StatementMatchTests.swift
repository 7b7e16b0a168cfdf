import Shop
import Testing

/// A statement of three payments that match, with one planted difference of each kind (I18).
@Suite(.timeLimit(.minutes(20)))
struct StatementMatchTests {
  private static let day = CivilDate(Timestamp(seconds: 1_795_000_000))

  private func money(_ units: Int64, _ code: String = "CNY") throws -> Money {
    Money(minorUnits: units, currency: try #require(Currency(code)))
  }

  private func line(
    _ id: String,
    _ kind: Statement.Line.Kind = .payment,
    of payment: String? = nil,
    _ units: Int64 = 4850,
    currency: String = "CNY",
    fee: Int64? = 29
  ) throws -> Statement.Line {
    Statement.Line(
      provider: .wechatpay,
      id: id,
      kind: kind,
      paymentID: payment ?? id,
      reference: nil,
      amount: try money(units, currency),
      fee: try fee.map { try money($0, currency) },
      at: Timestamp(seconds: 1_795_000_000)
    )
  }

  private func payment(
    _ id: String,
    paid units: Int64? = 4850,
    refunded: Int64 = 0,
    mismatch: HoldReason? = nil,
    dispute: Dispute? = nil,
    fulfilment: Order.Fulfilment? = .delivered,
    hasCodes: Bool = true,
    isListed: Bool = true,
    refundedThere: Int64 = 0,
    isDue: Bool = true
  ) throws -> Statement.KnownPayment {
    Statement.KnownPayment(
      paymentID: id,
      reference: nil,
      paid: try units.map { try money($0) },
      refundedMinor: refunded,
      mismatch: mismatch,
      dispute: dispute,
      fulfilment: fulfilment,
      isDeliverable: [.allocated, .delivered, .cancelled].contains(fulfilment),
      hasCodes: hasCodes,
      isListed: isListed,
      refundedThereMinor: refundedThere,
      isDue: isDue,
      isRefundDue: isDue
    )
  }

  /// Matches the day with the planted differences.
  private func match(
    _ lines: [Statement.Line],
    _ payments: [Statement.KnownPayment],
    changed: [Statement.Line] = []
  ) throws -> Statement.Match {
    let names = ["a", "b", "c"]
    return Statement.Match(
      provider: .wechatpay,
      day: Self.day,
      lines: try names.map { try line($0) } + lines,
      changed: changed,
      payments: try names.map { try payment($0) } + payments
    )
  }

  @Test func `a day that fits is explained to the last line`() throws {
    let match = try match(
      [
        line("r", .refund, of: "x", 1000, fee: -6), line("x"), line("h"),
        line("d", .dispute, of: "x"),
      ],
      [
        payment("x", refunded: 1000, dispute: .open, fulfilment: .revoked, refundedThere: 1000),
        payment("h", mismatch: .late, fulfilment: nil, hasCodes: false),
      ]
    )
    #expect(match.findings.isEmpty)
    #expect((match.lines, match.explained) == (7, 7))
    let sums = try #require(match.sums.first)
    #expect((sums.paid, sums.refunded, sums.fees, sums.other) == (24_250, 1000, 168, 4850))
    #expect(sums.net == 24_250 - 1000 - 168)
    #expect(sums.difference == 0)
  }

  private func expect(
    _ reasons: [Statement.Match.Reason],
    difference: Int64,
    unexplained: Int = 1,
    _ match: Statement.Match
  ) {
    #expect(match.findings.map(\.reason) == reasons)
    #expect(match.sums.first?.difference == difference)
    #expect(match.lines - match.explained == unexplained)
  }

  @Test func `names money that is there and not here`() throws {
    try expect([.paidThereUnknownHere], difference: 4850, match([line("x")], []))
    let failed = try payment("x", paid: nil, fulfilment: nil, hasCodes: false)
    try expect([.paidThereUnknownHere], difference: 4850, match([line("x")], [failed]))
  }

  @Test func `names money that is here and not there, and codes that are out for it`() throws {
    let missing = try payment("x", fulfilment: .backorder, hasCodes: false, isListed: false)
    try expect([.paidHereMissingThere], difference: -4850, unexplained: 0, match([], [missing]))
    let out = try payment("x", isListed: false)
    let found = try match([], [out])
    expect(
      [.codesWithoutMoney, .paidHereMissingThere],
      difference: -4850,
      unexplained: 0,
      found
    )
    let others = try [
      payment("m", mismatch: .mode, fulfilment: nil, hasCodes: false, isListed: false),
      payment("n", isListed: false, isDue: false), payment("o", isListed: true),
    ]
    #expect(try match([], others).findings.isEmpty)
  }

  @Test func `names other amounts, and other currencies`() throws {
    try expect([.amountDiffers], difference: -1, match([line("x", .payment, 4849)], [payment("x")]))
    let dollars = try match([line("x", currency: "USD")], [payment("x")])
    #expect(dollars.findings.map(\.reason) == [.amountDiffers])
    #expect(dollars.sums.map(\.currency.code) == ["CNY", "USD"])
    #expect(dollars.sums.map(\.difference) == [-4850, 4850])
  }

  @Test func `names money that came twice, until it is given back`() throws {
    let surplus = try payment("x", mismatch: .surplus, fulfilment: nil, hasCodes: false)
    try expect([.duplicatePayment], difference: 0, match([line("x")], [surplus]))
    try expect([.duplicatePayment], difference: 4850, match([line("again", of: "a")], []))
    let back = try payment(
      "x",
      refunded: 4850,
      mismatch: .surplus,
      fulfilment: nil,
      hasCodes: false,
      refundedThere: 4850
    )
    #expect(try match([line("x"), line("r", .refund, of: "x")], [back]).findings.isEmpty)
  }

  @Test func `names refunds that only one side knows`() throws {
    let unknown = try payment("x", refunded: 500, fulfilment: .revoked, refundedThere: 1500)
    try expect(
      [.refundedThereNotHere],
      difference: -1000,
      match([line("x"), line("r", .refund, of: "x", 1500)], [unknown])
    )
    try expect(
      [.refundedThereNotHere],
      difference: -700,
      match([line("r", .refund, of: "y", 700)], [])
    )
    let missing = try payment("x", refunded: 900, fulfilment: .revoked, refundedThere: 400)
    try expect(
      [.refundedHereNotThere],
      difference: 500,
      unexplained: 0,
      match([line("x"), line("r", .refund, of: "x", 400)], [missing])
    )
  }

  @Test func `names orders without codes, unless something explains it`() throws {
    let bare = try payment("x", fulfilment: .allocated, hasCodes: false)
    try expect([.codesMissing], difference: 0, match([line("x")], [bare]))
    let orderless = try payment("x", fulfilment: nil, hasCodes: false)
    try expect([.codesMissing], difference: 0, match([line("x")], [orderless]))
    for fulfilment in [Order.Fulfilment.backorder, .blocked, .revoked, .cancelled] {
      let explained = try payment("x", fulfilment: fulfilment, hasCodes: false)
      #expect(try match([line("x")], [explained]).findings.isEmpty, "\(fulfilment)")
    }
  }

  @Test func `names what no order explains, and lines that change`() throws {
    try expect([.otherLine], difference: 0, match([line("x", .other)], []))
    try expect([.disputeUnknownHere], difference: 0, match([line("x", .dispute, of: "a")], []))
    let changed = try match([], [], changed: [line("a", .payment, 1)])
    expect([.lineChanged], difference: 0, changed)
  }

  @Test func `amounts beyond belief do not run over`() throws {
    let lines = try ["x", "y"].map { try line($0, .refund, .max) }
    let sums = try match(lines, []).sums
    #expect(sums.first?.refunded == .max)
    _ = sums.map { ($0.net, $0.difference) }
  }

  @Test func `findings come by urgency`() throws {
    let found = try match([line("o", .other), line("x")], [payment("y", isListed: false)])
    let order = Statement.Match.Reason.allCases
    let places = found.findings.map { finding in order.firstIndex { $0 == finding.reason } ?? -1 }
    #expect(places == places.sorted())
    #expect(places.count == 4)
  }
}

@Suite(.timeLimit(.minutes(20)))
struct StatementDayTests {
  @Test func `Beijing's day begins eight hours before UTC's`() throws {
    let day = try #require(CivilDate("2026-11-20"))
    for provider in [Provider.wechatpay, .alipay, .unionpay] {
      let first = provider.firstMoment(of: day)
      #expect(first.iso8601 == "2026-11-19T16:00:00Z")
      #expect(provider.day(of: first) == day)
      #expect(provider.day(of: first.advanced(milliseconds: -1)) == day.dayBefore)
    }
    #expect(Provider.stripe.firstMoment(of: day) == day.firstMoment)
    #expect(Provider.paypal.day(of: day.lastMoment) == day)
    #expect(day.dayAfter.description == "2026-11-21")
    #expect(day.dayAfter.dayBefore == day)
  }

  @Test func `every moment is some day's to answer for, once`() throws {
    let day = try #require(CivilDate("2026-12-31"))
    let today = Provider.alipay.moments(answeredFor: day, knowsDayBefore: true)
    let next = Provider.alipay.moments(answeredFor: day.dayAfter, knowsDayBefore: true)
    #expect(today.to == next.from)
    let first = Provider.alipay.moments(answeredFor: day, knowsDayBefore: false)
    #expect(first.from > Provider.alipay.firstMoment(of: day))
  }
}
