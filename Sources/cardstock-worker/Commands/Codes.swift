import ArgumentParser
import Worker

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
