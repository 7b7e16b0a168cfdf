import Mail
import Shop
import Storage
import Testing
import Worker

@testable import cardstock_worker

@Suite(.timeLimit(.minutes(20))) struct ReloadServiceTests {
  @Test func `a signal changes the way of mail and its reader, and names what needs a restart`()
    async throws
  {
    let folder = try TemporaryFolder()
    let key = try unwrapped(VaultKey(bytes: Array(1...32)))
    let store = try Store(folder: folder.path, key: key, now: Sample.now)
    defer { store.close() }
    let (before, after, log) = (Outbox(theme: "before"), Outbox(theme: "after"), LogBook())
    let mail = CurrentMail(before.mailer)
    let owner = try unwrapped(EmailAddress("owner@shop.example"))
    let currentCatalog = CurrentCatalog(Sample.catalog)
    let service = ReloadService(
      reload: {
        ReloadedSettings(
          adapters: [],
          mailer: after.mailer,
          reader: owner,
          needingRestart: ["limits.checkouts", "listen"]
        )
      },
      adapters: CurrentAdapters([]),
      mail: mail,
      catalog: CatalogWatch(
        path: folder.path + "/catalog.json",
        currentCatalog: currentCatalog,
        store: store,
        now: { Sample.now },
        logger: log.logger
      ),
      logger: log.logger
    )
    await service.handleSignal()
    #expect(mail.reader == owner)
    let letter = OperatorLetter(
      name: "x",
      to: owner,
      subject: "x",
      text: "x",
      date: Sample.now
    )
    #expect(mail.mailer.post(letter) == .sent)
    #expect(after.operatorLetters.count == 1 && before.operatorLetters.isEmpty)
    #expect(log.lines.contains { $0.contains("restart only: limits.checkouts, listen") })
  }

  @Test func `letters name the shop as its newest catalog does`() throws {
    let settings = try SettingsTests.loaded("listen: 127.0.0.1:8090\n")
    let currentCatalog = CurrentCatalog(Sample.catalog)
    let mailer = settings.mailer(currentCatalog)
    let owed = OwedMessage(
      deliveryID: 7,
      purpose: .link,
      attempt: 1,
      messageID: "7.x@cards.example.com",
      date: Sample.now,
      to: try unwrapped(EmailAddress("buyer@example.com")),
      language: .english,
      reference: try unwrapped(Reference("CSZTL2EYAMJZ00010001")),
      token: try unwrapped(OrderToken("0123456789abcdefghjkmnpqrs")),
      line: try Sample.checkout(
        reference: try unwrapped(Reference("CSZTL2EYAMJZ00010001")),
        email: try unwrapped(EmailAddress("buyer@example.com"))
      ).line,
      units: [],
      amount: Money(minorUnits: 4_850, currency: try unwrapped(Currency("CNY")))
    )
    let before = String(decoding: mailer.compose(owed).bytes, as: UTF8.self)
    var renamed = Sample.catalog
    renamed.shop.title = ["zh-CN": "新名字", "en": "Another name"]
    currentCatalog.replace(with: renamed)
    let after = String(decoding: mailer.compose(owed).bytes, as: UTF8.self)
    #expect(!before.contains("From: Another name <") && after.contains("From: Another name <"))
  }

  @Test func `what a signal takes up is told apart from what needs a restart`() throws {
    let started = try SettingsTests.loaded("listen: 127.0.0.1:8090\n")
    for (line, names) in [
      ("listen: 127.0.0.1:8091", ["listen"]), ("log_level: debug", ["listen", "log_level"]),
      ("listen: 127.0.0.1:8090\nprice_alarm: 20%", ["price_alarm"]),
      ("listen: 127.0.0.1:8090\norder_links:\n  expire: 180d", ["order_links.expire"]),
      ("listen: 127.0.0.1:8090\nlimits:\n  checkouts: 9", ["limits.checkouts"]),
    ] {
      let now = try SettingsTests.loaded(line + "\n")
      #expect(now.needingRestart(since: started) == names.filter { $0 != "log_level" }, "\(line)")
    }
    let other = try SettingsTests.loaded("listen: 127.0.0.1:8090\n", from: "other@shop.example")
    #expect(other.needingRestart(since: started).isEmpty)
  }
}
