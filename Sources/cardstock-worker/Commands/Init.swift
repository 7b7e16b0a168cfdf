import ArgumentParser
import Foundation
import Storage

/// `init`: makes the files that a worker needs, with a new key.
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Makes worker.yaml, the key that seals codes, and the state folder.",
    discussion: """
      Nothing that exists is overwritten: a worker.yaml that is there already is kept, and a key \
      that is there already is an error, and so is a vault whose key is gone, because a new one \
      could not read the old codes.

      EXAMPLE
        cardstock-worker init shop-worker
      """
  )

  @Argument(help: "The folder to make.")
  var dir = "worker-config"

  func run() throws {
    SettingsOptions.closeMemory()
    let files = FileManager.default
    let (yaml, key, state) = (dir + "/worker.yaml", dir + "/vault.key", dir + "/state")
    guard !files.fileExists(atPath: key) else {
      Terminal.problem("\(key): expected no key yet, found one; keep it, or choose another folder")
      throw ExitCode(1)
    }
    if let vault = [state, dir].first(where: VaultKey.isNeeded) {
      Terminal.problem(
        "\(vault)/vault.sqlite: expected no vault without its key, found one; bring \(key) back "
          + "from its copy: a new key cannot open these codes"
      )
      throw ExitCode(1)
    }
    do {
      try files.createDirectory(atPath: dir, withIntermediateDirectories: true)
      if files.fileExists(atPath: yaml) {
        Terminal.say("kept  \(yaml)")
      } else {
        try write(SampleSettings.text, to: yaml, mode: 0o644)
        Terminal.say("made  \(yaml)")
      }
      var random = SystemRandomNumberGenerator()
      try write(VaultKey(using: &random).hex + "\n", to: key, mode: 0o600)
      Terminal.say("made  \(key), mode 0600: keep a copy where the database's backups are not")
      try files.createDirectory(
        atPath: state,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
      try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: state)
      Terminal.say("made  \(state)/, mode 0700")
      try keepOutOfGit(dir)
    } catch let error as CocoaError {
      Terminal.problem("\(dir): cannot be written: \(error.localizedDescription)")
      throw ExitCode(1)
    }
    Terminal.next("edit \(yaml), then run `cardstock-worker check --config \(yaml)`")
  }

  /// Writes a `.gitignore` for what is secret, unless the folder has one.
  private func keepOutOfGit(_ dir: String) throws {
    let ignored = dir + "/.gitignore"
    guard !FileManager.default.fileExists(atPath: ignored) else { return }
    let text = """
      # Keys, codes and letters are not for a repository; worker.yaml may be.
      *.key
      *.pem
      *.pfx
      *.p12
      *.csv
      *.xlsx
      *.txt
      .env*
      secrets*
      state/
      mail/
      backups/

      """
    try write(text, to: ignored, mode: 0o644)
    Terminal.say("made  \(ignored): git passes over keys, codes and letters")
  }

  /// Creates a new file that has its mode from the beginning.
  private func write(_ text: String, to path: String, mode: Int) throws {
    let isMade = FileManager.default.createFile(
      atPath: path,
      contents: nil,
      attributes: [.posixPermissions: mode]
    )
    guard isMade, let handle = FileHandle(forWritingAtPath: path) else {
      throw CocoaError(.fileWriteNoPermission)
    }
    try handle.write(contentsOf: Data(text.utf8))
    try handle.synchronize()
    try handle.close()
  }
}
