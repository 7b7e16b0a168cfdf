import ArgumentParser
import Foundation
import Shop

/// The worker's command line, and the one place where all of its parts are put together.
@main
struct CardstockWorker: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cardstock-worker",
    abstract: "Takes verified payments, allocates card codes, mails them.",
    discussion: """
      While the worker runs, every command reaches it through its control socket; while it does \
      not, the command opens the database itself. There are never two writers.

      EXAMPLES
        cardstock-worker init shop-worker
        cardstock-worker check --config shop-worker/worker.yaml
        cardstock-worker run --config shop-worker/worker.yaml
        cardstock-worker codes import codes.csv --sku STEAM-CN-50 --supplier Northwind

      EXIT CODES
        0   done
        1   refused, or not found: the message says what to do
        64  the command was not understood
        74  the disk failed under a running worker, which ended by itself: start it again; or the
            result of a command could not be written whole
        75  busy or not reachable: the same command may work in a moment
      """,
    version: Release.version,
    subcommands: [
      Init.self, Check.self, SettingsCommand.self, Run.self, Codes.self, Stock.self, Batches.self,
      Orders.self, Checkouts.self,
      PaymentCommands.self, Reports.self,
      Claims.self, Statements.self, Reconcile.self, Deliveries.self, Blocks.self, Ledger.self,
      CatalogCommands.self, ClockCommands.self, MailCommands.self,
    ]
  )

  /// Runs the command; fails when its result could not be written whole.
  static func main() async {
    // A closed pipe is noticed by the failed write instead.
    signal(SIGPIPE, SIG_IGN)
    await main(nil)
    guard Terminal.isCutOff else { return }
    Terminal.problem("the output: expected room for all of it, found none; look at the disk")
    exit(withError: ExitCode(74))
  }
}
