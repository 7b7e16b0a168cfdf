import Foundation
import FoundationNetworking

/// Sends what is due, over and over.
struct EventSender {
  let desk: SharedDesk
  let settings: Settings

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
      let due = desk.update { desk in
        desk.expireDue(at: WallClock.seconds)
        return desk.outbox.takeDue(at: WallClock.milliseconds, limit: Self.width)
      }
      await withDiscardingTaskGroup { group in
        for event in due {
          group.addTask { await attempt(event, through: client) }
        }
      }
      if due.isEmpty { try await Task.sleep(for: Self.pause) }
    }
  }

  private func attempt(_ event: Event, through client: URLSession) async {
    var request = URLRequest(url: settings.webhookURL)
    request.httpMethod = "POST"
    request.httpBody = Data(event.body)
    let signature = SignatureHeader(
      body: event.body,
      secret: settings.webhookSecret,
      time: WallClock.seconds
    )
    request.setValue(signature.text, forHTTPHeaderField: "Stripe-Signature")
    request.setValue("application/json; charset=utf-8", forHTTPHeaderField: "Content-Type")
    request.setValue("Stripe/1.0 (pretend)", forHTTPHeaderField: "User-Agent")
    let status = await answer(to: request, from: client)
    desk.update { $0.outbox.record(event.id, status: status, at: WallClock.milliseconds) }
  }

  private func answer(to request: URLRequest, from client: URLSession) async -> Int? {
    do {
      let (_, response) = try await client.data(for: request)
      return (response as? HTTPURLResponse)?.statusCode
    } catch {
      // No answer is an outcome of its own: the ladder decides what follows.
      return nil
    }
  }
}

/// Leaves a redirect as the answer it is: to Stripe a 3xx is a failure.
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
