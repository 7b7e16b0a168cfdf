import ArgumentParser
import Foundation
import Logging
import NIOPosix
import Shop
import Storage
import Transport
import Worker

/// How a command reaches the vault: through the running worker, or by opening it.
enum OperatorLink {
  case socket(path: String)
  case direct(OperatorCommands)

  /// Connects to the running worker, or opens the vault when none runs.
  ///
  /// `allowsClockBehind` is for the commands that show and accept the clock.
  static func open(
    _ settings: Settings,
    allowsClockBehind: Bool = false
  ) throws -> OperatorLink {
    let path = settings.places.controlSocket
    if isAnswering(path) { return .socket(path: path) }
    let clock = settings.clock { seconds in
      guard let seconds, !allowsClockBehind else { return }
      Terminal.note("warning: the clock jumped by \(seconds) s; see `cardstock-worker clock show`")
    }
    let store = try settings.openStore(allowsClockBehind: allowsClockBehind, at: clock.now())
    if store.isNew { Terminal.note("warning: \(settings.newVault)") }
    let wakeUp = WakeUp()
    let logger = Logger(label: "cardstock") { _ in LineLog(logLevel: .critical) }
    let providerCalls = ProviderCalls(
      publicURL: settings.publicURL,
      store: store,
      adapters: settings.adapters,
      threads: .singleton,
      wakeUp: wakeUp,
      now: clock.now,
      logger: logger
    )
    return .direct(
      OperatorCommands(
        store: store,
        wakeUp: wakeUp,
        matcher: StatementMatcher(
          providerCalls: providerCalls,
          folder: settings.places.statements,
          mail: nil
        ),
        clock: clock,
        calendar: { ShopCalendar(catalogPath: settings.places.catalog) },
        now: clock.now,
        logger: logger
      )
    )
  }

  /// Whether the command has opened the vault itself.
  var isDirect: Bool {
    if case .direct = self { true } else { false }
  }

  /// The hint after a command that queues a letter while no worker runs.
  var mailsLater: String { "no worker runs: start `cardstock-worker run`, which mails it" }

  /// Carries a command out and returns its answer; a refusal ends the program with its sentence.
  func perform<Command: CommandDocument>(_ command: Command) async throws -> Command.Answer {
    let outcome: CommandOutcomeDocument<Command.Answer>
    switch self {
    case .direct(let commands):
      outcome = await commands.perform(command, by: Self.caller, userID: geteuid())
    case .socket(let path): outcome = try Self.send(command, to: path)
    }
    switch outcome {
    case .done(let answer): return answer
    case .refused(let sentence):
      Terminal.problem(sentence)
      throw ExitCode(1)
    case .busy(let sentence):
      Terminal.problem(sentence)
      Terminal.next("run the same command again in a moment")
      throw ExitCode(75)
    }
  }

  /// Closes the vault, if it was opened here.
  func close() {
    if case .direct(let commands) = self { commands.close() }
  }

  static func isAnswering(_ path: String) -> Bool {
    guard FileManager.default.fileExists(atPath: path) else { return false }
    var request = HTTPRequest(.get, "http://localhost/")
    request.unixSocket = path
    do {
      _ = try HTTPClient.send(request)
      return true
    } catch {
      return false
    }
  }

  /// The name of the user who gives the command, for the ledger.
  private static var caller: String {
    let name = NSUserName().map { $0.isASCII && Operator(String($0)) != nil ? $0 : "-" }
    return name.isEmpty ? "uid \(getuid())" : String(name.prefix(64))
  }

  private static func send<Command: CommandDocument>(
    _ command: Command,
    to path: String
  ) throws -> CommandOutcomeDocument<Command.Answer> {
    let document = CommandRequestDocument(by: caller, command: command)
    var request = HTTPRequest(
      .post,
      "http://localhost" + ControlResponder.path(of: Command.kind),
      headers: [("Content-Type", "application/json")],
      body: .bytes(Array(try JSONEncoder().encode(document)))
    )
    request.unixSocket = path
    // Verifying the whole ledger takes long, and so may a list.
    request.limits.totalMilliseconds = 600_000
    request.limits.responseBytes = 256 << 20
    let response: HTTPResponse
    do throws(TransportError) {
      response = try HTTPClient.send(request)
    } catch {
      return .busy("\(path): the running worker does not answer: \(error)")
    }
    return outcome(of: Command.self, response, path)
  }

  /// Reads the worker's answer; one that cannot be read counts as a refusal, so that nobody takes
  /// the command for done.
  static func outcome<Command: CommandDocument>(
    of type: Command.Type,
    _ response: HTTPResponse,
    _ path: String
  ) -> CommandOutcomeDocument<Command.Answer> {
    guard response.status == 200 else {
      return .refused(
        "\(path): expected a worker of this release, found one that answers \(response.status); "
          + "use the cardstock-worker that it was started from"
      )
    }
    do {
      let answer = Data(response.body)
      return try JSONDecoder().decode(CommandOutcomeDocument<Command.Answer>.self, from: answer)
    } catch {
      return .refused(
        "\(path): expected an answer to `\(Command.kind.words)`, found one that cannot be read; "
          + "use the cardstock-worker that the running worker was started from"
      )
    }
  }
}
