import Shop
package import Storage

/// An entry of the ledger.
package struct LedgerLineDocument: Codable, Equatable, Sendable {
  /// The entry's place in the chain, from 1.
  package let number: Int64
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let at: String
  /// Who did it: an operator, `worker` or `buyer`.
  package let actor: String
  /// What was done, as one word.
  package let action: String
  /// What was acted on, such as an order's reference.
  package let object: String
  /// Further facts; never a secret.
  package let detail: String
}

/// Lists entries of the ledger, the latest first.
package struct ListLedgerDocument: CommandDocument {
  /// `ledger list`.
  package static let kind = OperationKind.listLedger

  /// The only order to list, by its reference; nil for all.
  package var order: String?
  /// Whose entries to list: an operator's name, `operator` for all of them, `worker` or `buyer`.
  package var actor: String?
  /// The first day, `YYYY-MM-DD`; nil for no limit.
  package var since: String?
  /// The last day, which is included; nil for no limit.
  package var until: String?
  let page: PageRequestDocument

  package init(limit: Int, after: String? = nil) {
    page = PageRequestDocument(limit: limit, after: after)
  }

  /// Returns one page of entries.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> PageDocument<LedgerLineDocument> {
    let reader = ListReader(calendar: commands.calendar)
    let days = try reader.days(since, until)
    let filter = LedgerFilter(
      order: try reader.order(order),
      actor: actor,
      since: days.since,
      until: days.until,
      after: try reader.after(page),
      limit: try reader.limit(page)
    )
    let rows = try await commands.read { (store) throws(StoreError) in try store.ledger(filter) }
    return PageDocument(rows, LedgerLineDocument.init)
  }
}

/// The result of reading the whole ledger.
package struct LedgerDocument: Codable, Equatable, Sendable {
  /// How many entries were read.
  package let entries: Int
  /// The first entry whose hash does not fit; nil when all do.
  package let firstBroken: Int64?
}

/// Verifies the ledger's whole hash chain.
package struct VerifyLedgerDocument: CommandDocument {
  /// `ledger verify`.
  package static let kind = OperationKind.verifyLedger

  package init() {}

  /// Reads the ledger in slices, so that other commands are served in between.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> LedgerDocument {
    var reading = LedgerReading()
    while true {
      let start = reading
      let (next, report) = try await commands.read { (store) throws(StoreError) in
        var reading = start
        let report = try store.verifyLedger(&reading)
        return (reading, report)
      }
      if let report {
        return LedgerDocument(entries: report.entries, firstBroken: report.firstBroken)
      }
      reading = next
    }
  }
}

extension LedgerLineDocument {
  init(_ line: LedgerLine) {
    self.init(
      number: line.number,
      at: line.at.text,
      actor: line.actor,
      action: line.action,
      object: line.object,
      detail: line.detail
    )
  }
}
