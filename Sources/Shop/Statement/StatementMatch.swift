extension Statement {
  /// A provider's day compared with ours: every line is explained, or listed with a reason (I18).
  package struct Match: Equatable, Sendable {
    /// Why something does not match, most urgent first.
    package enum Reason: String, CaseIterable, Sendable {
      /// Codes are out for money that the provider does not have.
      case codesWithoutMoney
      /// Paid here, and in no statement.
      case paidHereMissingThere
      /// Paid there, and not known as paid here: a message was lost. Ask the provider.
      case paidThereUnknownHere
      case amountDiffers
      /// The buyer paid twice: one payment is to be refunded.
      case duplicatePayment
      case refundedThereNotHere
      case refundedHereNotThere
      /// Paid, without codes, and without a reason for that.
      case codesMissing
      /// A line differs from an earlier download of it.
      case lineChanged
      /// A line of the statement could not be read.
      case unreadLine
      /// A dispute is unknown here.
      case disputeUnknownHere
      /// A payout, a separate fee or an adjustment: no order explains it.
      case otherLine
    }

    /// One thing that does not match.
    package struct Finding: Equatable, Sendable {
      /// Why it does not match.
      package let reason: Reason
      /// The line of the statement, if there is one.
      package let lineID: String?
      /// The provider's ID of the payment, from the line or from our payment.
      package let paymentID: String?
      /// Our checkout's reference, from the line or from our payment.
      package let reference: Reference?
      /// The provider's amount.
      package let there: Money?
      /// Our amount.
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

    /// Sums of one currency, in minor units; findings are included.
    package struct Sums: Equatable, Sendable {
      /// The currency of the sums.
      package let currency: Currency
      /// What buyers paid, by the statement.
      package var paid: Int64 = 0
      /// What went back to buyers, by the statement.
      package var refunded: Int64 = 0
      /// The provider's fees, less what it gave back of them.
      package var fees: Int64 = 0
      /// Disputes and other lines, whose direction the statement does not give.
      package var other: Int64 = 0
      /// Our amounts of the same payments.
      package var paidHere: Int64 = 0
      /// Our amounts of the same refunds.
      package var refundedHere: Int64 = 0

      package init(currency: Currency) {
        self.currency = currency
      }

      /// Adds the amounts of a line.
      package mutating func add(_ line: Statement.Line) {
        if let fee = line.fee { fees = fees.plus(fee.minorUnits) }
        switch line.kind {
        case .payment: paid = paid.plus(line.amount.minorUnits)
        case .refund: refunded = refunded.plus(line.amount.minorUnits)
        case .dispute, .other: other = other.plus(line.amount.minorUnits)
        case .unread: break
        }
      }

      /// What is left in our account.
      package var net: Int64 { paid.minus(refunded).minus(fees) }

      /// The provider's total less ours; where it is not zero, findings explain it.
      package var difference: Int64 {
        paid.minus(refunded).minus(paidHere.minus(refundedHere))
      }
    }

    /// The provider whose day it is.
    package let provider: Provider
    /// The day by the provider's clock.
    package let day: CivilDate
    /// How many lines the statement of the day has.
    package let lines: Int
    /// How many lines have no finding.
    package let explained: Int
    /// How many payments come without a fee.
    package let withoutFee: Int
    /// Ordered by currency code.
    package let sums: [Sums]
    /// Most urgent first.
    package let findings: [Finding]

    /// Compares a day's lines with the payments that they name and those that the day must list.
    ///
    /// `changed` are lines that differ from an earlier download.
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
  /// The sum, or the nearest end of the integers where it does not fit.
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
  /// A match in progress.
  struct Matching {
    private let payments: [Statement.KnownPayment]
    private var byKey: [String: Int] = [:]
    private var byReference: [Reference: [Int]] = [:]
    /// Payments that a line of the day names.
    private var paidToday: Set<Int> = []
    private var refundedToday: [Int: (units: Int64, lines: [Statement.Line])] = [:]
    private(set) var sums: [Currency: Statement.Match.Sums] = [:]
    private(set) var findings: [Statement.Match.Finding] = []
    /// IDs of lines with a finding.
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

    /// The payment that a line names: by the provider's ID, or by our reference where the line or
    /// the payment has no such ID.
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

    /// Compares refunds, payment by payment: one refund of ours may be several of theirs.
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

    /// Reports payments that were made here and are in no statement.
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
