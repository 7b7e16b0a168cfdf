import Foundation
import Mail
import Shop
import Testing

@Suite(.timeLimit(.minutes(20))) struct MailerFolderTests {
  private func folder() -> URL {
    FileManager.default.temporaryDirectory
      .appending(path: "cardstock-mail-\(ProcessInfo.processInfo.globallyUniqueString)")
      .appending(path: "outbox")
  }

  @Test func `writes each message once, for its owner alone`() throws {
    let folder = folder()
    let identity = try Sample.identity()
    let mailer = Mailer.folder(folder.path()) { identity }
    let first = try Sample.owed(.english, units: [], messageID: "1@cards.example.com")
    let second = try Sample.owed(.chinese, units: [], messageID: "2@cards.example.com")
    for owed in [first, second, first] { #expect(mailer.send(owed) == .written) }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    #expect(names.sorted() == ["1@cards.example.com.eml", "2@cards.example.com.eml"])
    let file = folder.appending(path: "1@cards.example.com.eml")
    #expect(try Array(Data(contentsOf: file)) == Message(first, identity: identity).bytes)
    for (path, mode) in [(file.path(), 0o600), (folder.path(), 0o700)] {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == mode)
    }
  }

  @Test func `keeps the delivery for later when the folder cannot be written`() throws {
    let file = folder().deletingLastPathComponent()
    try Data("in the way".utf8).write(to: file)
    let identity = try Sample.identity()
    let mailer = Mailer.folder(file.appending(path: "outbox").path()) { identity }
    let outcome = mailer.send(try Sample.owed(.english, units: []))
    guard case .temporary(let trouble) = outcome else {
      Issue.record("expected a temporary failure")
      return
    }
    #expect(trouble.phase == .data)
    #expect(!trouble.detail.contains("buyer@example.com"))
  }
}
