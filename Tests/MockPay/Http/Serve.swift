import Hummingbird

/// Serves and sends until the process is told to stop.
func serve(_ settings: Settings, keys: Keys) async throws {
  var opened = MockState(keys: keys, place: settings.place, openedAt: WallClock.seconds)
  opened.controls.lenient = settings.lenient
  let mock = SharedState(opened)
  let application = Application(
    router: makeRouter(mock),
    configuration: .init(address: .hostname(settings.host, port: settings.port))
  )
  let sender = Sender(mock: mock)
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { try await application.runService() }
    group.addTask { try await sender.run() }
    // The server ends first, at a signal; what was not sent by then is forgotten, as said.
    try await group.next()
    group.cancelAll()
  }
}

/// Every address of every provider, the pay pages and the controls of tests.
func makeRouter(_ mock: SharedState) -> Router<BasicRequestContext> {
  let router = Router()
  for provider in Provider.allCases {
    let group = router.group().add(middleware: OutageMiddleware(provider: provider, mock: mock))
    provider.behavior.addRoutes(to: group, mock: mock)
  }
  PayRoutes(mock: mock).add(to: router)
  ControlRoutes(mock: mock).add(to: router)
  return router
}

/// Answers 503 while a test says that a provider is down, 429 while it is busy, and slowly while it
/// is slow.
struct OutageMiddleware: RouterMiddleware {
  typealias Context = BasicRequestContext

  let provider: Provider
  let mock: SharedState

  @concurrent func handle(
    _ request: Request,
    context: Context,
    next: @concurrent (Request, Context) async throws -> Response
  ) async throws -> Response {
    let controls = mock.update { $0.controls }
    let now = WallClock.milliseconds
    guard now >= controls.downUntil[provider] ?? 0 else {
      return Response(status: .serviceUnavailable, text: "the test says: down\n")
    }
    if let until = controls.busyUntil[provider], now < until {
      return Response(
        status: .tooManyRequests,
        text: "the test says: busy\n",
        headers: [.retryAfter: String((until - now + 999) / 1000)]
      )
    }
    if let delay = controls.delays[provider], delay > 0 {
      try await Task.sleep(for: .milliseconds(delay))
    }
    return try await next(request, context)
  }
}

extension Response {
  /// An answer as JSON, written as Stripe does: indented.
  init(status: HTTPResponse.Status = .ok, json document: some Encodable) {
    self.init(status: status, bytes: encode(document), type: "application/json")
  }

  /// A page, or its style.
  init(
    status: HTTPResponse.Status = .ok,
    text: String,
    type: String = "text/plain",
    headers: HTTPFields = [:]
  ) {
    var fields = headers
    fields[.cacheControl] = "no-store"
    self.init(
      status: status,
      bytes: Array(text.utf8),
      type: "\(type); charset=utf-8",
      headers: fields
    )
  }

  /// Bytes as they are.
  init(
    status: HTTPResponse.Status = .ok,
    bytes: [UInt8],
    type: String,
    headers: HTTPFields = [:]
  ) {
    var fields = headers
    fields[.contentType] = type
    self.init(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
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

  /// Takes the body as it came.
  func bytes() async throws -> [UInt8] {
    let buffer = try await body.collect(upTo: 1024 * 1024)
    return Array(buffer.readableBytesView)
  }

  /// The address as it came: path and query.
  var target: String {
    uri.string
  }
}
