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
    let (isMissing, draft) = try opened(file)
    defer { draft.discard() }
    let nonce = { @Sendable in String(UInt64.random(in: 0 ... .max), radix: 36) }
    let call = Call(now: SystemClock.now(), nonce: nonce)
    let url = setup.publicURL.text + Route.webhook(.stripe).path
    do {
      let result = try setup.adapter.setUp(notifyURL: url, isNew: new, call)
      if let secret = result.secret { try keep(secret, in: draft) }
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

  /// Opens the file for the secret before Stripe is asked, since Stripe tells a secret once.
  private func opened(_ file: SecretLines) throws -> (isMissing: Bool, SecretLines.Draft) {
    do {
      return (try file.lines().isEmpty, try file.draft())
    } catch {
      Terminal.problem(
        "\(file.path): expected a file that can be written, found: \(error.localizedDescription); "
          + "nothing was asked of Stripe"
      )
      throw ExitCode(1)
    }
  }

  private func keep(_ secret: Secret, in draft: SecretLines.Draft) throws {
    do {
      try draft.keep(secret)
    } catch {
      Terminal.problem(
        "the endpoint is made, and its secret is lost: \(error.localizedDescription); mend that, "
          + "delete the endpoint in the Dashboard, then run this again"
      )
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

  /// Opens a new file of mode 0600, which is to replace this one.
  func draft() throws -> Draft {
    let path = path + ".new"
    unlink(path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    return Draft(
      lines: try lines(),
      path: path,
      handle: FileHandle(fileDescriptor: descriptor, closeOnDealloc: true),
      target: self.path
    )
  }

  /// A new file beside the old one, so that a crash loses no secret.
  struct Draft {
    let lines: [String]
    let path: String
    let handle: FileHandle
    let target: String

    /// Puts a secret before the others, and the draft in the place of the old file.
    func keep(_ secret: Secret) throws {
      let text = ([secret.text] + lines).map { $0 + "\n" }.joined()
      try handle.write(contentsOf: Data(text.utf8))
      try handle.synchronize()
      try handle.close()
      guard rename(path, target) == 0 else {
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
      }
    }

    /// Removes a draft that holds no secret; does nothing to one that is in its place.
    func discard() { unlink(path) }
  }
}
