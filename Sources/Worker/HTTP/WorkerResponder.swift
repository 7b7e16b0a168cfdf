import HTTPTypes
package import Hummingbird
import Logging
import NIOCore
import Shop

/// Takes every request through gate, limits, body, queue and routes to its answer.
package struct WorkerResponder: HTTPResponder {
  let gate: RequestGate
  let routes: PublicRoutes
  let connections: ConnectionTable
  let bodies: BodyMemory
  let queue: RequestQueue
  let limits: ServerLimits
  let standing: [Reply.Header]
  let logger: Logger

  /// Judges the head, reads the body within its limits, and answers.
  package func respond(to request: Request, context: ConnectionContext) async throws -> Response {
    let isLegacy = connections.isLegacy(context.channel)
    defer { connections.note(.idle, of: context.channel) }
    // The first `Host` is the authority and any other is among the headers; a request with two is
    // for none of the accepted hosts.
    let isDoubled = request.headers.contains { $0.name.canonicalName == "host" }
    let head = RequestGate.Head(
      method: request.method.rawValue,
      target: request.head.path ?? "",
      host: isDoubled ? "," : request.head.authority,
      contentLength: request.headers[.contentLength],
      isLegacy: isLegacy
    )
    let incoming = incoming(request, head: head, context)
    let client = incoming.buyer
    let verdict = gate.judge(head)
    if let wait = routes.tooManyPages(verdict, from: client) {
      let reply = Reply.tooMany(
        wait,
        in: incoming.language(orElse: routes.currentCatalog.catalog.language)
      )
      // Further requests of this client need no answer; those of a proxy may be other buyers'.
      let isLast = isLegacy || !routes.proxies.trust(incoming.peer)
      return answer(reply, to: request, context, isLast: isLast)
    }
    switch verdict {
    case .answer(let reply):
      logger.debug("\(head.method.prefix(8)) refused: \(reply.status)")
      return await queue.turn(.page, of: client.map(IPNetwork.init(ofBuyer:))) {
        refusal(reply, to: request, context)
      }
    case .follow(let route):
      return await follow(route, incoming, of: request, context)
    }
  }

  /// Reads the body, waits for the request's turn, and answers.
  private func follow(
    _ route: Route,
    _ head: IncomingRequest,
    of request: Request,
    _ context: ConnectionContext
  ) async -> Response {
    let clock = ContinuousClock()
    let start = clock.now
    let network = head.buyer.map(IPNetwork.init(ofBuyer:))
    var incoming = head
    do throws(BodyProblem) {
      connections.note(.reading, of: context.channel)
      let reader = BodyReader(
        channel: context.channel,
        limits: limits,
        room: bodies,
        network: network
      )
      incoming.body = try await reader.read(request, limit: route.longestBody)
      defer { bodies.giveBack(incoming.body.count, of: network) }
      connections.note(.answering, of: context.channel)
      let whole = incoming
      let response = await queue.turn(
        route.queue(isPost: head.method == "POST"),
        of: network
      ) { () -> (Response, Int) in
        let reply = await routes.answer(route, to: whole)
        let isLast = connections.isLegacy(context.channel)
        return (answer(reply, to: request, context, isLast: isLast), reply.status)
      }
      let taken = start.duration(to: clock.now).components.attoseconds / 1_000_000_000_000_000
      logger.debug("\(head.method) \(route.logged): \(response.1), \(taken) ms")
      return response.0
    } catch {
      return refusal(refuse(error, on: "\(head.method) \(route.logged)"), to: request, context)
    }
  }

  /// The answer to a request whose body was not read to its end, which is also logged.
  private func refuse(_ problem: BodyProblem, on route: String) -> Reply {
    switch problem {
    case .tooLarge: return .tooLarge
    case .noRoom:
      let words = "\(route): long bodies leave no room for another"
      routes.refusals.say(words, in: logger, now: routes.now())
      return .unavailable(retryAfterSeconds: 60)
    case .malformed: return .sentence("the request is malformed", status: 400)
    case .cutOff:
      logger.debug("\(route): the request did not arrive whole")
      return .sentence("the request did not arrive", status: 408)
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

  /// An answer without reading the body; if there is a body, the connection is closed with it.
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

  private func incoming(
    _ request: Request,
    head: RequestGate.Head,
    _ context: ConnectionContext
  ) -> IncomingRequest {
    IncomingRequest(
      method: head.method,
      query: String(head.target.drop { $0 != "?" }.dropFirst()),
      headers: request.headers.map { ($0.name.rawName, $0.value) },
      body: [],
      peer: context.channel.remoteAddress?.ipAddress ?? "",
      proxies: routes.proxies
    )
  }
}

/// The connection that a request came on, as Hummingbird passes it along.
package struct ConnectionContext: InitializableFromSource {
  let channel: any Channel

  package init(source: ApplicationRequestContextSource) {
    channel = source.channel
  }
}
