import ArgumentParser
import Shop
package import Worker

/// `codes stock`, and `stock` alone: how many codes are left, of what is sold and of what is not.
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

  /// What the catalog's file sells; nil, with a note, when it cannot be read.
  private static func soldSKUs(_ path: String) -> Set<String>? {
    do {
      return Set(try CatalogDocument(path: path).products.map(\.sku))
    } catch {
      Terminal.note("warning: \(error)")
      return nil
    }
  }
}

/// A row of `codes stock`: the counts of a SKU beside what the catalog says of it.
package struct StockListDocument: Encodable, Equatable {
  /// The product's.
  package let sku: String
  /// Codes that can be sold.
  package let available: Int
  /// Codes out of sale because they do not open.
  package let quarantined: Int
  /// Codes that orders have.
  package let allocated: Int
  /// Codes that nobody gets any more.
  package let revoked: Int
  /// Codes past their last day.
  package let expired: Int
  /// Codes too near to their last day to be sold.
  package let expiringSoon: Int
  /// Paid units without a code.
  package let waiting: Int
  /// Whether the catalog sells it; nil where the catalog cannot be read.
  package let sold: Bool?
  /// Whether it is sold and never had a code.
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

  /// What a person should know of it beside the counts.
  package var note: String {
    if neverStocked == true { return waiting > 0 ? "never stocked, and sold" : "never stocked" }
    return sold == false ? "not sold now" : ""
  }
}
