import Shop
import Storage
import Testing

@Suite(.timeLimit(.minutes(20)))
struct StoreBatchesTests {
  private func undo(_ vault: TestVault, _ name: String) async throws -> Int {
    try await vault.store.undoBatch(
      name,
      reason: "wrong file",
      by: Sample.person(),
      at: TestVault.start
    )
  }

  private func move(_ vault: TestVault, _ name: String, to sku: String) async throws -> Batch.Moved
  {
    try await vault.store.moveBatch(
      name,
      to: Sample.sku(sku),
      reason: "wrong product",
      by: Sample.person(),
      at: TestVault.start
    )
  }

  private func void(_ vault: TestVault, _ selection: CardCode.Selection) async throws {
    _ = try await vault.store.voidCodes(
      selection,
      reason: "recall",
      by: Sample.person(),
      at: TestVault.start
    )
  }

  @Test func `a batch that nobody bought from is taken back whole and may come again`()
    async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(3)
    try await void(vault, .codes([2]))
    #expect(try await undo(vault, "CODE") == 3)
    #expect(try vault.store.stock().isEmpty)
    let batch = try vault.store.batch("1")
    #expect(batch.undoneAt == TestVault.start && batch.codes.undone == 3)
    #expect(try vault.store.stockReport().isEmpty)
    // The voided code can be imported again too, which only taking back its batch allows.
    try await vault.importCodes(3)
    #expect(try vault.store.stock() == [Sample.sku(): 3])
    await #expect(throws: StoreError.batchUndone) { try await undo(vault, "1") }
    try vault.expectWhole()
  }

  @Test func `a voided code does not come again by another import`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(2)
    try await void(vault, .batch("CODE"))
    try await vault.importCodes(2)
    #expect(try vault.store.stock().isEmpty)
  }

  @Test func `a batch is voided alone, by its number where several have its name`() async throws {
    let vault = try TestVault()
    for prefix in ["A", "B"] {
      let header = Import.Header(
        sku: try Sample.sku(),
        batch: "north",
        supplier: nil,
        fileHash: Array(repeating: Array(prefix.utf8)[0], count: 32)
      )
      let person = try Sample.person()
      let begun = try await vault.store.beginImport(header, by: person, at: TestVault.start)
      let code = try #require(CardCode(code: "\(prefix)-1", pin: nil))
      _ = try await vault.store.importChunk(
        [Import.Line(number: 1, code: code)],
        batch: begun.batchID,
        by: person,
        at: TestVault.start
      )
    }
    await #expect(throws: StoreError.ambiguousBatch([2, 1])) {
      try await void(vault, .batch("north"))
    }
    #expect(try vault.store.stock() == [Sample.sku(): 2])
    try await void(vault, .batch("2"))
    #expect(try vault.store.batch("1").codes.available == 1)
    #expect(try vault.store.batch("2").codes.voided == 1)
  }

  @Test func `an import that was cut off is taken back, and begins anew`() async throws {
    let vault = try TestVault()
    let header = Import.Header(
      sku: try Sample.sku(),
      batch: "cut",
      supplier: nil,
      fileHash: Array(repeating: 5, count: 32)
    )
    let person = try Sample.person()
    let first = try await vault.store.beginImport(header, by: person, at: TestVault.start)
    let code = try #require(CardCode(code: "CUT-1", pin: nil))
    let lines = [Import.Line(number: 1, code: code)]
    _ = try await vault.store.importChunk(
      lines,
      batch: first.batchID,
      by: Sample.person(),
      at: TestVault.start
    )
    #expect(try await undo(vault, "cut") == 1)
    await #expect(throws: StoreError.unknownBatch) {
      try await vault.store.importChunk(
        lines,
        batch: first.batchID,
        by: Sample.person(),
        at: TestVault.start
      )
    }
    await #expect(throws: StoreError.unknownBatch) {
      try await vault.store.finishImport(batch: first.batchID, by: person, at: TestVault.start)
    }
    let again = try await vault.store.beginImport(header, by: person, at: TestVault.start)
    #expect(again.batchID != first.batchID && again.resumesAfterLine == 0)
    let chunk = try await vault.store.importChunk(
      lines,
      batch: again.batchID,
      by: Sample.person(),
      at: TestVault.start
    )
    #expect(chunk.lines.map(\.outcome) == [.added])
  }

  @Test func `a batch moves whole to its real SKU and serves who waits there`() async throws {
    let vault = try TestVault()
    _ = try await vault.buy(1, sku: "OTHER-1", quantity: 2)
    try await vault.importCodes(3)
    let moved = try await move(vault, "CODE", to: "OTHER-1")
    #expect(moved == Batch.Moved(codes: 3, served: [try Sample.reference(1)]))
    #expect(try vault.store.stock() == [Sample.sku("OTHER-1"): 1])
    // The new seal opens, and the buyer gets the code as it was written.
    let message = try #require(
      try await vault.store.claimDue(limit: 9, at: TestVault.start).first
    )
    #expect(message.units.map(\.code.code) == ["CODE-1", "CODE-2"])
    try vault.expectWhole()
  }

  @Test func `a batch that was bought whole stays`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(2)
    _ = try await vault.buy(1, quantity: 2)
    await #expect(throws: StoreError.batchSold(2)) { try await move(vault, "1", to: "OTHER-1") }
    await #expect(throws: StoreError.batchSold(2)) { try await undo(vault, "1") }
    try vault.expectWhole()
  }

  @Test func `what nobody bought of a batch is taken back and imported again, the rest stays sold`()
    async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(4)
    _ = try await vault.buy(1)
    try await void(vault, .codes([3]))
    #expect(try await undo(vault, "CODE") == 3)
    #expect(try vault.store.stock().isEmpty)
    let batch = try vault.store.batch("1")
    #expect(batch.codes.sold == 1 && batch.codes.undone == 3)
    await #expect(throws: StoreError.batchUndone) { try await undo(vault, "1") }
    try await vault.importCodes(4, sku: "OTHER-1")
    #expect(try vault.store.stock() == [Sample.sku("OTHER-1"): 3])
    // Its buyer has the code that was bought, and the shop may give another.
    let sent = try await vault.store.claimDue(limit: 9, at: TestVault.start)
    #expect(sent.map { $0.units.map(\.code.code) } == [["CODE-1"]])
    try vault.expectWhole()
  }

  @Test func `what nobody bought of a batch moves, the rest stays as it was sold`() async throws {
    let vault = try TestVault()
    _ = try await vault.buy(2, sku: "OTHER-1", quantity: 2)
    try await vault.importCodes(3)
    _ = try await vault.buy(1)
    let moved = try await move(vault, "1", to: "OTHER-1")
    #expect(moved == Batch.Moved(codes: 2, served: [try Sample.reference(2)]))
    let sent = try await vault.store.claimDue(limit: 9, at: TestVault.start)
    let codes = sent.filter { $0.purpose == .order }.map { $0.units.map(\.code.code) }
    #expect(Set(codes) == [["CODE-1"], ["CODE-2", "CODE-3"]])
    try vault.expectWhole()
  }

  @Test(arguments: [
    "UPDATE code SET sealed = randomblob(61) WHERE id = 2",
    "UPDATE code SET sealed = randomblob(61), status = 'quarantined' WHERE id = 2",
    "UPDATE code SET sealed = x'', status = 'revoked' WHERE id = 2",
    "UPDATE code SET expiresAt = expiresAt - 1 WHERE id = 2",
  ])
  func `a batch moves without the code that does not open, which is never sold`(
    edit: String
  ) async throws {
    let vault = try TestVault()
    _ = try await vault.buy(1, sku: "OTHER-1", quantity: 2)
    try await vault.importCodes(4)
    try vault.edit(edit)
    let alarms = Alarms()
    let store = try vault.reopened(alarms)
    defer { store.close() }
    let move = { (sku: String) in
      try await store.moveBatch(
        "1",
        to: Sample.sku(sku),
        reason: "wrong product",
        by: Sample.person(),
        at: TestVault.start
      )
    }
    let moved = try await move("OTHER-2")
    #expect(moved.codes == 3 && moved.stayed.map(\.codeID) == [2] && moved.served.isEmpty)
    let wasOnSale = !edit.contains("status")
    #expect(alarms.all.count == (wasOnSale ? 1 : 0))
    // It stays behind again, is listed again, and its batch serves the waiting order.
    let again = try await move("OTHER-1")
    #expect(again.stayed == moved.stayed)
    #expect(try again.served == [Sample.reference(1)])
    #expect(try store.stock() == [Sample.sku("OTHER-1"): 1])
    let sent = try #require(try await store.claimDue(limit: 9, at: TestVault.start).first)
    #expect(sent.units.map(\.code.code) == ["CODE-1", "CODE-3"])
    let states = "SELECT COUNT(*) FROM code WHERE id = 2 AND status IN ('quarantined', 'revoked')"
    #expect(try vault.count(states) == 1)
    let ledger = "SELECT COUNT(*) FROM ledger WHERE action = 'move' AND detail LIKE '%1 stayed%'"
    #expect(try vault.count(ledger) == 2)
    #expect(try store.brokenViews().allSatisfy { $0.rows == 0 })
  }

  @Test func `a batch stays where it is when it is named wrongly`() async throws {
    let vault = try TestVault()
    await #expect(throws: StoreError.unknownBatch) { try await undo(vault, "none") }
    try await vault.importCodes(1)
    await #expect(throws: StoreError.batchOfSameSKU) { try await move(vault, "1", to: "GAME-50") }
    for byte in [1, 2] as [UInt8] {
      let header = Import.Header(
        sku: try Sample.sku(),
        batch: "twice",
        supplier: nil,
        fileHash: Array(repeating: byte, count: 32)
      )
      _ = try await vault.store.beginImport(header, by: Sample.person(), at: TestVault.start)
    }
    await #expect(throws: StoreError.ambiguousBatch([3, 2])) { try await undo(vault, "twice") }
    #expect(try await undo(vault, "3") == 0)
    // Only one batch of that name is left, so the name is enough.
    #expect(try vault.store.batch("twice").id == 2)
    await #expect(throws: StoreError.badText("--reason")) {
      try await vault.store.undoBatch(
        "1",
        reason: "two\nlines",
        by: Sample.person(),
        at: TestVault.start
      )
    }
  }

  @Test func `lists batches from new to old, a page at a time`() async throws {
    let vault = try TestVault()
    for prefix in ["A", "B", "C"] { try await vault.importCodes(1, prefix: prefix) }
    #expect(try vault.store.batches(limit: 2).map(\.name) == ["C", "B"])
    #expect(try vault.store.batches(before: 2, limit: 2).map(\.name) == ["A"])
  }

  @Test func `one code is opened for a person, and the ledger has it`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    _ = try await vault.buy(1, quantity: 2)
    let places: [(CardCode.Wanted, String)] = [
      (.code(3), "CODE-3"), (.unit(try Sample.reference(1), 2), "CODE-2"),
    ]
    for (place, code) in places {
      let entries = try vault.store.verifyLedger().entries
      let found = try await vault.store.revealCode(
        place,
        reason: "asked",
        by: Sample.person(),
        at: TestVault.start
      )
      #expect(found.code.code == code)
      #expect(try vault.store.verifyLedger().entries == entries + 1)
    }
    let reveals = "SELECT COUNT(*) FROM ledger WHERE action = 'reveal' AND actor LIKE '%tester%'"
    #expect(try vault.count(reveals) == 2)
    await #expect(throws: StoreError.unknownCode) {
      try await vault.store.revealCode(
        .unit(Sample.reference(1), 3),
        reason: "asked",
        by: Sample.person(),
        at: TestVault.start
      )
    }
    await #expect(throws: StoreError.unknownOrder) {
      try await vault.store.revealCode(
        .unit(Sample.reference(9), 1),
        reason: "asked",
        by: Sample.person(),
        at: TestVault.start
      )
    }
  }
}
