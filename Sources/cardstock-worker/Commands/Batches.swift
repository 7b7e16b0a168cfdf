import ArgumentParser
import Shop
import Worker

/// `batches`: what was imported.
struct Batches: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List batches of codes; move or take back one that nobody bought from.",
    subcommands: [ListBatches.self, ShowBatch.self, UndoBatch.self, MoveBatch.self]
  )

  /// The state of a batch, for people.
  static func state(_ batch: BatchDocument) -> String {
    if batch.undoneAt != nil { return "taken back" }
    return batch.finishedAt == nil ? "cut off" : "imported"
  }
}

/// `batches list`: newest first.
struct ListBatches: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists batches, newest first.",
    discussion: """
      EXAMPLES
        cardstock-worker batches list
        cardstock-worker batches list --limit 20 --before 41 --format json
      """
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions
  @Option(help: "At most so many, up to \(OperatorCommands.mostBatches).") var limit = 100
  @Option(help: "Only those with a lower number.") var before: Int64?

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    // One more than is shown tells whether there are more.
    let shown = min(max(limit, 1), OperatorCommands.mostBatches - 1)
    let filter = ListBatchesDocument(before: before, limit: shown + 1)
    let found = try await link.perform(filter)
    let rows = Array(found.prefix(shown))
    if listing.format == .json {
      try Listing.say("batches", rows)
    } else {
      var table = Table(
        ["ID", "BATCH", "SKU", "STARTED", "STATE", "AVAILABLE", "SOLD", "VOIDED", "TAKEN BACK"],
        figures: [0, 5, 6, 7, 8]
      )
      for row in rows {
        let counts = [row.available, row.sold, row.voided, row.undone].map(String.init)
        table.add(
          ["\(row.id)", row.name, row.sku, row.startedAt, Batches.state(row)] + counts
        )
      }
      Terminal.table(table, empty: before == nil ? "no batches" : "no more batches")
    }
    if rows.isEmpty {
      Terminal.next("`cardstock-worker codes import FILE --sku SKU` makes one")
    } else if found.count > shown, let last = rows.last {
      Terminal.next("`cardstock-worker batches list --before \(last.id)` shows older ones")
    } else {
      Terminal.next("`cardstock-worker batches show ID` shows one")
    }
  }
}

/// `batches show`: one batch.
struct ShowBatch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows one batch; never a code.",
    discussion: "EXAMPLE\n  cardstock-worker batches show 2026-11-north"
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions
  @Argument(help: "Its number or its name.") var batch: String

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    let found = try await link.perform(ShowBatchDocument(name: batch))
    if listing.format == .json { return try Listing.say("batch", found) }
    Terminal.say("batch      \(found.id)  \(found.name)")
    Terminal.say("SKU        \(found.sku)")
    if let supplier = found.supplier { Terminal.say("supplier   \(supplier)") }
    Terminal.say("started    \(found.startedAt)")
    if let finished = found.finishedAt { Terminal.say("finished   \(finished)") }
    if let undone = found.undoneAt { Terminal.say("taken back \(undone)") }
    Terminal.say("codes      \(found.available) available, \(found.sold) sold")
    if found.quarantined > 0 {
      Terminal.say("           \(found.quarantined) quarantined: they do not open in their rows")
    }
    Terminal.say("           \(found.voided) voided, \(found.undone) taken back")
    let isLeft = found.available + found.quarantined + found.voided > 0
    Terminal.next(
      isLeft && found.undoneAt == nil
        ? "`batches move \(found.id) --sku SKU --reason …` or `batches undo \(found.id) --reason …`"
        : "`cardstock-worker codes stock` shows the stock"
    )
  }
}

/// `batches undo`: a batch that should not have been imported.
struct UndoBatch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Takes back the codes of a batch that nobody bought.",
    discussion: """
      None of them is sold any more, voided ones included; the same file or the same codes may be \
      imported again. A code that was bought stays with its order, and an import passes over it \
      with --skip-refused: `orders replace --own-fault` gives its buyer another. What was done \
      stays in the ledger.

      EXAMPLE
        cardstock-worker batches undo 41 --reason "wrong file"
      """
  )

  @OptionGroup var options: SettingsOptions
  @Argument(help: "Its number or its name.") var batch: String
  @Option(help: "Why; kept in the ledger.") var reason: String
  @Flag(help: "Do not ask.") var yes = false

  func run() async throws {
    let settings = try options.load()
    guard yes || Terminal.confirms("Take batch \(batch) back?") else {
      Terminal.problem("nothing was changed; confirm, or pass --yes")
      throw ExitCode(1)
    }
    let link = try OperatorLink.open(settings)
    defer { link.close() }
    let sold = try await link.perform(ShowBatchDocument(name: batch)).sold
    let count = try await link.perform(UndoBatchDocument(name: batch, reason: reason))
    Terminal.say("\(Terminal.count(count, "code")) taken back" + SoldCodes.remark(sold))
    Terminal.next("`cardstock-worker codes import FILE --sku SKU` may take the same codes again")
  }
}

/// `batches move`: codes that were imported under the wrong SKU.
struct MoveBatch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "move",
    abstract: "Moves the codes of a batch that nobody bought to another SKU.",
    discussion: """
      A code that was bought stays with its order. Orders that wait for the new SKU are served at \
      once. A code that cannot be opened stays behind unsold, and its line is named.

      EXAMPLE
        cardstock-worker batches move 41 --sku STEAM-CN-100 --reason "imported as STEAM-CN-50"
      """
  )

  @OptionGroup var options: SettingsOptions
  @Argument(help: "Its number or its name.") var batch: String
  @Option(help: "The product that the codes are really of.") var sku: String
  @Option(help: "Why; kept in the ledger.") var reason: String
  @Flag(help: "Move it also to a SKU that the catalog does not sell.") var skuNotYetSold = false
  @Flag(help: "Do not ask.") var yes = false

  func validate() throws {
    guard SKU(sku) != nil else {
      throw ValidationError("--sku: expected A–Z, 0–9 and dashes, found `\(sku)`")
    }
  }

  func run() async throws {
    let settings = try options.load()
    _ = try ImportMoney(
      nil,
      sku: sku,
      isSoldYet: !skuNotYetSold,
      catalogPath: settings.places.catalog
    )
    guard yes || Terminal.confirms("Move batch \(batch) to \(sku)? Who waits is served.") else {
      Terminal.problem("nothing was changed; confirm, or pass --yes")
      throw ExitCode(1)
    }
    let link = try OperatorLink.open(settings)
    defer { link.close() }
    let sold = try await link.perform(ShowBatchDocument(name: batch)).sold
    let operation = MoveBatchDocument(name: batch, sku: sku, reason: reason)
    let moved = try await link.perform(operation)
    Terminal.say("\(Terminal.count(moved.codes, "code")) moved to \(sku)" + SoldCodes.remark(sold))
    if moved.served > 0 { Terminal.say("\(Terminal.count(moved.served, "waiting order")) served") }
    guard moved.stayed > 0 else {
      return Terminal.next("`cardstock-worker codes stock` shows the stock")
    }
    for code in moved.first {
      let place = "code \(code.id), line \(code.line) of the file"
      Terminal.problem("\(place): stayed unsold; what is kept of it is not what was imported")
    }
    if moved.stayed > moved.first.count {
      Terminal.problem("and \(moved.stayed - moved.first.count) more")
    }
    Terminal.next("`cardstock-worker ledger verify` tells what else is not as it was written")
  }
}

/// What a correction says of codes that it does not reach.
private enum SoldCodes {
  static func remark(_ count: Int) -> String {
    count == 0 ? "" : "; \(Terminal.count(count, "code")) with orders stayed with them"
  }
}
