import Mail
import NIOPosix
import Shop
import Storage
import Synchronization
import Testing
import Worker

/// What the operator is told about orders that their buyers cancelled.
@Suite(.timeLimit(.minutes(20))) struct CancellationServiceTests {
  /// A store in which an order was cancelled.
  private func cancelled(in folder: TemporaryFolder) async throws -> Store {
    let key = try unwrapped(VaultKey(bytes: Array(1...32)))
    let store = try Store(folder: folder.path, key: key, now: Sample.now)
    let checkout = try Sample.checkout(
      reference: try unwrapped(Reference(Sale.reference)),
      email: try unwrapped(EmailAddress(Sale.email))
    )
    try await store.open(checkout)
    let paid = try Sample.paid(checkout.reference, paymentID: "pi_1")
    _ = try await store.settle(PaymentEvent(found: paid, by: .stripe), at: Sample.now)
    let letter = try unwrapped(try await store.claimDue(limit: 9, at: Sample.now).first)
    let done = try await store.cancelOrder(
      token: letter.token,
      refundingAt: [],
      at: Sample.now
    )
    #expect(done?.order.fulfilment == .cancelled)
    return store
  }

  private func look(_ store: Store, _ outbox: Outbox, reader: String? = "a@shop.example") async
    -> Bool
  {
    let mail = CurrentMail(outbox.mailer, reader: reader.flatMap { EmailAddress($0) })
    return await CancellationService(
      store: store,
      mail: OperatorMail(mail, threads: .singleton),
      now: { Sample.now },
      logger: LogBook().logger
    ).look()
  }

  @Test func `names each order once with the command that gives its money back, and no buyer`()
    async throws
  {
    let folder = try TemporaryFolder()
    let store = try await cancelled(in: folder)
    defer { store.close() }
    let outbox = Outbox()
    #expect(await !look(store, outbox, reader: nil))
    #expect(await look(store, outbox))
    #expect(await !look(store, outbox))
    let letter = try unwrapped(outbox.operatorLetters.first)
    #expect(outbox.operatorLetters.count == 1 && letter.subject == "1 order was cancelled")
    let command = "cardstock-worker orders refund \(Sale.reference) --reason"
    #expect(letter.text.contains(command) && !letter.text.contains("canary"))
  }

  @Test func `a letter that did not leave is sent again`() async throws {
    let folder = try TemporaryFolder()
    let store = try await cancelled(in: folder)
    defer { store.close() }
    let trouble = SendTrouble(phase: .connect, smtpCode: nil, detail: "nobody there")
    #expect(await !look(store, Outbox(answerToLetter: { _ in .temporary(trouble) })))
    let outbox = Outbox()
    #expect(await look(store, outbox) && outbox.operatorLetters.count == 1)
  }
}
