import Foundation
import NIOPosix
import Payments
import Shop
import Testing
import Transport
import Worker

@Suite(.timeLimit(.minutes(20))) struct ProbeRoutesTests {
  /// Sends Stripe's probe with a number, and asks for the outcome.
  private func probe(
    _ worker: LiveWorker,
    secret: String,
    at now: Timestamp = Sample.now
  ) async throws -> ProbeWord? {
    guard case .done(let number) = try await worker.command(BeginProbeDocument()) else {
      throw Missing()
    }
    #expect(try await worker.command(ReadProbeDocument(number: number)) == .done(nil))
    let adapter = StripeAdapter(
      secrets: [try unwrapped(Secret(secret))],
      isLive: false,
      api: StripeAPI(
        key: try unwrapped(Secret(Sample.key)),
        address: try unwrapped(ProviderAddress("http://127.0.0.1:9"))
      )
    )
    let message = adapter.probe(Call(now: now, nonce: { "abc123" }))
    #expect(message.isSigned)
    _ = try await worker.send(
      .post,
      "/webhooks/stripe",
      headers: message.headers.map { ($0.name, $0.value) } + [(PendingProbes.header, number)],
      body: message.body
    )
    guard case .done(let word) = try await worker.command(ReadProbeDocument(number: number)) else {
      throw Missing()
    }
    return word
  }

  @Test func `tells what came of a webhook with a number of its own`() async throws {
    try await LiveWorker.run { worker async throws in
      #expect(try await probe(worker, secret: Sample.secret) == .settled)
      #expect(try await probe(worker, secret: Sample.secret + "x") == .refused)
      let late = Sample.now.advanced(seconds: -600)
      #expect(try await probe(worker, secret: Sample.secret, at: late) == .stale)
      #expect(try await worker.command(ReadProbeDocument(number: "guessed")) == .done(nil))
    }
  }
}
