import Foundation
import Payments
import Shop
import Testing
import cardstock_worker

@Suite(.timeLimit(.minutes(20))) struct SettingsTests {
  static let environment = [
    "CARDSTOCK_STRIPE_KEY": "sk_test_51QhG7mB2rT9wLk4Xc8Zp0VnYd3",
    "CARDSTOCK_STRIPE_WEBHOOK_SECRETS": "whsec_7Vq2mWz9LrT4xKc8bNf1YdGh5JpS3uAe",
    "MAIL_PASSWORD": "short", "EPAY": "Hn2mQ8vX4cR7tY1wB5kZ",
    "CARDSTOCK_EMPTY": " ", "CARDSTOCK_TWO_LINES": "a\nb",
  ]

  /// The smallest valid file.
  private static let smallest = """
    public_url: https://pay.shop.example
    catalog: catalog.json
    stripe:
      live: false
      secret_key_env: CARDSTOCK_STRIPE_KEY
      webhook_secrets_env: CARDSTOCK_STRIPE_WEBHOOK_SECRETS
    mail:
      from: shop@shop.example
      transport: folder

    """

  private func load(
    _ text: String,
    environment: [String: String] = environment
  ) throws -> Settings.Loading {
    let folder = FileManager.default.temporaryDirectory.path
    let path = "\(folder)/settings-\(UInt64.random(in: 0 ... .max)).yaml"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    defer { unlink(path) }
    return Settings.load(path, environment: environment)
  }

  /// The settings of the smallest file after these lines, perhaps with another sender.
  static func loaded(
    _ more: String,
    from sender: String = "shop@shop.example"
  ) throws -> Settings {
    let text = more + smallest.replacing("shop@shop.example", with: sender)
    guard case .loaded(let settings) = try SettingsTests().load(text) else { throw Missing() }
    return settings
  }

  @Test func `a link to an order lives a year, so many days, or for ever`() throws {
    for (line, days) in [("", 365), ("order_links:\n  expire: 180d\n", 180)] {
      #expect(try Self.loaded(line).linkLifetime.days == days)
    }
    #expect(try Self.loaded("order_links:\n  expire: never\n").linkLifetime == .endless)
    for word in ["6d", "3651d", "180", "1y", "0d", "-7d"] {
      let found = faults(try load("order_links:\n  expire: \(word)\n" + Self.smallest))
      #expect(found.count == 1 && found[0].contains("7d to 3650d, or never"), "\(word)")
    }
  }

  private func faults(_ loading: Settings.Loading) -> [String] {
    guard case .faulty(let faults) = loading else { return [] }
    return faults.map { "\($0)" }
  }

  @Test func `takes the smallest file, with loopback as its door`() throws {
    guard case .loaded(let settings) = try load(Self.smallest) else {
      Issue.record("\(faults(try load(Self.smallest)))")
      return
    }
    #expect(settings.listen.host == "127.0.0.1" && settings.listen.port == 8090)
    #expect(settings.adapters.map { type(of: $0).provider } == [.stripe])
    #expect(settings.places.controlSocket.hasSuffix("/state/control.sock"))
  }

  @Test func `takes the repository's own sample, which is what init writes`() throws {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = root.path + "/worker-config/worker.yaml"
    let loading = Settings.load(path, environment: Self.environment)
    #expect(faults(loading).isEmpty)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == SampleSettings.text)
  }

  @Test(arguments: [
    ("publc_url: https://x.example\n", "did you mean `public_url`?"),
    ("colour: red\n", "remove it"),
    ("stripe:\n  webhook_secret_env: X\n", "did you mean `stripe.webhook_secrets_env`?"),
    ("listen: localhost\n", "ADDRESS:PORT"),
    ("listen: 127.0.0.1:99999\n", "ADDRESS:PORT"),
    ("public_url: http://shop.example\n", "https://HOST"),
    ("public_url: https://shop.example/pay\n", "https://HOST"),
    ("mail:\n  transport: smpt\n", "did you mean `smtp`?"),
    ("mail:\n  from: Shop <a@b.example>\n", "a bare address"),
    ("mail:\n  transport: smtp\n  host: mx.example\n  tls: none\n", "clear text"),
    ("mail:\n  transport: smtp\n  host: mx.example\n  port: 0\n", "1 to 65535"),
    ("mail:\n  transport: smtp\n  host: mx.example\n  user: a\n", "found neither"),
    (Self.login + "  password_env: A\n  password_file: b\n", "found both"),
    (Self.login + "  password_env: NOT_THERE\n", "password_env: expected the password"),
    (Self.login + "  password_env: CARDSTOCK_EMPTY\n", "in $CARDSTOCK_EMPTY, found nothing"),
    (Self.login + "  password_env: CARDSTOCK_TWO_LINES\n", "more than one line"),
    ("stripe:\n  live: yes\n", "true or false"),
    ("log_level: loud\n", "one of them"),
    ("log_level: &a info\nlisten: *a\n", "anchor"),
    ("log_level: info\nlog_level: debug\n", "keep one of the two lines"),
    ("\tlisten: x\n", "YAML"),
    ("- a\n- b\n", "`key: value`"),
    ("mail:\n  deep:\n    deeper: 1\n", "a section"),
  ])
  func `names what is wrong and what to do`(text: String, words: String) throws {
    let found = faults(try load(text))
    #expect(found.contains { $0.contains(words) }, "\(found)")
    #expect(found.allSatisfy { $0.contains("expected") && $0.contains("; ") })
  }

  private static let login = "mail:\n  transport: smtp\n  host: mx.example\n  user: a\n"

  @Test func `a password's file that may not be read is one fault`() throws {
    let found = faults(try load(Self.login + "  from: a@b.example\n  password_file: /nowhere/x\n"))
    #expect(found.count { $0.contains("password") } == 1)
    #expect(found.contains { $0.contains("mail.password_file") && $0.contains("no file") })
  }

  @Test func `lists all faults at once, with their lines`() throws {
    let found = faults(try load("listen: x\nmial:\n  from: y\nlog_level: z\n"))
    #expect(found.count >= 6)
    #expect(found.contains { $0.contains(".yaml:1:1: listen") })
    #expect(found.contains { $0.contains(".yaml:4:1: log_level") })
  }

  @Test(arguments: [
    "changeme", "sk_test_xxx", "sk_test_xxxxxxxxxxxxxxxxxxxxxxxx", "whsec_placeholder",
    "sk_test_your-key-goes-here-now", "short", "aaaaaaaaaaaaaaaaaaaaaaaa", "",
    "sk_live_51QhG7mB2rT9wLk4Xc8Zp0VnYd3",
  ])
  func `refuses a secret that is none, and does not repeat it`(secret: String) throws {
    var environment = Self.environment
    environment["CARDSTOCK_STRIPE_KEY"] = secret
    let found = faults(try load(Self.smallest, environment: environment))
    #expect(found.count == 1)
    #expect(secret.isEmpty || found.allSatisfy { !$0.contains(secret) })
  }

  @Test func `refuses a secret file that others may read`() throws {
    let path =
      FileManager.default.temporaryDirectory.path + "/loose-\(UInt64.random(in: 0 ... .max))"
    defer { unlink(path) }
    let secret = Self.environment["CARDSTOCK_STRIPE_KEY"] ?? ""
    try secret.write(toFile: path, atomically: true, encoding: .utf8)
    let text = Self.smallest.replacing(
      "secret_key_env: CARDSTOCK_STRIPE_KEY",
      with: "secret_key_file: \(path)"
    )
    chmod(path, 0o644)
    #expect(faults(try load(text)).contains { $0.contains("chmod 600") })
    chmod(path, 0o600)
    #expect(faults(try load(text)).isEmpty)
  }

  @Test func `says how to begin when there is no file`() {
    let loading = Settings.load("/nowhere/worker.yaml", environment: [:])
    #expect(faults(loading).contains { $0.contains("cardstock-worker init") })
  }
}
