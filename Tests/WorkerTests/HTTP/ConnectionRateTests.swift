import Foundation
import NIOCore
import Shop
import Testing

@testable import Worker

/// A flood of connections from one network does not stop those of others.
@Suite(.timeLimit(.minutes(20)))
struct ConnectionRateTests {
  private func rate(_ perNetwork: Int, trusting proxies: TrustedProxies = TrustedProxies([]))
    -> ConnectionRate
  {
    ConnectionRate(perNetwork: perNetwork, proxies: proxies) {}
  }

  private func admitted(
    _ rate: ConnectionRate,
    _ count: Int,
    from peer: String,
    atSecond second: UInt64
  ) -> Int {
    let moment = NIODeadline.uptimeNanoseconds(second * 1_000_000_000)
    return (0..<count).count { _ in rate.admits(peer, at: moment) }
  }

  @Test func `a network has so many at once, and as many again in ten seconds`() {
    let rate = rate(20)
    #expect(admitted(rate, 100, from: "192.0.2.1", atSecond: 100) == 20)
    #expect(admitted(rate, 100, from: "192.0.2.200", atSecond: 100) == 0)
    #expect(admitted(rate, 100, from: "192.0.3.1", atSecond: 100) == 20)
    #expect(admitted(rate, 100, from: "192.0.2.1", atSecond: 105) == 10)
    #expect(admitted(rate, 100, from: "192.0.2.1", atSecond: 200) == 20)
    #expect(admitted(rate, 50, from: "2001:db8:1:2::1", atSecond: 100) == 20)
    #expect(admitted(rate, 50, from: "2001:db8:1:3::9", atSecond: 100) == 0)
  }

  @Test func `a trusted proxy, and whoever has no address, has no such limit`() throws {
    let proxy = try #require(IPNetwork("10.0.0.0/8"))
    let rate = rate(1, trusting: TrustedProxies([proxy]))
    #expect(admitted(rate, 50, from: "10.1.2.3", atSecond: 1) == 50)
    #expect(admitted(rate, 50, from: "", atSecond: 1) == 50)
    #expect(admitted(rate, 50, from: "10.1.2.3x", atSecond: 1) == 50)
    #expect(admitted(rate, 50, from: "11.1.2.3", atSecond: 1) == 1)
  }

  @Test func `turns connections away at the door of a worker that runs, and says so`()
    async throws
  {
    var options = LiveWorker.Options()
    options.limits = ServerLimits(newConnectionsPerNetwork: 1)
    options.visitors.proxies = TrustedProxies([])
    try await LiveWorker.run(options) { worker async throws in
      #expect(try await isAnswered(worker))
      // Every ten seconds one more is accepted, which happens on a busy machine.
      var isTurnedAway = false
      for _ in 1...20 where !isTurnedAway {
        isTurnedAway = try await !isAnswered(worker)
      }
      #expect(isTurnedAway)
      #expect(worker.log.lines.contains { $0.contains("too many new connections") })
    }
  }

  private func isAnswered(_ worker: LiveWorker) async throws -> Bool {
    do {
      let request = "GET /healthz HTTP/1.0\r\n\r\n"
      return try await RawConnection.exchange(port: worker.port, [request]).hasSuffix("alive\n")
    } catch {
      return false
    }
  }
}
