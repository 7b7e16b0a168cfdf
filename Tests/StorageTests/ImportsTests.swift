import Shop
import Storage
import Testing

@Suite(.timeLimit(.minutes(20)))
struct StoreImportsTests {
  private static func header(_ byte: UInt8 = 1, sku: String = "GAME-50") throws -> Import.Header {
    Import.Header(
      sku: try Sample.sku(sku),
      batch: "June",
      supplier: "Acme",
      fileHash: Array(repeating: byte, count: 32)
    )
  }

  private static func line(
    _ place: Int,
    _ code: String,
    pin: String? = nil,
    number: String? = nil
  ) throws -> Import.Line {
    let card = try #require(CardCode(code: code, pin: pin, number: number))
    return Import.Line(number: place, code: card)
  }

  private func begin(_ vault: TestVault, _ header: Import.Header) async throws -> Import.Progress {
    try await vault.store.beginImport(header, by: Sample.person(), at: TestVault.start)
  }

  private func take(
    _ vault: TestVault,
    _ lines: [Import.Line],
    _ batch: Int64
  ) async throws -> [Import.Outcome] {
    let chunk = try await vault.store.importChunk(
      lines,
      batch: batch,
      by: Sample.person(),
      at: TestVault.start
    )
    return chunk.lines.map(\.outcome)
  }

  @Test func `an import that was cut off resumes where it stopped`() async throws {
    let vault = try TestVault()
    let lines = try (1...4).map { try Self.line($0, "CODE-\($0)") }
    let first = try await begin(vault, try Self.header())
    #expect(first.resumesAfterLine == 0)
    _ = try await take(vault, Array(lines.prefix(2)), first.batchID)
    let again = try await begin(vault, try Self.header())
    #expect(again == Import.Progress(batchID: first.batchID, resumesAfterLine: 2))
    let outcomes = try await take(vault, lines, again.batchID)
    #expect(outcomes == [.already, .already, .added, .added])
    let person = try Sample.person()
    try await vault.store.finishImport(batch: first.batchID, by: person, at: TestVault.start)
    await #expect(throws: StoreError.unknownBatch) {
      try await take(vault, lines, first.batchID)
    }
    #expect(try vault.store.stock() == [Sample.sku(): 4])
  }

  @Test func `the same file for another SKU is refused`() async throws {
    let vault = try TestVault()
    let progress = try await begin(vault, try Self.header())
    _ = try await take(vault, [try Self.line(1, "A")], progress.batchID)
    await #expect(throws: StoreError.fileOfOtherSKU(try Sample.sku())) {
      try await begin(vault, try Self.header(sku: "OTHER-1"))
    }
  }

  @Test func `an import that was begun for another SKU by a slip takes nothing there`() async throws
  {
    let vault = try TestVault()
    let slip = try await begin(vault, try Self.header(sku: "OTHER-1"))
    let right = try await begin(vault, try Self.header())
    #expect(right.batchID != slip.batchID && right.resumesAfterLine == 0)
    #expect(try await take(vault, [try Self.line(1, "A")], right.batchID) == [.added])
    #expect(try vault.store.stock() == [Sample.sku(): 1])
    // An import that was cut off still resumes where it was.
    #expect(try await begin(vault, try Self.header()).batchID == right.batchID)
  }

  @Test func `a code that is known is refused, in any batch and spelling`() async throws {
    let vault = try TestVault()
    let first = try await begin(vault, try Self.header(1))
    let outcomes = try await take(
      vault,
      [
        try Self.line(1, "ABCD-1234"), try Self.line(2, "abcd 1234"),
        try Self.line(3, "ABCD-1234", pin: "1"), try Self.line(4, "AB\u{200B}CD-1234"),
        try Self.line(5, "ＡＢＣＤ－１２３４"), try Self.line(6, "ABCD\u{2011}1234"),
      ],
      first.batchID
    )
    #expect(outcomes == [.added, .similar, .duplicate, .duplicate, .duplicate, .similar])
    let second = try await begin(vault, try Self.header(2, sku: "OTHER-1"))
    #expect(try await take(vault, [try Self.line(1, "ABCD1234")], second.batchID) == [.similar])
  }

  /// Code, PIN and number of the second card, and what it is after the first.
  private static let afterwards: [(code: String, pin: String?, number: String?, Import.Outcome)] = [
    ("KEY-1", nil, nil, .duplicate), ("KEY-1", nil, "SN-2", .duplicate),
    ("key1", nil, "SN-2", .similar), ("SN-1", "KEY-1", nil, .duplicate),
    ("X-1", "key1", nil, .duplicate), ("sn1", "9", nil, .duplicate),
    ("1234", nil, nil, .duplicate), ("X-1", nil, "KEY-1", .duplicate),
    ("X-1", "1234", "SN-1", .added), ("X-1", "ABCDEFGHJKLM", nil, .added),
    ("X-1", nil, "2026-1128-0001", .added),
  ]

  @Test(arguments: afterwards)
  func `the vault knows one card in two files`(
    code: String,
    pin: String?,
    number: String?,
    outcome: Import.Outcome
  ) async throws {
    let vault = try TestVault()
    let first = try Self.line(1, "KEY-1", pin: "1234", number: "SN-1")
    let second = try Self.line(2, code, pin: pin, number: number)
    let seen = try vault.store.previewImport(
      [first, second],
      of: Self.header(),
      at: TestVault.start
    )
    #expect(seen.map(\.outcome) == [.added, outcome])
    let batch = try await begin(vault, try Self.header()).batchID
    #expect(try await take(vault, [first], batch) == [.added])
    let next = try await begin(vault, try Self.header(2)).batchID
    #expect(try await take(vault, [second], next) == [outcome])
  }

  private static let cards: [(code: String, pin: String?, number: String?)] = [
    ("KEY-1", nil, nil), ("key1", "SN-1", nil), ("SN-1", "KEY-1", nil), ("KEY-1", "1234", "SN-1"),
    ("1234", nil, "ＫＥＹ-1"), ("NEW-1", "1234", nil), ("NEW-2", "1234-5678-9012", nil),
    ("NEW-3", nil, "123456789012"), ("123456789012", nil, nil), ("NEW-4", "12345678901", "KEY-2"),
    ("u0@x.cn----pw----r@x.cn", nil, nil), ("u0@x.cn", "Same1234Pass", nil),
    ("u1@x.cn----Same1234Pass", nil, nil), ("SN-1----KEY-1----50", nil, nil),
    ("https://s.cn/?code=KEY-1001", nil, nil), ("KEY_1001", nil, nil),
  ]

  @Test func `the file, the vault and its guard judge every two cards alike`() async throws {
    for first in Self.cards {
      let vault = try TestVault()
      let one = try Self.line(1, first.code, pin: first.pin, number: first.number)
      let batch = try await begin(vault, try Self.header()).batchID
      #expect(try await take(vault, [one], batch) == [.added])
      for (place, second) in Self.cards.enumerated() {
        let other = try Self.line(2, second.code, pin: second.pin, number: second.number)
        var seen = SeenCards<String, Int>()
        seen.insert(CardMarks(one.code, identity: { "=" + $0 }, similarity: { "~" + $0 }), at: 1)
        let marks = CardMarks(other.code, identity: { "=" + $0 }, similarity: { "~" + $0 })
        let expected: Import.Outcome =
          switch seen.match(marks)?.match {
          case .same: .duplicate
          case .similar: .similar
          case nil: .added
          }
        let header = Import.Header(
          sku: try Sample.sku(),
          batch: "try \(place)",
          supplier: nil,
          fileHash: Array(repeating: UInt8(place + 2), count: 32)
        )
        let preview = try vault.store.previewImport([other], of: header, at: TestVault.start)
        #expect(preview.map(\.outcome) == [expected], "\(first) \(second)")
        let next = try await begin(vault, header).batchID
        // The guard would refuse what the rule lets through.
        #expect(try await take(vault, [other], next) == [expected], "\(first) \(second)")
        _ = try await vault.store.undoBatch(
          header.batch,
          reason: "another try",
          by: Sample.person(),
          at: TestVault.start
        )
      }
    }
  }

  @Test func `a long number or PIN is on two cards only if a person allows it`() async throws {
    let vault = try TestVault()
    let batch = try await begin(vault, try Self.header()).batchID
    let lines = [
      try Self.line(1, "A-1", pin: "123456789012"), try Self.line(2, "B-1", pin: "1234-56789012"),
      try Self.line(3, "C-1", number: "1234 5678 9012"),
      try Self.line(4, "D-1", pin: "12345678901"),
      try Self.line(5, "E-1", pin: "12345678901"),
    ]
    #expect(
      try await take(vault, lines, batch) == [.added, .similar, .similar, .added, .added]
    )
    let next = try await begin(vault, try Self.header(2)).batchID
    let allowed = try await vault.store.importChunk(
      [lines[1]],
      batch: next,
      allowsSimilar: true,
      by: Sample.person(),
      at: TestVault.start
    )
    #expect(allowed.lines.map(\.outcome) == [.added])
  }

  @Test func `similar codes are taken where a person allows them, the same ones never`()
    async throws
  {
    let vault = try TestVault()
    let batch = try await begin(vault, try Self.header()).batchID
    let lines = [
      try Self.line(1, "ABCD-1234"), try Self.line(2, "abcd1234"), try Self.line(3, "ABCD-1234"),
    ]
    let seen = try vault.store.previewImport(
      lines,
      of: Self.header(),
      allowsSimilar: true,
      at: TestVault.start
    )
    let chunk = try await vault.store.importChunk(
      lines,
      batch: batch,
      allowsSimilar: true,
      by: Sample.person(),
      at: TestVault.start
    )
    #expect(chunk.lines.map(\.outcome) == [.added, .added, .duplicate])
    #expect(seen.map(\.outcome) == [.added, .added, .duplicate])
  }

  @Test func `one that is similar to a card that was sold or voided is refused`() async throws {
    let vault = try TestVault()
    let first = try await begin(vault, try Self.header())
    _ = try await take(
      vault,
      try (1...2).map { try Self.line($0, "ABCD-\($0)") },
      first.batchID
    )
    _ = try await vault.buy(1)
    _ = try await vault.store.voidCodes(
      .codes([2]),
      reason: "recall",
      by: Sample.person(),
      at: TestVault.start
    )
    let next = try await begin(vault, try Self.header(2))
    let lines = try (1...2).map { try Self.line($0, "abcd\($0)") }
    #expect(try await take(vault, lines, next.batchID) == [.similar, .similar])
  }

  @Test func `what was refused is imported later from the same file`() async throws {
    let vault = try TestVault()
    let lines = [try Self.line(1, "A-1"), try Self.line(2, "a1"), try Self.line(3, "B-1")]
    let first = try await begin(vault, try Self.header()).batchID
    #expect(try await take(vault, lines, first) == [.added, .similar, .added])
    let person = try Sample.person()
    try await vault.store.finishImport(batch: first, by: person, at: TestVault.start)
    let second = try await begin(vault, try Self.header())
    #expect(second.batchID != first && second.resumesAfterLine == 0)
    let chunk = try await vault.store.importChunk(
      lines,
      batch: second.batchID,
      allowsSimilar: true,
      by: Sample.person(),
      at: TestVault.start
    )
    #expect(chunk.lines.map(\.outcome) == [.already, .added, .already])
    try vault.expectWhole()
  }

  @Test func `voiding a batch that there is not is refused`() async throws {
    let vault = try TestVault()
    let person = try Sample.person()
    await #expect(throws: StoreError.unknownBatch) {
      try await vault.store.voidCodes(
        .batch("none"),
        reason: "recall",
        by: person,
        at: TestVault.start
      )
    }
  }

  @Test(arguments: ["", "  ", "two\nlines", String(repeating: "x", count: 201)])
  func `codes are voided for a reason that a line can hold`(reason: String) async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    await #expect(throws: StoreError.badText("--reason")) {
      try await vault.store.voidCodes(
        .codes([1]),
        reason: reason,
        by: Sample.person(),
        at: TestVault.start
      )
    }
    #expect(try vault.store.stock() == [Sample.sku(): 1])
  }

  @Test func `a dry run says the same and writes nothing`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    let past = Import.Line(
      number: 4,
      code: try #require(CardCode(code: "OLD", pin: nil)),
      expiresAt: TestVault.start
    )
    let lines = [
      try Self.line(1, "CODE-1"), try Self.line(2, "NEW"), try Self.line(3, "new"), past,
    ]
    let preview = try vault.store.previewImport(lines, of: Self.header(), at: TestVault.start)
    #expect(preview.map(\.outcome) == [.duplicate, .added, .similar, .expired])
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
