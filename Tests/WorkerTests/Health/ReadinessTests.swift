import Foundation
import Shop
import Storage
import Synchronization
import Testing
import Transport

@testable import Worker

/// `/readyz` tells the truth, and a failed store ends the worker.
@Suite(.timeLimit(.minutes(20)))
struct ReadinessTests {
  private struct DiskFull: Error {}

  @Test func `fails while rows cannot be written, and only then`() async throws {
    let isBroken = Mutex(false)
    var options = LiveWorker.Options()
    options.probe = CommitProbe { if isBroken.withLock({ $0 }) { throw DiskFull() } }
    try await LiveWorker.run(options) { worker async throws in
      isBroken.withLock { $0 = true }
      let answer = try await worker.send(.get, "/readyz")
      #expect(answer.status == 503 && answer.text == "not ready\n")
      #expect(worker.log.lines.contains { $0.contains("a row cannot be written") })
      #expect(try await worker.send(.get, "/healthz").status == 200)
    }
    try await LiveWorker.run { worker async throws in
      #expect(try await worker.send(.get, "/readyz").status == 200)
    }
  }

  @Test func `fails on a disk that is nearly full, and takes no order there`() async throws {
    var options = LiveWorker.Options.stocked
    options.visitors.disk = Readiness.Disk(folders: ["/etc/passwd/mail"], reserveMebibytes: 1)
    try await LiveWorker.run(options) { worker async throws in
      #expect(try await worker.send(.get, "/readyz").status == 503)
      let form = "sku=GC-25&email=a%40b.example&locale=en&provider=stripe"
      let answer = try await worker.post("/checkout", form: form)
      #expect(answer.status == 503 && answer.text.contains("name=\"sku\" value=\"GC-25\""))
      #expect(try worker.store.unpaidCheckouts(since: Sample.now, limit: 9).isEmpty)
    }
  }

  @Test(
    arguments: [
      (64, 1_000, 63, 64), (64, 1_000, 64, nil), (64, 100, 9, 10), (64, 100, 10, nil),
      (0, 1_000, 0, nil), (-5, 1_000, 0, nil),
    ] as [(Int, UInt64, UInt64, UInt64?)]
  )
  func `a disk is nearly full with less than the reserve, or a tenth of a small one`(
    reserve: Int,
    size: UInt64,
    free: UInt64,
    wanted: UInt64?
  ) {
    let disk = Readiness.Disk(reserveMebibytes: reserve)
    #expect(disk.shortage(free: free << 20, of: size << 20) == wanted.map { $0 << 20 })
    if let wanted { #expect(disk.shortage(free: wanted << 20 - 1, of: size << 20) != nil) }
  }

  @Test func `judges a folder that is not made yet by the one above`() async throws {
    var options = LiveWorker.Options()
    options.visitors.disk = Readiness.Disk(folders: ["/tmp/not/made/yet"], reserveMebibytes: 1)
    try await LiveWorker.run(options) { worker async throws in
      #expect(try await worker.send(.get, "/readyz").status == 200)
    }
  }

  @Test func `is ready while the clock is in doubt, since sales go on`() async throws {
    let wall = Mutex(Sample.now)
    let clock = SteadyClock {
      SteadyClock.Reading(wall: wall.withLock { $0 }, uptime: 0, boot: "this start")
    }
    for seconds in [-7_200, 86_400] as [Int64] {
      var options = LiveWorker.Options()
      options.clock = clock
      wall.withLock { $0 = Sample.now.advanced(seconds: seconds) }
      try await LiveWorker.run(options) { worker async throws in
        #expect(try await worker.send(.get, "/readyz").status == 200)
        #expect(try await worker.send(.get, "/healthz").status == 200)
      }
      wall.withLock { $0 = Sample.now }
      _ = clock.now()
    }
  }

  @Test func `a file that was replaced ends the worker by itself, and nobody is told ready`()
    async throws
  {
    await #expect(throws: StoreStopped.self) {
      try await LiveWorker.run { worker async throws in
        let vault = worker.folder.path + "/vault.sqlite"
        try FileManager.default.copyItem(atPath: vault, toPath: vault + ".new")
        try #require(rename(vault + ".new", vault) == 0)
        #expect(try await worker.send(.get, "/readyz").status == 503)
        while !worker.log.lines.contains(where: { $0.contains("the worker ends") }) {
          await Task.yield()
        }
        let why = "vault.sqlite was replaced by another file under it"
        #expect(worker.log.lines.contains { $0.contains(why) })
      }
    }
  }

  @Test func `a damaged file ends the worker by itself`() async throws {
    await #expect(throws: StoreStopped.self) {
      try await LiveWorker.run { worker async throws in
        // Damages pages of the WAL that no connection has read.
        let path = worker.folder.path + "/vault.sqlite-wal"
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        let size = try file.seekToEnd()
        try file.seek(toOffset: 32)
        try file.write(contentsOf: Data(repeating: 0xA5, count: Int(size) - 32))
        try file.close()
        while !worker.log.lines.contains(where: { $0.contains("the worker ends") }) {
          await Task.yield()
        }
        #expect(!worker.store.isHealthy)
      }
    }
  }
}
