import Shop
import Storage

/// Why a filter cannot be read: one sentence for each option that is wrong.
private struct FilterFault: Error {
  let sentence: String

  init(_ option: String, expected: String, found: String) {
    sentence = "\(option): expected \(expected), found `\(found)`"
  }

  /// Of a secret, which the sentence does not repeat.
  init(_ option: String, expected: String, hiding secret: String) {
    let length = secret.count
    let found = length == 1 ? "1 character that is" : "\(length) characters that are"
    sentence = "\(option): expected \(expected), found \(found) none"
  }
}

/// Reads the texts of a filter.
private struct FilterReader {
  let calendar: @Sendable () -> ShopCalendar

  /// One of a closed set of words.
  func word<Word: RawRepresentable & CaseIterable>(
    _ option: String,
    _ text: String?,
    as type: Word.Type,
    besides more: [String] = []
  ) throws(FilterFault) -> Word? where Word.RawValue == String {
    guard let text else { return nil }
    guard let word = Word(rawValue: text) else {
      let words = (Word.allCases.map(\.rawValue) + more).joined(separator: ", ")
      throw FilterFault(option, expected: words, found: text)
    }
    return word
  }

  func parsed<Value>(
    _ option: String,
    _ text: String?,
    expected: String,
    _ parse: (String) -> Value?
  ) throws(FilterFault) -> Value? {
    guard let text else { return nil }
    guard let value = parse(text) else {
      throw FilterFault(option, expected: expected, found: text)
    }
    return value
  }

  /// An address or a code is a secret: the sentence does not repeat it.
  func secret<Value>(
    _ option: String,
    _ text: String?,
    expected: String,
    _ parse: (String) -> Value?
  ) throws(FilterFault) -> Value? {
    guard let text else { return nil }
    guard let value = parse(text) else {
      throw FilterFault(option, expected: expected, hiding: text)
    }
    return value
  }

  func email(_ text: String?) throws(FilterFault) -> EmailAddress? {
    try secret("--email", text, expected: "a whole address", EmailAddress.init)
  }

  func sku(_ text: String?) throws(FilterFault) -> SKU? {
    try parsed("--sku", text, expected: "A–Z, 0–9 and dashes", SKU.init)
  }

  func order(_ text: String?) throws(FilterFault) -> Reference? {
    try parsed("--order", text, expected: "an order's reference") { Reference($0) }
  }

  /// The moments from the first to the last day.
  func days(
    _ since: String?,
    _ until: String?
  ) throws(FilterFault) -> (since: Timestamp?, until: Timestamp?) {
    let form = "a day as YYYY-MM-DD"
    let first = try parsed("--since", since, expected: form, CivilDate.init)
    let last = try parsed("--until", until, expected: form, CivilDate.init)
    let from = first.map { calendar().moments(of: $0).lowerBound }
    let to = last.map { calendar().moments(of: $0).upperBound }
    if let from, let to, from > to {
      throw FilterFault("--until", expected: "no day before --since", found: until ?? "")
    }
    return (from, to)
  }

  func after(_ page: PageRequestDocument) throws(FilterFault) -> Int64? {
    try parsed("--after", page.after, expected: "what the page before said", Int64.init)
  }

  func limit(_ page: PageRequestDocument) throws(FilterFault) -> Int {
    guard (1...Order.Filter.most).contains(page.limit) else {
      throw FilterFault("--limit", expected: "1 to \(Order.Filter.most)", found: "\(page.limit)")
    }
    return page.limit
  }
}

extension PageDocument {
  fileprivate init<Value>(
    _ page: ListPage<Value>,
    note: String? = nil,
    _ row: (Value) -> Row
  ) {
    self.init(
      rows: page.rows.map(row),
      total: page.total,
      after: page.next.map { "\($0)" },
      note: note
    )
  }
}

extension OperatorCommands {
  func listOrders(_ document: OrderFilterDocument) async throws(StoreError) -> AnswerDocument {
    let reader = FilterReader(calendar: calendar)
    let filter: Order.Filter
    do throws(FilterFault) {
      let days = try reader.days(document.since, document.until)
      filter = Order.Filter(
        state: try reader.word("--state", document.state, as: Order.Filter.State.self),
        sku: try reader.sku(document.sku),
        email: try reader.email(document.email),
        code: try reader.secret("--code", document.code, expected: "one code") {
          CardCode(code: $0, pin: nil)
        },
        paymentID: document.payment,
        since: days.since,
        until: days.until,
        after: try reader.after(document.page),
        limit: try reader.limit(document.page)
      )
    } catch {
      return .refused(error.sentence)
    }
    let orders = try await read { (store) throws(StoreError) in try store.orders(filter) }
    var note: String?
    if let code = filter.code, orders.isEmpty {
      let place = try await read { (store) throws(StoreError) in try store.place(of: code) }
      note =
        place.map {
          "the vault has this code as #\($0.id) of batch \($0.batch), \($0.status); none of these "
            + "orders has it"
        } ?? "the vault does not have this code"
    }
    return .orders(PageDocument(orders, note: note, OrderRowDocument.init))
  }

  func listPayments(_ document: PaymentFilterDocument) async throws(StoreError) -> AnswerDocument {
    let reader = FilterReader(calendar: calendar)
    let filter: Payment.Filter
    do throws(FilterFault) {
      let days = try reader.days(document.since, document.until)
      let isHeld = document.state == "held"
      filter = Payment.Filter(
        provider: try reader.word("--provider", document.provider, as: Provider.self),
        state: isHeld
          ? nil
          : try reader.word("--state", document.state, as: Payment.State.self, besides: ["held"]),
        isHeld: isHeld ? true : nil,
        since: days.since,
        until: days.until,
        after: try reader.after(document.page),
        limit: try reader.limit(document.page)
      )
    } catch {
      return .refused(error.sentence)
    }
    let rows = try await read { (store) throws(StoreError) in try store.payments(filter) }
    return .payments(PageDocument(rows, PaymentRowDocument.init))
  }

  func listDeliveries(
    _ document: DeliveryFilterDocument
  ) async throws(StoreError) -> AnswerDocument {
    let reader = FilterReader(calendar: calendar)
    let state: Delivery.State?
    let reference: Reference?
    let page: (after: Int64?, limit: Int)
    do throws(FilterFault) {
      state = try reader.word("--state", document.state, as: Delivery.State.self)
      reference = try reader.order(document.order)
      page = (try reader.after(document.page), try reader.limit(document.page))
    } catch {
      return .refused(error.sentence)
    }
    let rows = try await read { (store) throws(StoreError) in
      try store.deliveries(state: state, of: reference, after: page.after, limit: page.limit)
    }
    return .deliveries(PageDocument(rows, DeliveryRowDocument.init))
  }

  func listClaims(_ document: ClaimFilterDocument) async throws(StoreError) -> AnswerDocument {
    let page: (after: Int64?, limit: Int)
    do throws(FilterFault) {
      let reader = FilterReader(calendar: calendar)
      page = (try reader.after(document.page), try reader.limit(document.page))
    } catch {
      return .refused(error.sentence)
    }
    let rows = try await read { (store) throws(StoreError) in
      try store.claims(supplier: document.supplier, after: page.after, limit: page.limit)
    }
    return .claims(PageDocument(rows, ClaimDocument.init))
  }

  func listLedger(_ document: LedgerFilterDocument) async throws(StoreError) -> AnswerDocument {
    let reader = FilterReader(calendar: calendar)
    let filter: LedgerFilter
    do throws(FilterFault) {
      let days = try reader.days(document.since, document.until)
      filter = LedgerFilter(
        order: try reader.order(document.order),
        actor: document.actor,
        since: days.since,
        until: days.until,
        after: try reader.after(document.page),
        limit: try reader.limit(document.page)
      )
    } catch {
      return .refused(error.sentence)
    }
    let rows = try await read { (store) throws(StoreError) in try store.ledger(filter) }
    return .ledgerLines(PageDocument(rows, LedgerLineDocument.init))
  }

  func listCheckouts(
    _ document: CheckoutFilterDocument
  ) async throws(StoreError) -> AnswerDocument {
    let reader = FilterReader(calendar: calendar)
    let filter: Checkout.Filter
    do throws(FilterFault) {
      let days = try reader.days(document.since, document.until)
      filter = Checkout.Filter(
        state: try reader.word("--state", document.state, as: Checkout.Row.State.self),
        provider: try reader.word("--provider", document.provider, as: Provider.self),
        email: try reader.email(document.email),
        sku: try reader.sku(document.sku),
        since: days.since,
        until: days.until,
        after: try reader.after(document.page),
        limit: try reader.limit(document.page)
      )
    } catch {
      return .refused(error.sentence)
    }
    let rows = try await read { (store) throws(StoreError) in try store.checkouts(filter) }
    return .checkouts(PageDocument(rows, CheckoutRowDocument.init))
  }

  func showCheckout(_ text: String) async throws(StoreError) -> AnswerDocument {
    guard let reference = Reference(text) else { throw .unknownCheckout }
    let found = try await read { (store) throws(StoreError) in
      try store.checkoutSummary(reference)
    }
    guard let found else { throw .unknownCheckout }
    let payments = try await read { (store) throws(StoreError) in
      try store.payments(Payment.Filter(reference: reference))
    }
    return .checkout(CheckoutDocument(found, payments: payments.rows))
  }

  /// What was sold in a day or a month; today when none is named, and this month for `month`.
  func reportSales(_ text: String?) async throws(StoreError) -> AnswerDocument {
    let calendar = calendar()
    let today = calendar.day(of: now())
    let period =
      switch text {
      case nil: ReportPeriod(day: today, in: calendar) as ReportPeriod?
      case "month": ReportPeriod(month: String("\(today)".prefix(7)), in: calendar)
      case let text?:
        CivilDate(text).map { ReportPeriod(day: $0, in: calendar) }
          ?? ReportPeriod(month: text, in: calendar)
      }
    guard let period else {
      return .refused("the period: expected YYYY-MM-DD or YYYY-MM, found `\(text ?? "")`")
    }
    guard period.moments.lowerBound <= now() else {
      return .refused("the period: expected one that has begun, found \(period)")
    }
    let report = try await read { (store) throws(StoreError) in try store.salesReport(of: period) }
    return .report(SalesReportDocument(report, in: calendar))
  }
}
