import Shop

/// Which page of a list is asked for.
package struct PageRequestDocument: Codable, Equatable, Sendable {
  /// The most rows to return.
  package let limit: Int
  /// The `after` of the previous page; nil for the first page.
  package let after: String?

  package init(limit: Int, after: String? = nil) {
    self.limit = limit
    self.after = after
  }
}

/// One page of a list.
package struct PageDocument<Row: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
  /// The rows of this page.
  package let rows: [Row]
  /// How many rows all pages have together.
  package let total: Int
  /// What `--after` takes for the next page; nil on the last one.
  package let after: String?
  /// A further sentence, such as where a code is that no order has.
  package let note: String?
}

extension PageDocument {
  init<Value>(
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

/// Reads the options of a list; throws for the first that is wrong.
struct ListReader {
  let calendar: @Sendable () -> ShopCalendar

  /// Parses an option; the refusal does not repeat a secret, which an address or a code is.
  func parsed<Value>(
    _ option: String,
    _ text: String?,
    expected: String,
    isSecret: Bool = false,
    _ parse: (String) -> Value?
  ) throws(CommandRefusal) -> Value? {
    guard let text else { return nil }
    guard let value = parse(text) else {
      throw isSecret
        ? CommandRefusal(option, expected: expected, hiding: text)
        : CommandRefusal(option, expected: expected, found: text)
    }
    return value
  }

  func email(_ text: String?) throws(CommandRefusal) -> EmailAddress? {
    try parsed("--email", text, expected: "a whole address", isSecret: true, EmailAddress.init)
  }

  func sku(_ text: String?) throws(CommandRefusal) -> SKU? {
    try parsed("--sku", text, expected: "A–Z, 0–9 and dashes", SKU.init)
  }

  func order(_ text: String?) throws(CommandRefusal) -> Reference? {
    try parsed("--order", text, expected: "an order's reference") { Reference.typed($0) }
  }

  /// The moments at which the first day begins and the last day ends.
  func days(
    _ since: String?,
    _ until: String?
  ) throws(CommandRefusal) -> (since: Timestamp?, until: Timestamp?) {
    let form = "a day as YYYY-MM-DD"
    let first = try parsed("--since", since, expected: form, CivilDate.init)
    let last = try parsed("--until", until, expected: form, CivilDate.init)
    let from = first.map { calendar().moments(of: $0).lowerBound }
    let to = last.map { calendar().moments(of: $0).upperBound }
    if let from, let to, from > to {
      throw CommandRefusal("--until", expected: "no day before --since", found: until ?? "")
    }
    return (from, to)
  }

  func after(_ page: PageRequestDocument) throws(CommandRefusal) -> Int64? {
    try parsed("--after", page.after, expected: "what the page before said", Int64.init)
  }

  func limit(_ page: PageRequestDocument) throws(CommandRefusal) -> Int {
    guard (1...Order.Filter.most).contains(page.limit) else {
      throw CommandRefusal("--limit", expected: "1 to \(Order.Filter.most)", found: "\(page.limit)")
    }
    return page.limit
  }
}
