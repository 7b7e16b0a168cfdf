import ArgumentParser
import Shop
import Worker

/// `codes reveal`: one code in the clear, for a person who must see it.
struct RevealCode: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reveal",
    abstract: "Shows one code; who saw it and why is kept in the ledger and the log.",
    discussion: """
      The code goes to standard output alone, its PIN behind a tab.

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
    Terminal.say(found.code + (found.pin.map { "\t" + $0 } ?? ""))
  }

  /// An order of several codes needs to be told which: one look opens one code.
  private func expectOneUnit(_ reference: String, _ link: OperatorLink) async throws {
    let order = try await link.perform(ShowOrderDocument(reference: reference))
    guard order.order.quantity > 1 else { return }
    Terminal.problem("--unit: expected 1 to \(order.order.quantity), found none")
    throw ExitCode(64)
  }
}
