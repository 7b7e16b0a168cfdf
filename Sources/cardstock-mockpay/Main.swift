import ArgumentParser
import Foundation

/// The command line: `cardstock-mockpay run …`.
@main
struct MockPay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cardstock-mockpay",
    abstract: "Plays the payment providers on loopback, for development and tests.",
    discussion: "No money moves. It shares no code with the worker, so neither hides a mistake.",
    subcommands: [Run.self],
    defaultSubcommand: Run.self
  )
}

/// Starts the pretend provider and serves until it is interrupted.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve Stripe's part: checkout sessions, a pay page, signed events."
  )

  @Option(help: "Where to listen; loopback only.")
  var listen = "127.0.0.1:4242"

  @Option(help: "The environment variable that holds the API key.")
  var apiKeyEnv: String

  @Option(help: "Where signed events are sent: http on loopback.")
  var webhookURL: String

  @Option(help: "The environment variable that holds the webhook secret (whsec_…).")
  var webhookSecretEnv: String

  @Option(help: "Divides the delays between the attempts of an event.")
  var timeScale: Int64 = 1000

  @Flag(help: "Say livemode in sessions and events.")
  var live = false

  func run() async throws {
    let settings: Settings
    do throws(SettingsError) {
      settings = try Settings(
        listen: listen,
        webhookURL: webhookURL,
        apiKey: environment(apiKeyEnv, option: "--api-key-env"),
        webhookSecret: environment(webhookSecretEnv, option: "--webhook-secret-env"),
        timeScale: timeScale,
        isLive: live
      )
    } catch {
      throw ValidationError(error.description)
    }
    try await serve(settings)
  }

  private func environment(_ name: String, option: String) throws(SettingsError) -> String {
    guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
      throw .missingSecret(option: option, name: name)
    }
    return value
  }
}
