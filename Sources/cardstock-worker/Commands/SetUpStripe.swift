import ArgumentParser
import Foundation
import Payments
import Shop
import Worker

/// `payments setup stripe`.
struct SetUpPayments: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "setup",
    abstract: "Makes the webhook endpoint at Stripe and writes its secret to the settings' file.",
    discussion: """
      It needs `stripe.secret_key` and `stripe.webhook_secrets_file` in the settings; the file may \
      be missing still. An endpoint of the same address is found again and mended, never doubled. \
      The secret is never shown.

      EXAMPLES
        cardstock-worker payments setup stripe
        cardstock-worker payments setup stripe --new
      """
  )

  @OptionGroup var options: SettingsOptions
  @Argument(help: "stripe; the others have no call for it.") var provider: String
  @Flag(help: "Make another endpoint, for a new secret or API version; the old one stays.")
  var new = false

  func validate() throws {
    guard provider == "stripe" else {
      throw ValidationError("PROVIDER: expected stripe, found \(provider)")
    }
  }

  func run() async throws {
    SettingsOptions.closeMemory()
    let environment = ProcessInfo.processInfo.environment
    let setup: EndpointSettings
    switch Settings.endpointSettings(options.config, environment: environment) {
    case .success(let found): setup = found
    case .failure(let error):
      for fault in error.faults { Terminal.problem("\(fault)") }
      throw ExitCode(1)
    }
    let file = SecretLines(path: setup.secretFile)
    let isMissing = try file.lines().isEmpty
    let nonce = { @Sendable in String(UInt64.random(in: 0 ... .max), radix: 36) }
    let call = Call(now: SystemClock.now(), nonce: nonce)
    let url = setup.publicURL.text + Route.webhook(.stripe).path
    do {
      let result = try setup.adapter.setUp(notifyURL: url, isNew: new, call)
      if let secret = result.secret { try file.add(secret) }
      for change in result.changes { Terminal.say("stripe    \(change)") }
      if result.changes.isEmpty { Terminal.say("stripe    good: the endpoint is as it should be") }
      if result.secret != nil {
        Terminal.say("secret    written to \(setup.secretFile), first of its lines")
        Terminal.next("`kill -HUP` the worker, or start it: it then takes both secrets")
      } else if isMissing {
        Terminal.problem(
          "\(setup.secretFile): expected the endpoint's secret, which Stripe tells once, found "
            + "nothing; run this with --new, or copy it from the Dashboard"
        )
        throw ExitCode(1)
      }
    } catch let error as ProviderError {
      Terminal.problem("stripe: \(error)")
      throw ExitCode(1)
    }
  }
}

/// A file of secrets, one a line, that only its owner can read.
struct SecretLines {
  let path: String

  /// The secrets in the file; none when there is no file.
  func lines() throws -> [String] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    return text.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.isEmpty }
  }

  /// Puts a secret before the others, in a new file of mode 0600 that then replaces the old one, so
  /// that a crash loses no secret.
  func add(_ secret: Secret) throws {
    let text = ([secret.text] + (try lines())).map { $0 + "\n" }.joined()
    let draft = path + ".new"
    unlink(draft)
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    try handle.write(contentsOf: Data(text.utf8))
    try handle.synchronize()
    try handle.close()
    guard rename(draft, path) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
  }
}
