import Shop
import Storage
import Testing

struct StoreImportsTests {
  private static func header(_ byte: UInt8 = 1, sku: String = "GAME-50") throws -> ImportHeader {
    ImportHeader(
      sku: try Sample.sku(sku),
      batch: "June",
      supplier: "Acme",
      fileHash: Array(repeating: byte, count: 32)
    )
  }

  private static func line(_ number: Int, _ code: String, pin: String? = nil) throws -> ImportLine {
    ImportLine(number: number, code: try #require(CardCode(code: code, pin: pin)))
  }

  private func begin(_ vault: TestVault, _ header: ImportHeader) async throws -> ImportProgress {
    try await vault.store.beginImport(header, by: Sample.person(), at: TestVault.start)
  }

  private func take(
    _ vault: TestVault,
    _ lines: [ImportLine],
    _ batch: Int64
  ) async throws -> [ImportOutcome] {
    let chunk = try await vault.store.importChunk(lines, batch: batch, at: TestVault.start)
    return chunk.lines.map(\.outcome)
  }

  @Test func `an import that was cut off resumes where it stopped`() async throws {
    let vault = try TestVault()
    let lines = try (1...4).map { try Self.line($0, "CODE-\($0)") }
    let first = try await begin(vault, try Self.header())
    #expect(first.resumesAfterLine == 0)
    _ = try await take(vault, Array(lines.prefix(2)), first.batchID)
    let again = try await begin(vault, try Self.header())
    #expect(again == ImportProgress(batchID: first.batchID, resumesAfterLine: 2, isComplete: false))
    let outcomes = try await take(vault, lines, again.batchID)
    #expect(outcomes == [.already, .already, .added, .added])
    let person = try Sample.person()
    try await vault.store.finishImport(batch: first.batchID, by: person, at: TestVault.start)
    #expect(try await begin(vault, try Self.header()).isComplete)
    await #expect(throws: StoreError.unknownBatch) {
      try await take(vault, lines, first.batchID)
    }
    #expect(try vault.store.stock() == [Sample.sku(): 4])
  }

  @Test func `the same file for another SKU is refused`() async throws {
    let vault = try TestVault()
    _ = try await begin(vault, try Self.header())
    await #expect(throws: StoreError.fileOfOtherSKU(try Sample.sku())) {
      try await begin(vault, try Self.header(sku: "OTHER-1"))
    }
  }

  @Test func `a code that is known is refused, in any batch and spelling`() async throws {
    let vault = try TestVault()
    let first = try await begin(vault, try Self.header(1))
    let outcomes = try await take(
      vault,
      [
        try Self.line(1, "ABCD-1234"), try Self.line(2, "abcd 1234"),
        try Self.line(3, "ABCD-1234", pin: "1"),
      ],
      first.batchID
    )
    #expect(outcomes == [.added, .duplicate, .added])
    let second = try await begin(vault, try Self.header(2, sku: "OTHER-1"))
    #expect(try await take(vault, [try Self.line(1, "ABCD1234")], second.batchID) == [.duplicate])
  }

  @Test func `a dry run says the same and writes nothing`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    let past = ImportLine(
      number: 4,
      code: try #require(CardCode(code: "OLD", pin: nil)),
      expiresAt: TestVault.start
    )
    let lines = [
      try Self.line(1, "CODE-1"), try Self.line(2, "NEW"), try Self.line(3, "new"), past,
    ]
    let preview = try vault.store.previewImport(lines, at: TestVault.start)
    #expect(preview.map(\.outcome) == [.duplicate, .added, .duplicate, .expired])
    #expect(try vault.count("SELECT COUNT(*) FROM code") == 1)
    let progress = try await begin(vault, try Self.header())
    #expect(try await take(vault, lines, progress.batchID) == preview.map(\.outcome))
  }

  @Test func `a chunk that is too long or out of order is refused`() async throws {
    let vault = try TestVault()
    let progress = try await begin(vault, try Self.header())
    let long = try (1...501).map { try Self.line($0, "C\($0)") }
    await #expect(throws: StoreError.badChunk) { try await take(vault, long, progress.batchID) }
    let back = [try Self.line(2, "A"), try Self.line(1, "B")]
    await #expect(throws: StoreError.badChunk) { try await take(vault, back, progress.batchID) }
  }

  @Test func `voids what is available and nothing that is bound`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(4)
    _ = try await vault.buy(1)
    let person = try Sample.person()
    let some = try await vault.store.voidCodes(
      .codes([1, 2, 99]),
      reason: "recall",
      by: person,
      at: TestVault.start
    )
    #expect(some == 1)
    let rest = try await vault.store.voidCodes(
      .batch("CODE"),
      reason: "recall",
      by: person,
      at: TestVault.start
    )
    #expect(rest == 2)
    let report = try #require(try vault.store.stockReport().first)
    #expect(report.available == 0 && report.allocated == 1 && report.revoked == 3)
    #expect(try await vault.store.claimDue(limit: 1, at: TestVault.start).count == 1)
    try vault.expectWhole()
  }
}
