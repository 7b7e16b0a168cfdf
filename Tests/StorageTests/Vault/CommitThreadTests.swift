import Dispatch
import Foundation
import GRDB
import Shop
import Storage
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(20)))
struct CommitThreadTests {
  private struct DiskFull: Error {}

  /// Fails commits while it is on.
  private final class Fault: Sendable {
    let isOn = Atomic<Bool>(false)
    let error: @Sendable () -> any Error

    init(_ error: @escaping @Sendable () -> any Error) { self.error = error }

    var probe: CommitProbe {
      CommitProbe { if self.isOn.load(ordering: .relaxed) { throw self.error() } }
    }
  }

  @Test func `a commit that fails is answered failed, and nothing of it is kept (I2)`()
    async throws
  {
    let fault = Fault { DiskFull() }
    let vault = try TestVault(probe: fault.probe)
    try await vault.importCodes(10)
    for number in 1...10 { try await vault.store.open(try Sample.checkout(number)) }
    let before = try vault.store.verifyLedger()
    fault.isOn.store(true, ordering: .relaxed)
    let failed = await withTaskGroup(of: Bool.self) { group in
      for number in 1...10 {
        group.addTask {
          do {
            _ = try await vault.store.settle(
              Sample.paid(try Sample.checkout(number)),
              at: TestVault.start
            )
            return false
          } catch {
            guard case .failed? = error as? StoreError else { return false }
            return true
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(failed == Array(repeating: true, count: 10))
    #expect(try vault.count("SELECT COUNT(*) FROM event") == 0)
    #expect(try vault.store.verifyLedger() == before)
    fault.isOn.store(false, ordering: .relaxed)
    #expect(vault.store.isHealthy)
    for number in 1...10 {
      let event = Sample.paid(try Sample.checkout(number))
      let settlement = try await vault.store.settle(event, at: TestVault.start)
      #expect(settlement == .allocated(try Sample.reference(number)))
    }
    try vault.expectWhole()
  }

  @Test(arguments: [ResultCode.SQLITE_IOERR_FSYNC, .SQLITE_CORRUPT])
  func `an IO error stops the store for good (I16)`(code: ResultCode) async throws {
    let fault = Fault { DatabaseError(resultCode: code) }
    let vault = try TestVault(probe: fault.probe)
    fault.isOn.store(true, ordering: .relaxed)
    await #expect(throws: StoreError.self) { try await vault.buy(1) }
    #expect(!vault.store.isHealthy)
    fault.isOn.store(false, ordering: .relaxed)
    await #expect(throws: StoreError.failed("the store stopped after an I/O error")) {
      try await vault.buy(2)
    }
    #expect(try vault.store.stock().isEmpty)
  }

  /// What a person may do by mistake to the files of a running worker.
  enum Slip: CaseIterable {
    case removesVault, removesLog, removesLock, restoresBackup, movesFolder

    func make(_ folder: String) throws {
      let files = FileManager.default
      let vault = folder + "/vault.sqlite"
      switch self {
      case .removesVault: try files.removeItem(atPath: vault)
      case .removesLog: try files.removeItem(atPath: vault + "-wal")
      case .removesLock: try files.removeItem(atPath: folder + "/lock")
      case .restoresBackup:
        try files.copyItem(atPath: vault, toPath: folder + "/backup")
        try #require(rename(folder + "/backup", vault) == 0)
      case .movesFolder: try files.moveItem(atPath: folder, toPath: folder + "-moved")
      }
    }

    func mend(_ folder: String) throws {
      guard self == .movesFolder else { return }
      try FileManager.default.moveItem(atPath: folder + "-moved", toPath: folder)
    }
  }

  @Test(arguments: Slip.allCases)
  func `nothing is answered durable in a file that was removed or replaced (I2)`(slip: Slip)
    async throws
  {
    // Between the last statement and its commit: the latest possible moment.
    let due = Mutex<String?>(nil)
    let probe = CommitProbe {
      guard let folder = due.withLock({ $0.take() }) else { return }
      try slip.make(folder)
    }
    let vault = try TestVault(probe: probe)
    defer { #expect(throws: Never.self) { try slip.mend(vault.folder) } }
    try await vault.importCodes(3)
    _ = try await vault.buy(1)
    #expect(vault.store.isHealthy)
    due.withLock { $0 = vault.folder }
    for number in 2...3 {
      do {
        // One commit: a later one must not answer for it.
        try await vault.store.open(try Sample.checkout(number))
        Issue.record("checkout \(number) was taken")
      } catch {
        guard case .failed(let words)? = error as? StoreError else {
          Issue.record("\(error)")
          continue
        }
        let fault = slip == .restoresBackup ? "was replaced by another file" : "was removed"
        #expect(words.contains("the store stopped after \(vault.folder)/") && words.contains(fault))
      }
    }
    // The fault stays when the file is back.
    try slip.mend(vault.folder)
    #expect(!vault.store.isHealthy && vault.store.fault != nil)
    if slip == .movesFolder {
      try FileManager.default.moveItem(atPath: vault.folder, toPath: vault.folder + "-moved")
    }
  }

  @Test func `one item that throws takes nobody with it (I15)`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(255)
    for number in 1...255 { try await vault.store.open(try Sample.checkout(number)) }
    let person = try Sample.person()
    let answers = await withTaskGroup(of: String.self) { group in
      for number in 1...256 {
        group.addTask {
          do {
            if number == 100 {
              try await vault.store.release(
                reference: try Sample.reference(1),
                by: person,
                at: TestVault.start
              )
            }
            let settled = number == 256 ? 255 : number
            let checkout = try Sample.checkout(settled)
            let event = Sample.paid(checkout, event: "evt_\(number)")
            return "\(try await vault.store.settle(event, at: TestVault.start))"
          } catch {
            return "\(error)"
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.count { $0.hasPrefix("allocated") } == 254)
    #expect(answers.count { $0 == "ignored" } == 1)
    #expect(answers.count { $0.hasPrefix("not") || $0.hasPrefix("unknown") } == 1)
    try vault.expectWhole()
  }

  @Test func `a request that is given up does not undo what it asked for`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        do {
          _ = try await vault.store.settle(Sample.paid(checkout), at: TestVault.start)
        } catch {
          Issue.record("a settlement obeyed cancellation: \(error)")
        }
      }
      group.cancelAll()
    }
    #expect(try vault.order(1).view.fulfilment == .allocated)
  }

  @Test func `a full line is answered busy, with no work done`() async throws {
    let (gate, isFirst) = (DispatchSemaphore(value: 0), Flag())
    let vault = try TestVault(
      probe: CommitProbe {
        if isFirst.take() { gate.wait() }
      }
    )
    // While the first commit is blocked, one batch is in it and a full queue is behind it.
    let asked = 6_000
    let refused = asked - 4_096 - 256
    let answers = await withTaskGroup(of: StoreError?.self) { group in
      for number in 0..<asked {
        let event = Sample.event("evt_\(number)", .irrelevant)
        group.addTask {
          do throws(StoreError) {
            _ = try await vault.store.settle(event, at: TestVault.start)
            return nil
          } catch {
            return error
          }
        }
      }
      var answers: [StoreError?] = []
      for await answer in group {
        answers.append(answer)
        if answers.count == refused { gate.signal() }
      }
      return answers
    }
    #expect(answers.prefix(refused).allSatisfy { $0 == .busy })
    #expect(answers.allSatisfy { $0 == nil || $0 == .busy })
    let done = answers.count { $0 == nil }
    #expect(try vault.count("SELECT COUNT(*) FROM event") == done)
  }

  /// True for the first caller only.
  private final class Flag: Sendable {
    private let isTaken = Atomic<Bool>(false)

    func take() -> Bool { !isTaken.exchange(true, ordering: .relaxed) }
  }
}
