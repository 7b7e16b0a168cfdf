extension Statement {
  /// A provider's day beside ours: every line explained, or named with a reason (I18).
  package struct Match: Equatable, Sendable {
    /// Why something does not fit; in the order of urgency.
    package enum Reason: String, CaseIterable, Sendable {
      /// Codes are out for money that the provider does not have.
      case codesWithoutMoney
      /// Paid here, and in no statement.
      case paidHereMissingThere
      /// Paid there, and not known as paid here: a message was lost. Ask the provider.
      case paidThereUnknownHere
      case amountDiffers
      /// The buyer paid twice: one of them is to be given back.
      case duplicatePayment
      case refundedThereNotHere
      case refundedHereNotThere
      /// Paid, and no codes, and no reason for that.
      case codesMissing
      /// A line says something else than when it was read before.
      case lineChanged
      /// A line of the statement that could not be read.
      case unreadLine
      /// A dispute that is not known here.
      case disputeUnknownHere
      /// A payout, a fee of its own, an adjustment: no order explains it.
      case otherLine
    }

    /// One thing that does not fit.
    package struct Finding: Equatable, Sendable {
      /// What does not fit.
      package let reason: Reason
      /// The line of the statement, if it is about one.
      package let lineID: String?
      /// The provider's ID of the payment, from the line or from us.
      package let paymentID: String?
      /// Our checkout, from the line or from us.
      package let reference: Reference?
      /// What the provider says.
      package let there: Money?
      /// What we say.
      package let here: Money?

      package init(
        reason: Reason,
        lineID: String? = nil,
        paymentID: String? = nil,
        reference: Reference? = nil,
        there: Money? = nil,
        here: Money? = nil
      ) {
        self.reason = reason
        self.lineID = lineID
        self.paymentID = paymentID
        self.reference = reference
        self.there = there
        self.here = here
      }
    }

    /// What moved in one currency, in minor units; nothing is netted that was found.
    package struct Sums: Equatable, Sendable {
      /// What the sums are in.
      package let currency: Currency
      /// What buyers paid, by the statement.
      package var paid: Int64 = 0
      /// What went back to buyers, by the statement.
      package var refunded: Int64 = 0
      /// What the provider kept; less where fees were given back.
      package var fees: Int64 = 0
      /// Disputes and other lines, whose direction the statement does not tell.
      package var other: Int64 = 0
      /// What we know of the same payments and refunds.
      package var paidHere: Int64 = 0
      /// What we know to have gone back of that.
      package var refundedHere: Int64 = 0

      package init(currency: Currency) {
        self.currency = currency
      }

      /// Adds what a line says.
      package mutating func add(_ line: Statement.Line) {
        if let fee = line.fee { fees = fees.plus(fee.minorUnits) }
        switch line.kind {
        case .payment: paid = paid.plus(line.amount.minorUnits)
        case .refund: refunded = refunded.plus(line.amount.minorUnits)
        case .dispute, .other: other = other.plus(line.amount.minorUnits)
        case .unread: break
        }
      }

      /// What came to our account.
      package var net: Int64 { paid.minus(refunded).minus(fees) }

      /// What they say less what we say; zero, or there are findings that make it up.
      package var difference: Int64 {
        paid.minus(refunded).minus(paidHere.minus(refundedHere))
      }
    }

    /// Whose day.
    package let provider: Provider
    /// By the provider's own clock.
    package let day: CivilDate
    /// Lines of the day.
    package let lines: Int
    /// Those that need nobody.
    package let explained: Int
    /// Payments of which the provider does not tell its fee.
    package let withoutFee: Int
    /// By currency code.
    package let sums: [Sums]
    /// By urgency.
    package let findings: [Finding]

    /// Compares a day's lines with the payments that they name and those that the day answers for.
    ///
    /// `changed` are lines that were read before and say something else now.
    package init(
      provider: Provider,
      day: CivilDate,
      lines: [Statement.Line],
      changed: [Statement.Line] = [],
      payments: [Statement.KnownPayment]
    ) {
      var matching = Statement.Matching(payments)
      for line in lines { matching.compare(line) }
      for line in changed { matching.find(.lineChanged, line) }
      matching.closeRefunds()
      matching.closePayments()
      self.provider = provider
      self.day = day
      self.lines = lines.count
      explained = lines.count - matching.unexplained.intersection(lines.map(\.id)).count
      withoutFee = lines.count { $0.kind == .payment && $0.fee == nil }
      sums = matching.sums.values.sorted { $0.currency.code < $1.currency.code }
      let urgency = Dictionary(
        uniqueKeysWithValues: Reason.allCases.enumerated().map { ($1, $0) }
      )
      findings = matching.findings.enumerated().sorted { left, right in
        (urgency[left.element.reason] ?? 0, left.offset)
          < (urgency[right.element.reason] ?? 0, right.offset)
      }.map(\.element)
    }
  }
}

extension Int64 {
  /// Sums of money stop at the end of an integer rather than run over it.
  func plus(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other > 0 ? .max : .min) : sum
  }

  func minus(_ other: Int64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? (other > 0 ? .min : .max) : difference
  }
}

extension Statement {
  /// A match under way.
  struct Matching {
    private let payments: [Statement.KnownPayment]
    private var byKey: [String: Int] = [:]
    private var byReference: [Reference: [Int]] = [:]
    /// Payments that a line of the day was about.
    private var paidToday: Set<Int> = []
    private var refundedToday: [Int: (units: Int64, lines: [Statement.Line])] = [:]
    private(set) var sums: [Currency: Statement.Match.Sums] = [:]
    private(set) var findings: [Statement.Match.Finding] = []
    /// IDs of lines that a finding is about.
    private(set) var unexplained: Set<String> = []

    init(_ payments: [Statement.KnownPayment]) {
      self.payments = payments
      for (index, payment) in payments.enumerated() {
        if let key = payment.paymentID { byKey[key] = index }
        if let reference = payment.reference { byReference[reference, default: []].append(index) }
      }
    }

    mutating func compare(_ line: Statement.Line) {
      if let fee = line.fee { add(fee.minorUnits, of: fee.currency, to: \.fees) }
      switch line.kind {
      case .payment: comparePayment(line)
      case .refund: addRefund(line)
      case .dispute:
        add(line.amount.minorUnits, of: line.amount.currency, to: \.other)
        guard let index = payment(of: line), payments[index].dispute != nil else {
          return find(.disputeUnknownHere, line)
        }
      case .other:
        add(line.amount.minorUnits, of: line.amount.currency, to: \.other)
        find(.otherLine, line)
      case .unread: find(.unreadLine, line)
      }
    }

    /// The payment that a line names: by the provider's ID, or by our reference where one of
    /// the two has no ID.
    private func payment(of line: Statement.Line) -> Int? {
      if let key = line.paymentID, let index = byKey[key] { return index }
      let named = line.reference.flatMap { byReference[$0] } ?? []
      let fitting = named.filter { line.paymentID == nil || payments[$0].paymentID == nil }
      return fitting.first { payments[$0].fulfilment != nil } ?? fitting.first
    }

    private mutating func comparePayment(_ line: Statement.Line) {
      add(line.amount.minorUnits, of: line.amount.currency, to: \.paid)
      guard let index = payment(of: line), let paid = payments[index].paid else {
        return find(.paidThereUnknownHere, line)
      }
      let payment = payments[index]
      guard paidToday.insert(index).inserted else { return find(.duplicatePayment, line) }
      add(paid.minorUnits, of: paid.currency, to: \.paidHere)
      if paid != line.amount { return find(.amountDiffers, line, here: paid) }
      if payment.mismatch == .surplus, payment.refundedMinor < paid.minorUnits {
        return find(.duplicatePayment, line, here: paid)
      }
      if payment.lacksCodes { find(.codesMissing, line, here: paid) }
    }

    private mutating func addRefund(_ line: Statement.Line) {
      add(line.amount.minorUnits, of: line.amount.currency, to: \.refunded)
      guard let index = payment(of: line),
        payments[index].paid.map({ $0.currency == line.amount.currency }) ?? true
      else { return find(.refundedThereNotHere, line) }
      let before = refundedToday[index] ?? (0, [])
      refundedToday[index] = (before.units.plus(line.amount.minorUnits), before.lines + [line])
    }

    /// Compares what went back, payment by payment: a part of ours may be several of theirs.
    mutating func closeRefunds() {
      for (index, payment) in payments.enumerated() {
        let today = refundedToday[index] ?? (0, [])
        let before = payment.refundedThereMinor.minus(today.units)
        let ours = max(0, payment.refundedMinor.minus(before))
        let isDue = payment.isRefundDue && payment.isOfOurAccount
        let currency = payment.paid?.currency ?? today.lines.first?.amount.currency
        guard let currency else { continue }
        add(isDue ? ours : min(ours, today.units), of: currency, to: \.refundedHere)
        let money = { (units: Int64) in Money(minorUnits: units, currency: currency) }
        if payment.refundedThereMinor > payment.refundedMinor {
          for line in today.lines {
            find(.refundedThereNotHere, line, here: money(payment.refundedMinor))
          }
        } else if isDue, payment.refundedMinor > payment.refundedThereMinor {
          find(
            .refundedHereNotThere,
            payment,
            there: money(payment.refundedThereMinor),
            here: money(payment.refundedMinor)
          )
        }
      }
    }

    /// Names what was paid here and stands in no statement.
    mutating func closePayments() {
      for payment in payments where payment.isDue && !payment.isListed && payment.isOfOurAccount {
        guard let paid = payment.paid else { continue }
        add(paid.minorUnits, of: paid.currency, to: \.paidHere)
        find(.paidHereMissingThere, payment, there: nil, here: paid)
        if payment.codesAreOut { find(.codesWithoutMoney, payment, there: nil, here: paid) }
      }
    }

    mutating func find(
      _ reason: Statement.Match.Reason,
      _ line: Statement.Line,
      here: Money? = nil
    ) {
      unexplained.insert(line.id)
      let known = payment(of: line).map { payments[$0] }
      findings.append(
        Statement.Match.Finding(
          reason: reason,
          lineID: line.id,
          paymentID: line.paymentID ?? known?.paymentID,
          reference: line.reference ?? known?.reference,
          there: line.amount,
          here: here
        )
      )
    }

    private mutating func find(
      _ reason: Statement.Match.Reason,
      _ payment: Statement.KnownPayment,
      there: Money?,
      here: Money
    ) {
      findings.append(
        Statement.Match.Finding(
          reason: reason,
          paymentID: payment.paymentID,
          reference: payment.reference,
          there: there,
          here: here
        )
      )
    }

    private mutating func add(
      _ units: Int64,
      of currency: Currency,
      to sum: WritableKeyPath<Statement.Match.Sums, Int64>
    ) {
      guard units != 0 else { return }
      var sums = sums[currency] ?? Statement.Match.Sums(currency: currency)
      sums[keyPath: sum] = sums[keyPath: sum].plus(units)
      self.sums[currency] = sums
    }
  }
}
