import Hummingbird

/// What only tests ask: which events were sent and how each attempt ended.
struct TestRoutes: Sendable {
  let desk: SharedDesk

  func add(to router: Router<BasicRequestContext>) {
    router.get("/events") { _, _ in
      let events = desk.update { $0.outbox.events }
      return Response(json: EventListDocument(events: events.map(EventListDocument.Item.init)))
    }
    router.post("/_mock/send") { request, _ in
      guard let id = request.uri.queryParameters["event"] else {
        throw StripeError.missing("event")
      }
      try desk.update { desk throws(StripeError) in
        try desk.outbox.sendAgain(String(id), at: WallClock.milliseconds)
      }
      return Response(status: .accepted)
    }
  }
}
