import Dispatch
import Logging
import NIOPosix
import Payments
import Shop
import Storage
import Testing

@testable import Worker

/// How many calls to a provider are under way at once, and which are left for others.
@Suite(.timeLimit(.minutes(20)))
struct CallLimitTests {
  @Test(arguments: [0, ProviderCalls.callsBesideQuestions, ProviderCalls.callsBesideReturns])
  func `no more calls are under way than the provider's, less those that are spared`(spare: Int)
    async throws
  {
    let gate = DispatchSemaphore(value: 0)
    var played = PlayedAdapter<PayPalPart>()
    // One call too many is released in the end, so that the test fails instead of hanging.
    played.finds = { (_) throws(ProviderError) in
      _ = gate.wait(timeout: .now() + 5)
      return .open
    }
    let adapter = played
    var options = LiveWorker.Options()
    options.adapters = [adapter]
    let asked = 20
    try await LiveWorker.run(options) { worker async throws in
      let threads = NIOThreadPool(numberOfThreads: asked)
      threads.start()
      let providerCalls = ProviderCalls(
        publicURL: try unwrapped(WebAddress("https://cards.example.com")),
        store: worker.store,
        adapters: [adapter],
        threads: threads,
        wakeUp: WakeUp(),
        now: { Sample.now },
        logger: Logger(label: "test")
      )
      let question = Payment.Question(reference: try unwrapped(Reference("CSZTL2EYAMJZ0007")))
      let allowed = ProviderCalls.mostCalls - spare
      let answered = await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<asked {
          group.addTask {
            if case .settled = await providerCalls.ask(question, of: .paypal, sparing: spare) {
              return true
            }
            return false
          }
        }
        // Refused calls return while all others are still under way.
        var early = 0
        for _ in 0..<(asked - allowed) where await group.next() == false { early += 1 }
        for _ in 0..<allowed { gate.signal() }
        var late = 0
        for await isAnswered in group where isAnswered { late += 1 }
        return [early, late]
      }
      #expect(answered == [asked - allowed, allowed])
      try await threads.shutdownGracefully()
    }
  }
}
