import Shop
import Storage
import Synchronization
import Testing
import Worker

@Suite(.timeLimit(.minutes(20))) struct ExpiryWatchTests {
  @Test func `codes that end too soon to be sold are told once a day of the shop`() async throws {
    let (folder, log) = (try TemporaryFolder(), LogBook())
    let key = try unwrapped(VaultKey(bytes: Array(1...32)))
    let store = try Store(folder: folder.path, key: key, now: Sample.now)
    defer { store.close() }
    let person = try unwrapped(Operator("tester"))
    let header = Import.Header(
      sku: try unwrapped(SKU(Sample.sku)),
      batch: "b1",
      supplier: nil,
      fileHash: Array(repeating: 1, count: 32)
    )
    let progress = try await store.beginImport(header, by: person, at: Sample.now)
    let ends: [Int64] = [3, 6, 30]
    let lines = try ends.enumerated().map { index, days in
      Import.Line(
        number: index + 1,
        code: try unwrapped(CardCode(code: "CANARY-\(index)", pin: nil)),
        expiresAt: Sample.now.advanced(seconds: days * 86_400)
      )
    }
    _ = try await store.importChunk(lines, batch: progress.batchID, by: person, at: Sample.now)
    let moment = Mutex(Sample.now)
    let mails = Kept<String>()
    let watch = ExpiryWatch(
      store: store,
      calendar: { ShopCalendar(of: Sample.catalog) },
      tell: { mails.keep("\($0): \($1)") },
      now: { moment.withLock { $0 } },
      logger: log.logger
    )
    let today = await watch.look(told: nil)
    let told = log.lines.filter { $0.contains("found 2 that end too soon") }
    #expect(told.count == 1 && mails.value?.contains("GC-25") == true)
    #expect(await watch.look(told: today) == today)
    #expect(log.lines.count == told.count)
    moment.withLock { $0 = $0.advanced(seconds: 86_400) }
    #expect(await watch.look(told: today) != today)
    #expect(log.lines.count { $0.contains("that end too soon") } == 2)
    #expect(!log.lines.joined().contains("CANARY"))
  }
}
