import ArgumentParser
import Foundation

/// The command line: `cardstock-mockpay keys …` and `cardstock-mockpay run …`.
@main
struct MockPay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cardstock-mockpay",
    abstract: "Plays the payment providers on loopback, for development and tests.",
    discussion: "No money moves. It shares no code with the worker, so neither hides a mistake.",
    subcommands: [Run.self, MakeKeys.self, ListRules.self],
    defaultSubcommand: Run.self
  )
}

/// Makes the keys that a run and its worker need.
struct MakeKeys: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys",
    abstract: "Make new keys and certificates of all providers and of the shop."
  )

  @Argument(help: "A folder that is empty or not there yet.")
  var folder: String

  func run() throws {
    do {
      try KeyFiles.make(at: Date.now).write(to: URL(filePath: folder))
    } catch let error as KeysError {
      throw ValidationError(error.description)
    }
  }
}

/// Lists what the pretend providers refuse because the real ones do.
struct ListRules: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "List the rules of the real providers that a run follows."
  )

  func run() {
    for rule in Rule.all { print("\(rule.name): \(rule.text)") }
  }
}

/// Starts the pretend providers and serves until it is interrupted.
struct Run: AsyncParsableCommand {
  /// The certificates that webhooks are signed with.
  enum CertificateChoice: String, ExpressibleByArgument {
    case current
    case expired
  }

  static let configuration = CommandConfiguration(
    abstract: "Serve five providers: their APIs, a pay page, signed webhooks."
  )

  @Option(help: "Where to listen; loopback only.")
  var listen = "127.0.0.1:4242"

  @Option(help: "The folder of keys, made by `cardstock-mockpay keys`.")
  var keys: String

  @Option(help: "The worker's origin: http on loopback.")
  var worker: String

  @Option(help: "Divides the delays between the attempts of a webhook.")
  var timeScale: Int64 = 1000

  @Flag(help: "Say livemode in Stripe's sessions and events.")
  var live = false

  @Option(help: "Sign webhooks with current or expired certificates.")
  var certificate = CertificateChoice.current

  @Option(help: "Leave out a rule that `cardstock-mockpay rules` lists; may be repeated.")
  var lenient: [String] = []

  func run() async throws {
    let (settings, keys): (Settings, Keys)
    do {
      settings = try Settings(
        listen: listen,
        worker: worker,
        timeScale: timeScale,
        isLive: live,
        usesExpiredCertificate: certificate == .expired,
        lenient: lenient
      )
      keys = try Keys(KeyFiles(folder: URL(filePath: self.keys)))
    } catch let error as SettingsError {
      throw ValidationError(error.description)
    } catch let error as KeysError {
      throw ValidationError(error.description)
    }
    try await serve(settings, keys: keys)
  }
}
