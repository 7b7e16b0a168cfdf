import NIOCore
import NIOPosix
import Shop
import Synchronization
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(20)))
struct RequestQueueTests {
  private let queue = RequestQueue(
    PublicRoutes.Threads(
      reads: .singleton,
      calls: .singleton,
      pages: .singleton,
      messages: .singleton
    )
  )

  private func network(_ number: Int) -> IPNetwork? {
    IPAddress("100.64.\(number).1").map(IPNetwork.init(ofBuyer:))
  }

  @Test func `no more than some are answered at once, and networks take turns`() async {
    let most = RequestQueue.Class.page.most
    let (gates, opened) = AsyncStream.makeStream(of: Void.self)
    let answers = Answers()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<most {
        group.addTask {
          await queue.turn(.page, of: network(0)) {
            answers.running.withLock { $0 += 1 }
            for await _ in gates { break }
          }
        }
      }
      while answers.running.withLock({ $0 }) < most { await Task.yield() }
      // Three requests of a flood, then one of another network.
      for (place, from) in [1, 1, 1, 2].enumerated() {
        group.addTask {
          await queue.turn(.page, of: network(from)) { answers.order.withLock { $0.append(from) } }
        }
        while queue.waiting(.page) <= place { await Task.yield() }
      }
      // Waiting page requests do not hold up webhooks or forms.
      await queue.turn(.webhook(.stripe), of: network(1)) {}
      await queue.turn(.form, of: network(1)) {}
      #expect(answers.order.withLock { $0 }.isEmpty)
      opened.yield()
      while queue.waiting(.page) > 0 { await Task.yield() }
      opened.finish()
    }
    #expect(answers.order.withLock { $0 } == [1, 2, 1, 1])
  }

  @Test func `each route competes with its like`() throws {
    for provider in Provider.allCases where provider != .manual {
      #expect(Route.webhook(provider).queue(isPost: true) == .webhook(provider))
    }
    #expect(Route.checkout.queue(isPost: true) == .form)
    #expect(Route.lookup.queue(isPost: true) == .form)
    #expect(Route.lookup.queue(isPost: false) == .page)
    #expect(Route.ready.queue(isPost: false) == .health)
    // Requests that may wait for a provider have classes of their own.
    let reference = try #require(Reference("CSZTL2EYAMJZ00010001"))
    let waiting: [Route] = [
      .checkoutPage(reference), .checkoutPay(reference), .checkoutReturn(reference), .stock,
      .checkout,
    ]
    let classes = waiting.map { $0.queue(isPost: $0 == .checkout) }
    #expect(classes == [.checkout, .payLink, .paymentReturn, .page, .form])
    #expect(Route.asset("/assets/x").queue(isPost: false) == .page)
  }

  @Test(arguments: [
    (["GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\nGET"], [18, 18, 3]),
    (["GET / HTTP/1.1\n\nGET / HTTP/1.1\n\n"], [16, 16]),
    (["GET / HT", "TP/1.1\r\n\r\nX"], [18, 1]),
    (["\r\nGET /\r\n\r\n"], [11]),
    ([String(repeating: "a", count: 40_000)], [16_384, 16_384, 7_232]),
    (["", ""], []),
  ])
  func `what was sent in one breath is passed on a request at a time`(
    pieces: [String],
    lengths: [Int]
  ) {
    var slices = RequestSlices()
    for piece in pieces { slices.append(ByteBuffer(string: piece)) }
    var found: [String] = []
    while let slice = slices.next() { found.append(String(buffer: slice)) }
    #expect(found.map(\.utf8.count) == lengths)
    #expect(found.joined() == pieces.joined())
    #expect(slices.isEmpty)
  }
}

/// The requests that are answered so far.
private final class Answers: Sendable {
  let order = Mutex<[Int]>([])
  let running = Mutex(0)
}
