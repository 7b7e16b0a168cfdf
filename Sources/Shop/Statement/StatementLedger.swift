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

    mutating func take(_ line: Statement.Line) {
      if let fee = line.fee { add(fee.minorUnits, of: fee.currency, to: \.fees) }
      switch line.kind {
      case .payment: takePayment(line)
      case .refund: takeRefund(line)
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

    /// The payment that a line names: by the provider's ID, or by our reference where one of the
    /// two
    /// has no ID.
    private func payment(of line: Statement.Line) -> Int? {
      if let key = line.paymentID, let index = byKey[key] { return index }
      let named = line.reference.flatMap { byReference[$0] } ?? []
      let fitting = named.filter { line.paymentID == nil || payments[$0].paymentID == nil }
      return fitting.first { payments[$0].fulfilment != nil } ?? fitting.first
    }

    private mutating func takePayment(_ line: Statement.Line) {
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

    private mutating func takeRefund(_ line: Statement.Line) {
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
