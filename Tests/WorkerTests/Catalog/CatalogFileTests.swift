import Foundation
import Logging
import Mail
import Shop
import Storage
import TestServers
import Testing
import Transport
import Worker
import cardstock_worker

/// `catalog.json`, valid and invalid.
@Suite(.timeLimit(.minutes(20)))
struct CatalogFileTests {
  /// The golden file of the generator's own tests.
  private static let golden = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("SiteTests/Theme/Golden/catalog.json")

  private func problem(_ path: String) -> CatalogProblem? {
    do throws(CatalogProblem) {
      _ = try CatalogDocument(path: path)
      return nil
    } catch {
      return error
    }
  }

  @Test func `believes what the generator wrote`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/catalog.json"
    try Data(contentsOf: Self.golden).write(to: URL(fileURLWithPath: path))
    #expect(problem(path) == nil)
  }

  @Test(arguments: [
    ("\"priceMinor\":4850", "\"priceMinor\":48"), ("\"currency\":\"CNY\"", "\"currency\":\"JPY\""),
    ("\"limit\":5", "\"limit\":500"), ("Paste.", "Send it to thief@example.com."),
    ("\"hash\":\"", "\"hash\":\"0"), ("\"delivery\":\"code\"", "\"delivery\":\"link\""),
    ("\"whenOut\":\"stop\"", "\"whenOut\":\"queue\""),
  ])
  func `does not believe what somebody edited after the build`(old: String, new: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/catalog.json"
    let text = try String(contentsOf: Self.golden, encoding: .utf8)
    #expect(text.contains(old))
    try text.replacing(old, with: new).write(toFile: path, atomically: false, encoding: .utf8)
    #expect(problem(path) == .changed(path: path))
  }

  /// A file of another release lacks what this one reads, and has what it does not know.
  @Test(arguments: [
    ("\"version\":\(CatalogDocument.currentVersion)", "\"version\":1"),
    (",\"whenOut\":\"stop\"", ""),
  ])
  func `names the release of a catalog that another one wrote`(old: String, new: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/catalog.json"
    var text = try String(contentsOf: Self.golden, encoding: .utf8)
    #expect(text.contains(old))
    text = text.replacing(old, with: new)
      .replacing("\"version\":\(CatalogDocument.currentVersion)", with: "\"version\":1")
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    #expect(problem(path) == .version(path: path, found: 1))
    #expect("\(CatalogProblem.version(path: path, found: 1))".contains("this release"))
  }

  @Test(
    arguments: [
      (0o644, 0o755, true), (0o600, 0o700, true), (0o444, 0o755, true), (0o664, 0o755, false),
      (0o666, 0o755, false), (0o646, 0o755, false), (0o644, 0o775, false), (0o644, 0o777, false),
      (0o644, 0o1777, true),
    ] as [(mode_t, mode_t, Bool)]
  )
  func `does not read a file that others can write or replace`(
    mode: mode_t,
    folderMode: mode_t,
    isGood: Bool
  ) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/catalog.json"
    try Data(contentsOf: Self.golden).write(to: URL(fileURLWithPath: path))
    chmod(path, mode)
    chmod(folder.path, folderMode)
    defer { chmod(folder.path, 0o700) }
    #expect((problem(path) == nil) == isGood)
    #expect(isGood || "\(String(describing: problem(path)))".contains("chmod go-w"))
    // A link to it is refused too.
    let other = try TemporaryFolder()
    let link = other.path + "/catalog.json"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    #expect((problem(link) == nil) == isGood)
  }

  @Test(
    arguments: [
      ("Northstar Gift Card", "1. Open Northstar\n2. Enter the code", true),
      ("Untitled", "Enter the code", false), ("New product", "Enter the code", false),
      ("Northstar", "Say in a sentence or two what it is and where it works.", false),
      ("Northstar", "Steps\n1. First step.", false), ("Northstar", "Price: TBD", false),
      ("Northstar", "Lorem ipsum dolor", false), ("Northstar", "[insert steps]", false),
      ("Northstar", "Enter XXXX-XXXX-XXXX, or XXXX", true),
    ]
  )
  func `sells nothing whose text a template left to be written`(
    title: String,
    how: String,
    isGood: Bool
  ) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/catalog.json"
    var catalog = Sample.catalog
    catalog.products[0].title["en"] = title
    catalog.products[0].redeem["en"] = .init(html: "<p>x</p>\n", text: how)
    try write(catalog, to: path)
    #expect((problem(path) == nil) == isGood)
    #expect(isGood || "\(String(describing: problem(path)))".contains("a template's"))
  }

  @Test func `what was accepted of a catalog that cannot be used is said to wait for it`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/catalog.json"
    let bytes = try Data(contentsOf: Self.golden)
    try bytes.write(to: URL(fileURLWithPath: path))
    chmod(path, 0o644)
    let build = try CatalogDocument(path: path).hash
    let good = AcceptedCatalog(path: path, build: build)
    #expect(good == .current && good.isInForce && good.warning == nil)
    #expect(good.next(isRunning: true).contains("sells by them within seconds"))
    #expect(AcceptedCatalog(path: path, build: nil) == .current)
    let other = AcceptedCatalog(path: path, build: String(repeating: "0", count: 64))
    #expect(other == .another && !other.isInForce)
    #expect(other.next(isRunning: true).contains("catalog show"))
    let damages: [() throws -> Void] = [
      { chmod(path, 0o666) },
      { try bytes.dropLast(9).write(to: URL(fileURLWithPath: path)) },
      {
        let text = String(decoding: bytes, as: UTF8.self).replacing("4850", with: "4851")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      },
      { try Data().write(to: URL(fileURLWithPath: path)) },
      { try FileManager.default.removeItem(atPath: path) },
    ]
    for damage in damages {
      chmod(path, 0o644)
      try damage()
      let broken = AcceptedCatalog(path: path, build: build)
      guard case .unreadable(let reason) = broken else {
        Issue.record("\(broken)")
        continue
      }
      #expect(!broken.isInForce && reason.contains("catalog.json"))
      #expect(broken.warning?.contains("counts once the file can be used") == true)
      for isRunning in [true, false] {
        #expect(broken.next(isRunning: isRunning).contains("mend the catalog's file"))
      }
    }
  }

  @Test(.enabled(if: geteuid() == 0))
  func `does not read another user's file`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/catalog.json"
    try Data(contentsOf: Self.golden).write(to: URL(fileURLWithPath: path))
    chown(path, 4711, 4711)
    #expect("\(String(describing: problem(path)))".contains("uid 4711"))
  }

  @Test func `sells nothing by a fallen price until a person accepts it, also after a restart`()
    async throws
  {
    let folder = try TemporaryFolder()
    let path = folder.path + "/catalog.json"
    let store = try Store(
      folder: folder.path + "/state",
      key: try unwrapped(VaultKey(bytes: Array(1...32))),
      now: Sample.now
    )
    defer { store.close() }
    let sku = try unwrapped(SKU(Sample.catalog.products[0].sku))
    try write(Sample.catalog, to: path)
    let currentCatalog = CurrentCatalog(Sample.catalog)
    let log = LogBook()
    let watch = self.watch(path, currentCatalog, store, log)
    await watch.look()
    var cheap = Sample.catalog
    cheap.products[0].priceMinor = 1
    try write(cheap, to: path)
    await watch.look()
    #expect(currentCatalog.catalog.product(sku) == nil)
    #expect(log.lines.contains { $0.contains("catalog accept --sku \(sku)") })
    await watch.look()
    #expect(log.lines.count { $0.contains("catalog accept --sku \(sku)") } == 1)
    // The next run starts with the same file.
    let next = CurrentCatalog(Sample.catalog)
    let nextWatch = self.watch(path, next, store, log)
    await nextWatch.look()
    #expect(next.catalog.product(sku) == nil)
    let held = try unwrapped(try store.heldPrices().first)
    _ = try await store.acceptPrices(
      build: held.build,
      skus: [],
      reason: "sale",
      by: try unwrapped(Operator("tester")),
      at: Sample.now
    )
    await watch.look()
    #expect(currentCatalog.catalog.product(sku)?.priceMinor == 1)
  }

  @Test func `the operator is told of a held price by a mail that arrives`() async throws {
    let python = try PythonServer(script: "smtp_server.py")
    let server = try SMTPServer(
      host: "127.0.0.1",
      port: try unwrapped(python.ports["clear"]),
      encryption: .none,
      credentials: nil,
      clientName: "pay.shop.example"
    )
    let identity = ShopIdentity(
      titles: [.english: "Card Shop"],
      baseURL: "https://cards.example.com",
      workerURL: "https://pay.shop.example",
      from: try unwrapped(EmailAddress("orders@cards.example.com")),
      support: try unwrapped(EmailAddress("help@cards.example.com"))
    )
    var options = LiveWorker.Options()
    options.mailer = .smtp(server) { identity }
    options.operatorAddress = try unwrapped(EmailAddress("owner@cards.example.com"))
    try await LiveWorker.run(options) { worker async throws in
      var cheap = Sample.catalog
      cheap.products[0].priceMinor = 1
      try write(cheap, to: worker.folder.path + "/catalog.json")
      // The watch looks every few seconds.
      while try python.written("clear.json") == nil { await Task.yield() }
      let facts = String(decoding: try python.written("clear.json") ?? Data(), as: UTF8.self)
      #expect(facts.contains("owner@cards.example.com"))
      let mail = String(decoding: try python.written("clear.eml") ?? Data(), as: UTF8.self)
      #expect(mail.contains("To: <owner@cards.example.com>"))
      let body = mail.components(separatedBy: "\r\n\r\n").dropFirst().joined()
      let text = Data(base64Encoded: body.filter { !$0.isWhitespace }).map {
        String(decoding: $0, as: UTF8.self)
      }
      #expect((text ?? body).contains(Sample.catalog.products[0].sku))
    }
  }

  @Test func `a file that others could write is used once that is mended, without a new build`()
    async throws
  {
    let folder = try TemporaryFolder()
    let path = folder.path + "/catalog.json"
    let store = try Store(
      folder: folder.path + "/state",
      key: try unwrapped(VaultKey(bytes: Array(1...32))),
      now: Sample.now
    )
    defer { store.close() }
    var next = Sample.catalog
    next.products[0].limit += 1
    try write(next, to: path)
    let (currentCatalog, log) = (CurrentCatalog(Sample.catalog), LogBook())
    let watch = self.watch(path, currentCatalog, store, log)
    for mode in [0o666, 0o664] as [mode_t] {
      chmod(path, mode)
      for _ in 1...3 { await watch.look() }
      #expect(log.lines.count { $0.contains("chmod go-w") } == (mode == 0o666 ? 1 : 2))
    }
    #expect(currentCatalog.catalog.document == Sample.catalog)
    chmod(path, 0o644)
    await watch.look()
    #expect(currentCatalog.catalog.document.products[0].limit == next.products[0].limit)
  }

  private func watch(
    _ path: String,
    _ currentCatalog: CurrentCatalog,
    _ store: Store,
    _ log: LogBook
  ) -> CatalogWatch {
    CatalogWatch(
      path: path,
      currentCatalog: currentCatalog,
      store: store,
      now: { Sample.now },
      logger: log.logger
    )
  }

  /// Writes a document as the generator does, with its hash.
  private func write(_ document: CatalogDocument, to path: String) throws {
    var document = document
    document.hash = document.contentHash
    let data = try JSONEncoder().encode(document)
    try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    chmod(path, 0o644)
  }
}
