import ArgumentParser
import Foundation
import Storage
import TestServers
import Testing

@testable import cardstock_worker

@Suite(.timeLimit(.minutes(20)))
struct InitTests {
  private func folder() -> URL {
    FileManager.default.temporaryDirectory.appending(path: "init-\(UUID().uuidString)")
  }

  @Test func `git passes over the key, the state and the letters, and takes the settings`() throws {
    let folder = folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Init.parse([folder.path()]).run()
    for name in [
      "state/vault.sqlite", "mail/1.eml", "secrets", "secrets.yaml", "alipay.pem", "sign.pfx",
      "codes.csv", "codes.txt", ".env",
    ] {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try Data("x".utf8).write(to: file)
    }
    #expect(try git(folder, "init", "--quiet") == "")
    let seen = try git(folder, "status", "--short", "--untracked-files=all")
    #expect(Set(seen.split(separator: "\n")) == ["?? .gitignore", "?? worker.yaml"])
  }

  @Test func `a vault whose key is gone gets no other key`() throws {
    for place in ["state/vault.sqlite", "vault.sqlite"] {
      let folder = folder()
      defer { try? FileManager.default.removeItem(at: folder) }
      let vault = folder.appending(path: place)
      try FileManager.default.createDirectory(
        at: vault.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try Data("x".utf8).write(to: vault)
      #expect(throws: ExitCode(1)) { try Init.parse([folder.path()]).run() }
      let key = folder.appending(path: "vault.key").path()
      #expect(!FileManager.default.fileExists(atPath: key))
      let state = vault.deletingLastPathComponent().path()
      for (state, remedy) in [(state, "bring the key back"), ("/nowhere", "run `cardstock-worker")]
      {
        do {
          _ = try VaultKey.read(key, of: state)
          Issue.record("expected a fault")
        } catch {
          #expect("\(error)".contains("; \(remedy)"), "\(error)")
        }
      }
    }
  }

  @Test func `an ignore file that is there already is kept`() throws {
    let folder = folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("mine\n".utf8).write(to: folder.appending(path: ".gitignore"))
    try Init.parse([folder.path()]).run()
    let kept = try String(contentsOf: folder.appending(path: ".gitignore"), encoding: .utf8)
    #expect(kept == "mine\n")
  }

  private func git(_ folder: URL, _ arguments: String...) throws -> String {
    // Foundation's `Process` would pass this process's open files, locks among them, to git.
    let process = try ChildProcess(["/usr/bin/env", "git", "-C", folder.path()] + arguments)
    let text = try process.output.readToEnd() ?? Data()
    #expect(process.status() == 0)
    return String(decoding: text, as: UTF8.self)
  }
}
