import Foundation
import Testing
import cardstock_worker

/// Secrets as systemd, Docker, Kubernetes and people store them.
@Suite(.timeLimit(.minutes(20)))
struct SecretFileTests {
  private static let text = "a-secret-of-some-length"

  private func make(_ path: String, mode: mode_t, owner: uid_t? = nil, group: gid_t? = nil) throws {
    try Self.text.write(toFile: path, atomically: false, encoding: .utf8)
    if owner != nil || group != nil {
      let isChanged = chown(path, owner ?? geteuid(), group ?? getegid()) == 0
      try #require(isChanged)
    }
    chmod(path, mode)
  }

  private func read(
    _ path: String,
    _ environment: [String: String] = [:],
    mounted: [String] = []
  ) -> Result<String, SecretFile.Refusal> {
    Result { () throws(SecretFile.Refusal) in
      try SecretFile(environment: environment, containerFolders: mounted).read(path)
    }
  }

  private func refusal(_ result: Result<String, SecretFile.Refusal>) -> SecretFile.Refusal? {
    if case .failure(let refusal) = result { refusal } else { nil }
  }

  @Test(arguments: [0o400, 0o600, 0o440, 0o640] as [mode_t])
  func `takes what the owner and the own group alone can read`(mode: mode_t) throws {
    let folder = try TemporaryFolder()
    try make(folder.path + "/key", mode: mode)
    #expect(try read(folder.path + "/key").get() == Self.text)
  }

  @Test(arguments: [0o444, 0o644, 0o604, 0o660, 0o620, 0o602, 0o666, 0o450] as [mode_t])
  func `refuses what others can read or write, and says how to mend it`(mode: mode_t) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/key"
    try make(path, mode: mode)
    let refusal = try #require(self.refusal(read(path)))
    #expect(refusal.found.contains("0" + String(mode, radix: 8)))
    #expect(refusal.remedy.contains("chmod 600 \(path)"))
  }

  @Test(.enabled(if: geteuid() == 0))
  func `refuses another user's file and another group's`() throws {
    let folder = try TemporaryFolder()
    try make(folder.path + "/theirs", mode: 0o600, owner: 4711)
    #expect(refusal(read(folder.path + "/theirs"))?.found.contains("uid 4711") == true)
    try make(folder.path + "/group", mode: 0o440, group: 4711)
    #expect(refusal(read(folder.path + "/group"))?.found.contains("group 4711") == true)
  }

  @Test func `an editor's mark before the first letter is no part of it`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/key"
    let bytes = Data([0xEF, 0xBB, 0xBF]) + Data(Self.text.utf8)
    try bytes.write(to: URL(fileURLWithPath: path))
    chmod(path, 0o600)
    #expect(try Array(read(path).get().utf8) == Array(Self.text.utf8))
  }

  @Test func `a link is as good as the file behind it`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path + "/..data",
      withIntermediateDirectories: true
    )
    try make(folder.path + "/..data/key", mode: 0o400)
    let link = folder.path + "/key"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "..data/key")
    #expect(try read(link).get() == Self.text)
    chmod(folder.path + "/..data/key", 0o644)
    #expect(refusal(read(link))?.remedy.contains("/..data/key") == true)
    chmod(folder.path + "/..data/key", 0o400)
    chmod(folder.path + "/..data", 0o777)
    #expect(refusal(read(link))?.remedy.contains("chmod o-w") == true)
    chmod(folder.path + "/..data", 0o1777)
    #expect(try read(link).get() == Self.text)
  }

  @Test func `refuses a file that others can replace, from any folder above it`() throws {
    let top = try TemporaryFolder()
    let folder = top.path + "/etc/keys"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try make(folder + "/key", mode: 0o600)
    #expect(try read(folder + "/key").get() == Self.text)
    for open in [folder, top.path + "/etc", top.path] {
      chmod(open, 0o777)
      #expect(refusal(read(folder + "/key"))?.remedy == "run `chmod o-w \(open)`")
      chmod(open, 0o755)
    }
    // The worker's own group may write; only root can give a folder to another group.
    chmod(folder, 0o775)
    #expect(try read(folder + "/key").get() == Self.text)
    guard chown(folder, getuid(), 54_321) == 0 else { return }
    #expect(refusal(read(folder + "/key"))?.remedy == "run `chmod g-w \(folder)`")
  }

  @Test func `takes what a container runtime mounted for everybody, unless everybody writes it`()
    throws
  {
    let folder = try TemporaryFolder()
    let path = folder.path + "/key"
    for mode in [0o444, 0o644, 0o440, 0o400] as [mode_t] {
      try make(path, mode: mode)
      #expect(try read(path, mounted: [folder.path]).get() == Self.text)
      #expect(try read(path, ["CREDENTIALS_DIRECTORY": folder.path]).get() == Self.text)
      chmod(path, 0o600)
    }
    for mode in [0o666, 0o664, 0o646] as [mode_t] {
      try make(path, mode: mode)
      #expect(refusal(read(path, mounted: [folder.path])) != nil)
      chmod(path, 0o600)
    }
    // A folder beside the credentials' folder does not count.
    try make(path, mode: 0o444)
    #expect(refusal(read(path, mounted: [folder.path + "x", folder.path + "/ke"])) != nil)
  }

  @Test func `finds a systemd credential by path and by name`() throws {
    let (folder, credentials) = (try TemporaryFolder(), try TemporaryFolder())
    try make(credentials.path + "/stripe", mode: 0o440)
    let file = SecretFile(environment: ["CREDENTIALS_DIRECTORY": credentials.path])
    for text in [
      "stripe", "$CREDENTIALS_DIRECTORY/stripe", "${CREDENTIALS_DIRECTORY}/stripe",
      credentials.path + "/stripe",
    ] {
      #expect(file.path(text, in: folder.path) == credentials.path + "/stripe")
    }
    // A file beside the settings takes precedence, and a path is never a credential's name.
    try make(folder.path + "/stripe", mode: 0o600)
    #expect(file.path("stripe", in: folder.path) == folder.path + "/stripe")
    #expect(file.path("keys/stripe", in: folder.path) == folder.path + "/keys/stripe")
  }

  @Test func `refuses folders and pipes, and does not wait for them`() throws {
    let folder = try TemporaryFolder()
    #expect(refusal(read(folder.path)) != nil)
    mkfifo(folder.path + "/pipe", 0o600)
    #expect(refusal(read(folder.path + "/pipe")) != nil)
    #expect(refusal(read(folder.path + "/none"))?.found == "no file")
  }
}

/// Whether mail may be written into a folder.
@Suite(.timeLimit(.minutes(20)))
struct FolderMailTests {
  private func settings(_ section: String) throws -> Settings {
    let folder = try TemporaryFolder()
    let text = """
      public_url: https://pay.shop.example
      catalog: catalog.json
      \(section)
      mail:
        from: shop@shop.example
        transport: folder

      """
    let path = folder.path + "/worker.yaml"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let environment = [
      "LIVE": "sk_live_51QhG7mB2rT9wLk4Xc8Zp0VnYd3", "TEST": "sk_test_51QhG7mB2rT9wLk4Xc8Zp0VnYd3",
      "HOOK": "whsec_7Vq2mWz9LrT4xKc8bNf1YdGh5JpS3uAe",
      "EPAY": "7Vq2mWz9LrT4xKc8bNf1YdGh5JpS3uAe",
    ]
    switch Settings.load(path, environment: environment) {
    case .loaded(let settings): return settings
    case .faulty(let faults):
      Issue.record("\(faults)")
      throw SettingsFault(path, expected: "settings", found: "faults", remedy: "see above")
    }
  }

  private static func stripe(live: Bool, url: String? = nil) -> String {
    """
    stripe:
      live: \(live)
      secret_key_env: \(live ? "LIVE" : "TEST")
      webhook_secrets_env: HOOK
    """ + (url.map { "\n  api_url: \($0)" } ?? "")
  }

  @Test func `a live provider and a folder do not go together`() throws {
    let live = try settings(Self.stripe(live: true))
    let alone = live.folderMailFault?.description ?? ""
    #expect(alone.contains("--folder-mail-anyway") && alone.contains("since stripe takes real"))
    let epay = """

      epay:
        understood: true
        pid: "1000"
        key_env: EPAY
        gateway_url: https://pay.example.com
      """
    let two = try settings(Self.stripe(live: true) + epay).folderMailFault?.description ?? ""
    #expect(two.contains("since stripe and epay take real money"), "\(two)")
    #expect(try settings(Self.stripe(live: false)).folderMailFault == nil)
    #expect(
      try settings(Self.stripe(live: true, url: "http://127.0.0.1:9")).folderMailFault == nil
    )
  }

  @Test func `a shop's own system has no mode, and is only warned`() throws {
    let own = try settings("standard:\n  secrets_env: HOOK")
    #expect(own.folderMailFault == nil && own.folderMailWarning != nil)
  }
}

/// The values of `listen:`.
@Suite(.timeLimit(.minutes(20))) struct ListenAddressTests {
  @Test(arguments: [
    ("127.0.0.1:8090", "127.0.0.1", 8090), ("0.0.0.0:80", "0.0.0.0", 80), ("[::]:80", "::", 80),
    ("[::1]:0", "::1", 0), (":8090", "0.0.0.0", 8090), ("*:8090", "0.0.0.0", 8090),
    ("8090", "127.0.0.1", 8090), ("localhost:1", "localhost", 1),
  ])
  func `takes every usual form`(text: String, host: String, port: Int) {
    let address = Settings.ListenAddress(text)
    #expect(address?.host == host && address?.port == port)
  }

  @Test(arguments: [
    "", ":", "a:", "127.0.0.1:99999", "::1:80", "http://127.0.0.1:80", "[]:1", "a:-1",
  ])
  func `refuses the rest`(text: String) {
    #expect(Settings.ListenAddress(text) == nil)
  }
}
