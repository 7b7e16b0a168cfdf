import Hummingbird

/// Serves and sends until the process is told to stop.
func serve(_ settings: Settings) async throws {
  let now = WallClock.seconds
  let desk = SharedDesk(
    Desk(isLive: settings.isLive, openedAt: now, timeScale: settings.timeScale)
  )
  let router = Router()
  StripeRoutes(desk: desk, settings: settings).add(to: router)
  PayRoutes(desk: desk, settings: settings).add(to: router)
  TestRoutes(desk: desk).add(to: router)
  let application = Application(
    router: router,
    configuration: .init(address: .hostname(settings.host, port: settings.port))
  )
  let sender = EventSender(desk: desk, settings: settings)
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { try await application.runService() }
    group.addTask { try await sender.run() }
    // The server ends first, at a signal; what was not sent by then is forgotten, as said.
    try await group.next()
    group.cancelAll()
  }
}

extension Response {
  /// An answer in Stripe's form.
  init(status: HTTPResponse.Status = .ok, json document: some Encodable) {
    self.init(
      status: status,
      headers: [.contentType: "application/json"],
      body: .init(byteBuffer: ByteBuffer(bytes: encode(document)))
    )
  }

  /// A page, or its style.
  init(text: String, type: String, headers: HTTPFields = [:]) {
    var fields = headers
    fields[.contentType] = "\(type); charset=utf-8"
    fields[.cacheControl] = "no-store"
    self.init(status: .ok, headers: fields, body: .init(byteBuffer: ByteBuffer(string: text)))
  }

  /// Sends the browser elsewhere with a GET.
  init(seeOther location: String) {
    self.init(status: .seeOther, headers: [.location: location])
  }
}

extension Request {
  /// A header by its name in lower case.
  func header(_ name: String) -> String? {
    headers.first { $0.name.canonicalName == name }?.value
  }

  /// The fields of the body, which a browser and Stripe's clients send in the same form.
  func formFields() async throws -> FormFields {
    let body = try await self.body.collect(upTo: 64 * 1024)
    return try FormFields(form: String(buffer: body))
  }
}
