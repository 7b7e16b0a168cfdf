import Foundation
import HTTPTypes
import Hummingbird
import Logging
import ServiceLifecycle
import Synchronization
import Worker

/// The part of Stripe's sessions API that a checkout needs; it remembers the requests.
final class FakeStripe: Sendable {
  static let page = "https://checkout.stripe.com/c/pay/cs_test_a1"

  let port: Int
  private let taken: TakenForms

  /// The received forms, in order.
  var forms: [[String: String]] { taken.forms }
  var url: String { "http://127.0.0.1:\(port)" }

  private init(port: Int, taken: TakenForms) {
    self.port = port
    self.taken = taken
  }

  /// Runs it beside a test.
  static func run(_ test: @Sendable (FakeStripe) async throws -> Void) async throws {
    let taken = TakenForms()
    let (ports, opened) = AsyncStream.makeStream(of: Int.self)
    let responder = CallbackResponder<BasicRequestContext> { request, _ in
      taken.add(String(buffer: try await request.body.collect(upTo: 65_536)))
      let body = #"{"id":"cs_test_a1","object":"checkout.session","url":"\#(page)"}"#
      return Response(
        status: .ok,
        headers: [.contentType: "application/json"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: body))
      )
    }
    let application = Application(
      responder: responder,
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in opened.yield(channel.localAddress?.port ?? 0) }
    )
    let group = ServiceGroup(
      configuration: .init(services: [application], logger: Logger(label: "stripe"))
    )
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask {
        defer { opened.finish() }
        try await group.run()
      }
      for await port in ports {
        try await test(FakeStripe(port: port, taken: taken))
        break
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }
}

/// The received forms as names and values.
private final class TakenForms: Sendable {
  private let taken = Mutex<[[String: String]]>([])

  var forms: [[String: String]] { taken.withLock { $0 } }

  func add(_ body: String) {
    let pairs = body.split(separator: "&").map { pair in
      let halves = pair.split(separator: "=", maxSplits: 1).map { part in
        part.replacing("+", with: " ").removingPercentEncoding ?? ""
      }
      return (halves[0], halves.count == 2 ? halves[1] : "")
    }
    taken.withLock { $0.append(Dictionary(pairs) { first, _ in first }) }
  }
}
