import HTTPTypes
package import Hummingbird
import Logging
import NIOCore
import Shop

/// The worker's end of every connection: gate, body, desk, answer.
package struct WorkerResponder: HTTPResponder {
  let gate: RequestGate
  let desk: FrontDesk
  let connections: ConnectionTable
  let bodies: BodyRoom
  let limits: ServerLimits
  let standing: [Reply.Header]
  let logger: Logger

  /// Judges the head, reads the body within its limits, and answers.
  package func respond(to request: Request, context: ConnectionContext) async throws -> Response {
    let clock = ContinuousClock()
    let start = clock.now
    let isLegacy = connections.isLegacy(context.channel)
    defer { connections.note(.idle, of: context.channel) }
    // The first host is the authority; any other one still stands among the fields.
    let isDoubled = request.headers.contains { $0.name.canonicalName == "host" }
    let head = RequestGate.Head(
      method: request.method.rawValue,
      target: request.head.path ?? "",
      host: isDoubled ? "" : request.head.authority,
      contentLength: request.headers[.contentLength],
      isLegacy: isLegacy
    )
    switch gate.judge(head) {
    case .answer(let reply):
      logger.debug("\(head.method.prefix(8)) refused: \(reply.status)")
      return refusal(reply, to: request, context)
    case .follow(let route):
      let reply: Reply
      do {
        connections.note(.reading, of: context.channel)
        var arrival = arrival(request, head: head, context)
        let network = arrival.buyer.map(IPNetwork.init(ofBuyer:))
        let reader = BodyReader(
          channel: context.channel,
          limits: limits,
          room: bodies,
          network: network
        )
        arrival.body = try await reader.read(request, limit: route.longestBody)
        defer { bodies.giveBack(arrival.body.count, of: network) }
        connections.note(.answering, of: context.channel)
        reply = await desk.answer(route, to: arrival)
      } catch .tooLarge {
        return refusal(.tooLarge, to: request, context)
      } catch .noRoom {
        let words = "\(head.method) \(route.logged): long bodies leave no room for another"
        desk.refusals.say(words, in: logger, now: desk.now())
        return refusal(.unavailable(retryAfterSeconds: 60), to: request, context)
      } catch .malformed {
        return refusal(.sentence("the request is malformed", status: 400), to: request, context)
      } catch .cutOff {
        logger.debug("\(head.method) \(route.logged): the request did not arrive whole")
        return refusal(.sentence("the request did not arrive", status: 408), to: request, context)
      }
      let taken = start.duration(to: clock.now).components.attoseconds / 1_000_000_000_000_000
      logger.debug("\(head.method) \(route.logged): \(reply.status), \(taken) ms")
      return answer(reply, to: request, context, isLast: isLegacy)
    }
  }

  private func answer(
    _ reply: Reply,
    to request: Request,
    _ context: ConnectionContext,
    isLast: Bool
  ) -> Response {
    let isHead = request.method == .head
    return isLast
      ? reply.closingResponse(standing: standing, isHead: isHead, on: context.channel)
      : reply.response(standing: standing, isHead: isHead)
  }

  /// An answer without reading the body, if there is one: then the connection is closed after it.
  private func refusal(
    _ reply: Reply,
    to request: Request,
    _ context: ConnectionContext
  ) -> Response {
    let hasBody =
      request.headers.contains(.transferEncoding)
      || (request.headers[.contentLength].map { $0 != "0" } ?? false)
    let isLast = hasBody || connections.isLegacy(context.channel)
    return answer(reply, to: request, context, isLast: isLast)
  }

  private func arrival(
    _ request: Request,
    head: RequestGate.Head,
    _ context: ConnectionContext
  ) -> Arrival {
    Arrival(
      method: head.method,
      query: String(head.target.drop { $0 != "?" }.dropFirst()),
      headers: request.headers.map { ($0.name.rawName, $0.value) },
      body: [],
      peer: context.channel.remoteAddress?.ipAddress ?? "",
      proxies: desk.proxies
    )
  }
}

/// What Hummingbird knows of the connection that a request came on.
package struct ConnectionContext: InitializableFromSource {
  let channel: any Channel

  package init(source: ApplicationRequestContextSource) {
    channel = source.channel
  }
}
