import Foundation
import GRDB
import Shop
import Storage
import Testing

/// Nobody reads stock, buyers or links from the file (I12).
@Suite(.timeLimit(.minutes(20)))
struct SealingTests {
  private static let canary = "CANARY-7Q4X-93KD"

  @Test func `no code, PIN, address, token or webhook body stands in the file or its WAL`()
    async throws
  {
    let vault = try TestVault()
    let header = Import.Header(
      sku: try Sample.sku(),
      batch: "b",
      supplier: nil,
      fileHash: Array(repeating: 9, count: 32)
    )
    let person = try Sample.person()
    let progress = try await vault.store.beginImport(header, by: person, at: TestVault.start)
    let code = try #require(CardCode(code: Self.canary, pin: "PINCANARY"))
    _ = try await vault.store.importChunk(
      [Import.Line(number: 1, code: code)],
      batch: progress.batchID,
      by: Sample.person(),
      at: TestVault.start
    )
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    let paid = Sample.paid(checkout)
    let event = PaymentEvent(
      provider: .stripe,
      id: paid.id,
      kind: paid.kind,
      fact: paid.fact,
      body: Array("BODYCANARY".utf8)
    )
    _ = try await vault.store.settle(event, at: TestVault.start)
    let message = try #require(
      try await vault.store.claimDue(limit: 1, at: TestVault.start).first
    )
    #expect(message.units.first?.code == code)
    _ = try await vault.store.reveal(token: message.token, at: TestVault.start)
    let secrets = [
      Self.canary, "PINCANARY", "BODYCANARY", "buyer1@example.com", "buyer1", message.token.text,
    ]
    try expectNone(of: secrets, in: vault)
    vault.store.close()
    try expectNone(of: secrets, in: vault)
  }

  private func expectNone(of secrets: [String], in vault: TestVault) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: vault.folder) {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: vault.folder + "/" + name))
      for secret in secrets {
        #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(name)")
      }
    }
  }

  @Test func `sealed values cannot change places, and stop only their own delivery (I15)`()
    async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(2)
    _ = try await vault.buy(1)
    _ = try await vault.buy(2)
    try vault.meddle { db in
      let guardSQL = "SELECT sql FROM sqlite_master WHERE name = 'codeIsFixed'"
      let sql = try #require(try String.fetchOne(db, sql: guardSQL))
      try db.execute(
        sql: """
          DROP TRIGGER codeIsFixed;
          UPDATE code SET sealed = (SELECT sealed FROM code WHERE id = 2) WHERE id = 1;
          \(sql)
          """
      )
    }
    let store = try vault.reopened()
    defer { store.close() }
    let claimed = try await store.claimDue(limit: 9, at: TestVault.start)
    #expect(claimed.map(\.reference) == [try Sample.reference(2)])
    #expect(try store.deliveries(state: .failed, limit: 9).count == 1)
  }
}
