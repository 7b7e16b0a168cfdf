import Shop
import Testing
import Transport

@testable import Worker

@Suite(.timeLimit(.minutes(20)))
struct RefusalLogTests {
  @Test func `a flood of refusals is sixty lines a minute and a count`() {
    let (log, book) = (RefusalLog(), LogBook())
    for number in 0..<10_000 {
      let moment = Sample.now.advanced(seconds: number < 9_000 ? 0 : 60)
      log.say("refused \(number)", in: book.logger, now: moment)
    }
    #expect(book.lines.count == 121)
    #expect(book.lines[0].contains("refused 0") && book.lines[60].contains("8940 more requests"))
    #expect(book.lines[61].contains("refused 9000"))
  }

  @Test func `webhooks that are not believed cannot fill the log`() async throws {
    try await LiveWorker.run { worker async throws in
      for _ in 1...100 {
        #expect(try await worker.send(.post, "/webhooks/stripe", body: "{}").status == 400)
      }
      #expect(worker.log.lines.count { $0.contains("webhook of stripe refused") } <= 60)
    }
  }
}
