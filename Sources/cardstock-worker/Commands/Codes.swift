import ArgumentParser
import Shop
package import Worker

/// `codes`: the stock.
struct Codes: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Import, count, void and show card codes.",
    subcommands: [ImportCodes.self, Stock.self, VoidCodes.self, RevealCode.self]
  )
}

/// `codes void`: codes that must never be sold.
struct VoidCodes: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "void",
    abstract: "Revokes codes that are still available: a bad batch, a recall.",
    discussion: """
      Codes that are bound to an order are not touched. It cannot be taken back, but for a batch \
      that nobody bought from: `batches undo` frees all of its codes for another import.

      EXAMPLES
        cardstock-worker codes void --batch 2026-11-north --reason "recalled by supplier"
        cardstock-worker codes void --id 1201 --id 1202 --reason "used before" --yes
      """
  )

  @OptionGroup var options: SettingsOptions
  @Option(help: "All codes of this batch that are still available.") var batch: String?
  @Option(name: .customLong("id"), help: "The ID of one code; may be repeated.")
  var ids: [Int64] = []
  @Option(help: "Why; kept in the ledger.") var reason: String
  @Flag(help: "Do not ask.") var yes = false

  func validate() throws {
    guard (batch == nil) != ids.isEmpty else {
      throw ValidationError("say which codes: either --batch NAME, or --id NUMBER (repeated)")
    }
    guard !reason.isEmpty else { throw ValidationError("--reason: expected some words") }
  }

  func run() async throws {
    let settings = try options.load()
    let what = batch.map { "every available code of batch \($0)" } ?? "\(ids.count) codes"
    guard yes || Terminal.confirms("Revoke \(what) for good?") else {
      Terminal.problem("nothing was changed; confirm, or pass --yes")
      throw ExitCode(1)
    }
    let link = try OperatorLink.open(settings)
    defer { link.close() }
    let document = VoidCodesDocument(batch: batch, codeIDs: ids, reason: reason)
    let count = try await link.perform(document)
    Terminal.say("\(Terminal.count(count, "code")) revoked")
    guard count > 0, batch != nil || count == Set(ids).count else {
      Terminal.problem(
        "\(batch.map { "batch \($0)" } ?? "--id"): expected available codes, found "
          + (count == 0 ? "none" : "\(Set(ids).count - count) that are not")
          + "; they are bound to orders, revoked before, or not there"
      )
      Terminal.next("`cardstock-worker batches show NAME` counts a batch, `orders show` an order's")
      throw ExitCode(1)
    }
    Terminal.next("`cardstock-worker codes stock` shows what is left")
  }
}

/// `codes stock`, and `stock` alone: how many codes there are, by SKU and state.
struct Stock: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Counts codes by SKU and state.",
    discussion: """
      Lists what the catalog sells, also what never had a code, and what has codes but is no \
      longer sold. SOON are codes too near to their last day for their product's min_validity: \
      they are not sold. QUARANTINED are codes that were changed past the \
      worker: they are not sold either.

      EXAMPLE
        cardstock-worker codes stock --format json
      """
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions

  func run() async throws {
    let settings = try options.load()
    let link = try OperatorLink.open(settings)
    defer { link.close() }
    let counts = try await link.perform(CountStockDocument())
    let rows = StockListDocument.rows(counts, sold: Self.soldSKUs(settings.places.catalog))
    if listing.format == .json { return try Listing.say("stock", rows) }
    var table = Table(
      [
        "SKU", "AVAILABLE", "QUARANTINED", "ALLOCATED", "REVOKED", "EXPIRED", "SOON", "WAITING",
        "NOTE",
      ],
      figures: [1, 2, 3, 4, 5, 6, 7]
    )
    for row in rows {
      let figures = [
        row.available, row.quarantined, row.allocated, row.revoked, row.expired, row.expiringSoon,
        row.waiting,
      ]
      table.add([row.sku] + figures.map(String.init) + [row.note])
    }
    Terminal.table(table)
    let short = rows.first { $0.waiting > 0 } ?? rows.first { $0.neverStocked == true }
    if let short, short.waiting > 0 {
      Terminal.say(
        "\(Terminal.count(short.waiting, "paid unit")) of \(short.sku) without a code yet"
      )
    }
    Terminal.next("`cardstock-worker codes import FILE --sku \(short?.sku ?? "SKU")` adds more")
  }

  /// The SKUs in the catalog's file; nil, with a warning, when it cannot be read.
  private static func soldSKUs(_ path: String) -> Set<String>? {
    do {
      return Set(try CatalogDocument(path: path).products.map(\.sku))
    } catch {
      Terminal.note("warning: \(error)")
      return nil
    }
  }
}

/// A row of `codes stock`: the counts of a SKU, and whether the catalog sells it.
package struct StockListDocument: Encodable, Equatable {
  /// The product's SKU.
  package let sku: String
  /// Codes that can be sold.
  package let available: Int
  /// Codes taken out of sale because their rows were altered by other means than the worker.
  package let quarantined: Int
  /// Codes bound to orders.
  package let allocated: Int
  /// Codes that are never handed out again.
  package let revoked: Int
  /// Codes past their last day.
  package let expired: Int
  /// Codes too near to their last day to be sold.
  package let expiringSoon: Int
  /// Paid units without a code.
  package let waiting: Int
  /// Whether the catalog sells it; nil when the catalog cannot be read.
  package let sold: Bool?
  /// Whether it is sold and has never had a code; nil when the catalog cannot be read.
  package let neverStocked: Bool?

  /// One row for each SKU that has codes, waits for some or is sold, ordered by SKU.
  package static func rows(
    _ counts: [StockRowDocument],
    sold: Set<String>?
  ) -> [StockListDocument] {
    let known = Set(counts.map(\.sku))
    let unstocked = (sold ?? []).subtracting(known).map { sku in
      StockRowDocument(
        sku: sku,
        available: 0,
        allocated: 0,
        revoked: 0,
        expired: 0,
        expiringSoon: 0,
        waiting: 0
      )
    }
    return (counts + unstocked).sorted { $0.sku < $1.sku }.map { row in
      let had =
        row.available + row.quarantined + row.allocated + row.revoked + row.expired
        + row.expiringSoon > 0
      return StockListDocument(
        sku: row.sku,
        available: row.available,
        quarantined: row.quarantined,
        allocated: row.allocated,
        revoked: row.revoked,
        expired: row.expired,
        expiringSoon: row.expiringSoon,
        waiting: row.waiting,
        sold: sold.map { $0.contains(row.sku) },
        neverStocked: sold.map { $0.contains(row.sku) && !had }
      )
    }
  }

  /// A remark beside the counts; empty when there is none.
  package var note: String {
    if neverStocked == true { return waiting > 0 ? "never stocked, and sold" : "never stocked" }
    return sold == false ? "not sold now" : ""
  }
}

/// `codes reveal`: one code in the clear, for a person who must see it.
struct RevealCode: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reveal",
    abstract: "Shows one code; who saw it and why is kept in the ledger and the log.",
    discussion: """
      The code goes to standard output alone, its PIN and its number each behind a tab.

      EXAMPLES
        cardstock-worker codes reveal --order 7Q4XM2KD93TB5WZC --unit 2 --reason "used before"
        cardstock-worker codes reveal --id 1201 --reason "supplier asks for a sample"
      """
  )

  @OptionGroup var options: SettingsOptions
  @Option(help: "The code's ID; `orders show` lists those of an order.") var id: Int64?
  @Option(help: "The order whose code is meant.") var order: String?
  @Option(help: "Which of the order's codes, from 1; may be left out for an order of one.")
  var unit: Int?
  @Option(help: "Why; kept in the ledger.") var reason: String

  func validate() throws {
    guard (id == nil) != (order == nil) else {
      throw ValidationError("say which code: either --id NUMBER, or --order REFERENCE --unit N")
    }
    guard unit == nil || order != nil else {
      throw ValidationError("--unit: expected --order REFERENCE beside it")
    }
    guard !reason.isEmpty else { throw ValidationError("--reason: expected some words") }
  }

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    if let order, unit == nil { try await expectOneUnit(order, link) }
    let document = RevealCodeDocument(codeID: id, reference: order, unit: unit, reason: reason)
    let found = try await link.perform(document)
    Terminal.note("code \(found.id) of \(found.sku); this look is in the ledger")
    let parts = [found.code, found.pin ?? "", found.number ?? ""]
    Terminal.say(parts.reversed().drop(while: \.isEmpty).reversed().joined(separator: "\t"))
  }

  /// Ends the program if the order has several units, since one command shows one code.
  private func expectOneUnit(_ reference: String, _ link: OperatorLink) async throws {
    let order = try await link.perform(ShowOrderDocument(reference: reference))
    guard order.order.quantity > 1 else { return }
    Terminal.problem("--unit: expected 1 to \(order.order.quantity), found none")
    throw ExitCode(64)
  }
}
