import Shop
package import Storage

/// An entry of the ledger in a list.
package struct LedgerLineDocument: Codable, Equatable, Sendable {
  /// Its place in the chain.
  package let number: Int64
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let at: String
  /// Who did it: an operator, `worker` or `buyer`.
  package let actor: String
  /// What was done, in a word.
  package let action: String
  /// What it was done to.
  package let object: String
  /// What else the entry says; never a secret.
  package let detail: String
}

/// Lists entries of the ledger, the latest first.
package struct ListLedgerDocument: CommandDocument {
  /// `ledger list`.
  package static let kind = OperationKind.listLedger

  /// About this order alone.
  package var order: String?
  /// An operator's name, `operator`, `worker` or `buyer`.
  package var actor: String?
  /// The first and the last day, `YYYY-MM-DD`.
  package var since: String?
  /// That day is meant too.
  package var until: String?
  let page: PageRequestDocument

  package init(limit: Int, after: String? = nil) {
    page = PageRequestDocument(limit: limit, after: after)
  }

  /// One page of entries.
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

/// What reading the whole audit chain found.
package struct LedgerDocument: Codable, Equatable, Sendable {
  /// How many were read.
  package let entries: Int
  /// The first entry that does not fit; nil when all do.
  package let firstBroken: Int64?
}

/// Reads the whole chain of the ledger.
package struct VerifyLedgerDocument: CommandDocument {
  /// `ledger verify`.
  package static let kind = OperationKind.verifyLedger

  package init() {}

  /// Read slice by slice, so that other commands have their turn in between.
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
