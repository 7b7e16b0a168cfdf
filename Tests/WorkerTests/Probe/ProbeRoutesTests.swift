import Foundation
import NIOPosix
import Payments
import Shop
import Testing
import Transport
import Worker

@Suite(.timeLimit(.minutes(20))) struct ProbeRoutesTests {
  private func ask<Command: CommandDocument>(
    _ command: Command,
    _ worker: LiveWorker
  ) async throws -> CommandOutcomeDocument<Command.Answer> {
    let document = CommandRequestDocument(by: "tester", command: command)
    var request = HTTPRequest(
      .post,
      "http://localhost" + ControlResponder.path(of: Command.kind),
      body: .bytes(Array(try JSONEncoder().encode(document)))
    )
    request.unixSocket = worker.folder.path + "/control.sock"
    let ready = request
    let body = await onThread(of: .singleton) { () -> [UInt8]? in
      do {
        return try HTTPClient.send(ready).body
      } catch {
        return nil
      }
    }
    typealias Outcome = CommandOutcomeDocument<Command.Answer>
    return try JSONDecoder().decode(Outcome.self, from: Data(try unwrapped(try unwrapped(body))))
  }

  /// Sends Stripe's own probe with a number, and asks what came of it.
  private func probe(
    _ worker: LiveWorker,
    secret: String,
    at now: Timestamp = Sample.now
  ) async throws -> ProbeWord? {
    guard case .done(let number) = try await ask(BeginProbeDocument(), worker) else {
      throw Missing()
    }
    #expect(try await ask(ReadProbeDocument(number: number), worker) == .done(nil))
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
    guard case .done(let word) = try await ask(ReadProbeDocument(number: number), worker) else {
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
      #expect(try await ask(ReadProbeDocument(number: "guessed"), worker) == .done(nil))
    }
  }
}
