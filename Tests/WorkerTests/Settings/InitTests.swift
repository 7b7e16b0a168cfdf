import ArgumentParser
import Foundation
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
