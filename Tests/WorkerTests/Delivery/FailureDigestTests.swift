import Mail
import NIOPosix
import Shop
import Storage
import Synchronization
import Testing
import Worker

/// What the operator is told about letters that failed for good.
@Suite(.timeLimit(.minutes(20))) struct FailureDigestTests {
  private static let day: Int64 = 86_400
  private static let hour: Int64 = 3_600

  /// A store whose letters fail, and the digest's reader.
  private struct Bench {
    let folder: TemporaryFolder
    let clock = Clock()
    let outbox: Outbox
    let log = LogBook()
    var store: Store

    init(
      reading: @escaping @Sendable (OperatorLetter) -> SendOutcome = { _ in .sent }
    ) async throws {
      folder = try TemporaryFolder()
      outbox = Outbox(
        answer: { _ in
          let detail = "the server answered 550 5.1.1"
          return .permanent(SendTrouble(phase: .recipient, smtpCode: 550, detail: detail))
        },
        answerToLetter: reading
      )
      store = try Store(folder: folder.path, key: Self.key(), now: clock.now)
      try await Sale.stock(store)
    }

    static func key() throws -> VaultKey { try unwrapped(VaultKey(bytes: Array(1...32))) }

    /// Sells a card whose letter fails.
    func fail(_ reference: String) async throws {
      let checkout = try Sample.checkout(
        reference: try unwrapped(Reference(reference)),
        email: try unwrapped(EmailAddress("wrong.buyer@example.com")),
        at: clock.now
      )
      try await store.open(checkout)
      let paid = try Sample.paid(checkout.reference, paymentID: "pi_\(reference)")
      _ = try await store.settle(PaymentEvent(found: paid, by: .stripe), at: clock.now)
      let (clock, mail) = (clock, CurrentMail(outbox.mailer))
      let service = DeliveryService(
        store: store,
        mail: mail,
        threads: .singleton,
        wakeUp: WakeUp(),
        now: { clock.now },
        logger: log.logger
      )
      _ = await service.deliverDue()
    }

    func look(reader: String? = "owner@shop.example") async {
      let clock = clock
      let mail = CurrentMail(outbox.mailer, reader: reader.flatMap { EmailAddress($0) })
      await FailureDigestService(
        store: store,
        mail: OperatorMail(mail, threads: .singleton),
        now: { clock.now },
        logger: log.logger
      ).look()
    }

    /// Looks every half hour for that long.
    func look(for seconds: Int64) async {
      for _ in 0..<(seconds / 1_800) {
        await look()
        clock.pass(seconds: 1_800)
      }
    }
  }

  private static let names = ["CSZTL2EYAMJZ0001", "CSZTL2EYAMJZ0002"]

  @Test func `says what failed and how to mend it, in one letter a day, and nothing without cause`()
    async throws
  {
    var bench = try await Bench()
    defer { bench.store.close() }
    await bench.look(for: Self.day)
    #expect(bench.outbox.operatorLetters.isEmpty)
    try await bench.fail(Self.names[0])
    await bench.look(for: 2 * Self.hour)
    let letter = try unwrapped(bench.outbox.operatorLetters.first)
    #expect(bench.outbox.operatorLetters.count == 1)
    #expect(letter.to.text == "owner@shop.example")
    #expect(letter.subject == "1 letter to a buyer failed")
    #expect(letter.text.contains("orders readdress \(Self.names[0]) EMAIL"))
    #expect(letter.text.contains("deliveries retry 1"))
    #expect(letter.text.contains("550 5.1.1"))
    #expect(!letter.text.contains("wrong.buyer") && !letter.text.contains("CARD-"))
    // Later failures wait for the next day, even across a restart.
    try await bench.fail(Self.names[1])
    bench.store.close()
    bench.store = try Store(
      folder: bench.folder.path,
      key: Bench.key(),
      now: bench.clock.now
    )
    await bench.look(for: 20 * Self.hour)
    #expect(bench.outbox.operatorLetters.count == 1)
    await bench.look(for: 4 * Self.hour)
    #expect(bench.outbox.operatorLetters.count == 2)
    let second = try unwrapped(bench.outbox.operatorLetters.last)
    #expect(second.text.contains("deliveries retry 2"))
    #expect(!second.text.contains("deliveries retry 1\n"))
    #expect(second.text.contains("1 that you were told of before still wait"))
    await bench.look(for: 3 * Self.day)
    #expect(bench.outbox.operatorLetters.count == 2)
    #expect(try bench.store.brokenViews().allSatisfy { $0.rows == 0 })
  }

  @Test func `the log names the remedy at once, and no address`() async throws {
    let bench = try await Bench()
    defer { bench.store.close() }
    try await bench.fail(Self.names[0])
    let line = try unwrapped(bench.log.lines.first { $0.contains("failed for good") })
    #expect(line.contains("orders readdress \(Self.names[0]) EMAIL"))
    #expect(line.contains("deliveries retry 1"))
    #expect(!line.contains("wrong.buyer"))
  }

  @Test func `tells all that failed in the first hour, and nothing that was mended in it`()
    async throws
  {
    let bench = try await Bench()
    defer { bench.store.close() }
    try await bench.fail(Self.names[0])
    await bench.look()
    try await bench.fail(Self.names[1])
    try await bench.store.retryDelivery(
      id: 1,
      by: try unwrapped(Operator("tester")),
      at: bench.clock.now
    )
    await bench.look(for: 2 * Self.hour)
    let letter = try unwrapped(bench.outbox.operatorLetters.first)
    #expect(letter.text.contains("deliveries retry 2"))
    #expect(!letter.text.contains("deliveries retry 1\n"))
  }

  @Test func `a letter that does not get through is tried again under the same name`() async throws
  {
    let tries = Mutex(0)
    let bench = try await Bench { _ in
      let count = tries.withLock {
        $0 += 1
        return $0
      }
      let trouble = SendTrouble(phase: .auth, smtpCode: 535, detail: "test")
      return count < 3 ? .relayBroken(trouble) : .sent
    }
    defer { bench.store.close() }
    try await bench.fail(Self.names[0])
    await bench.look(for: 6 * Self.hour)
    #expect(bench.outbox.operatorLetters.count == 3)
    #expect(Set(bench.outbox.operatorLetters.map(\.name)).count == 1)
  }

  @Test func `without an operator nobody is written to, and it is not lost`() async throws {
    let bench = try await Bench()
    defer { bench.store.close() }
    try await bench.fail(Self.names[0])
    await bench.look(reader: nil)
    bench.clock.pass(seconds: 10 * Self.day)
    await bench.look(reader: nil)
    #expect(bench.outbox.operatorLetters.isEmpty)
    await bench.look(for: 2 * Self.hour)
    #expect(bench.outbox.operatorLetters.count == 1)
  }
}
