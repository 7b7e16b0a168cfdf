import Foundation
import FoundationNetworking

/// Sends what is due, over and over.
struct Sender {
  let mock: SharedState

  /// How many attempts run at once: enough to show what arrives out of order.
  private static let width = 16
  /// How long the receiver may take.
  private static let timeoutSeconds = 10.0
  /// How long an idle sender waits before it looks again.
  private static let pause = Duration.milliseconds(20)

  /// Rounds without end, until the task is cancelled.
  func run() async throws {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = Self.timeoutSeconds
    configuration.httpMaximumConnectionsPerHost = Self.width
    let client = URLSession(
      configuration: configuration,
      delegate: RedirectRefusal(),
      delegateQueue: nil
    )
    while !Task.isCancelled {
      let due = try mock.update { mock throws(SaleError) in
        try mock.tick(at: WallClock.milliseconds)
        return mock.outbox.takeDue(at: WallClock.milliseconds, limit: Self.width)
      }
      await withDiscardingTaskGroup { group in
        for notice in due {
          group.addTask { await attempt(notice, through: client) }
        }
      }
      if due.isEmpty { try await Task.sleep(for: Self.pause) }
    }
  }

  private func attempt(_ notice: Notice, through client: URLSession) async {
    let answer = await answer(to: notice, from: client)
    mock.update { $0.outbox.record(notice.id, answer: answer, at: WallClock.milliseconds) }
  }

  private func answer(to notice: Notice, from client: URLSession) async -> Answer? {
    do {
      let outgoing = try notice.compose(WallClock.seconds)
      // A shop may name any address; only this machine hears from a pretend provider.
      guard isOfThisMachine(outgoing.url), let url = URL(string: outgoing.url) else { return nil }
      var request = URLRequest(url: url)
      request.httpMethod = outgoing.method
      request.httpBody = Data(outgoing.body)
      for (name, value) in outgoing.headers { request.setValue(value, forHTTPHeaderField: name) }
      let (body, response) = try await client.data(for: request)
      guard let status = (response as? HTTPURLResponse)?.statusCode else { return nil }
      return Answer(status: status, body: Array(body))
    } catch {
      // No answer is an outcome of its own: the ladder decides what follows.
      return nil
    }
  }
}

/// Leaves a redirect as the answer it is: to every provider a 3xx is a failure.
private final class RedirectRefusal: NSObject, URLSessionTaskDelegate {
  func urlSession(
    _ session: URLSession,
    task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest,
    completionHandler: @escaping (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }
}
