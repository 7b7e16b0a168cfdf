import Hummingbird

/// What only tests ask: which notices were sent, and what shall go wrong.
struct ControlRoutes: Sendable {
  let mock: SharedState

  func add(to router: Router<BasicRequestContext>) {
    router.get("/events") { _, _ in
      let notices = mock.update { $0.outbox.notices }
      return Response(json: NoticeListDocument(events: notices.map(NoticeListDocument.Item.init)))
    }
    router.get("/_mock/sales") { request, _ in
      let form = try Form(query(request))
      guard let provider = Provider(rawValue: form["provider"]) else { return noProvider(form) }
      let sales = mock.update { $0.sales(of: provider) }
      return Response(json: SaleListDocument(sales: sales.map(SaleListDocument.Item.init)))
    }
    router.post("/_mock/send") { request, _ in
      let id = try Form(query(request))["event"]
      let isFound = mock.update { $0.outbox.sendAgain(id, at: WallClock.milliseconds) }
      return isFound ? accepted : refuse("event: no event \(id); see /events", .notFound)
    }
    router.post("/_mock/webhooks") { request, _ in
      let word = try Form(query(request))["deliver"]
      guard let delivers = ["on": true, "off": false][word] else {
        return refuse("deliver: expected on or off, found \(word)")
      }
      mock.update { $0.outbox.delivers = delivers }
      return accepted
    }
    router.post("/_mock/down") { request, _ in
      let form = try Form(query(request))
      guard let provider = Provider(rawValue: form["provider"]) else { return noProvider(form) }
      guard let seconds = Int64(form["seconds"]), seconds >= 0 else {
        return refuse("seconds: expected a whole number, found \(form["seconds"])")
      }
      mock.update {
        $0.controls.downUntil[provider] = WallClock.milliseconds + seconds * 1000
      }
      return accepted
    }
    router.post("/_mock/busy") { request, _ in
      let form = try Form(query(request))
      guard let provider = Provider(rawValue: form["provider"]) else { return noProvider(form) }
      guard let seconds = Int64(form["seconds"]), seconds >= 0 else {
        return refuse("seconds: expected a whole number, found \(form["seconds"])")
      }
      mock.update {
        $0.controls.busyUntil[provider] = WallClock.milliseconds + seconds * 1000
      }
      return accepted
    }
    router.post("/_mock/slow") { request, _ in
      let form = try Form(query(request))
      guard let provider = Provider(rawValue: form["provider"]) else { return noProvider(form) }
      guard let delay = Int64(form["milliseconds"]), delay >= 0 else {
        return refuse("milliseconds: expected a whole number, found \(form["milliseconds"])")
      }
      mock.update { $0.controls.delays[provider] = delay }
      return accepted
    }
    addSwitches(to: router)
    router.post("/_mock/lenient") { request, _ in try setLenient(Form(query(request))) }
    router.post("/_mock/tamper") { request, _ in
      let form = try Form(query(request))
      guard let provider = Provider(rawValue: form["provider"]) else { return noProvider(form) }
      return tamper(with: provider, form["how"])
    }
  }

  /// What stays as it is set until it is set back.
  private func addSwitches(to router: Router<BasicRequestContext>) {
    router.post("/_mock/balance") { request, _ in
      let form = try Form(query(request))
      let named = Provider.allCases.first { !form[$0.rawValue].isEmpty }
      guard let named, let isShort = ["short": true, "enough": false][form[named.rawValue]] else {
        return refuse("expected PROVIDER=short or PROVIDER=enough, found \(query(request))")
      }
      mock.update {
        if isShort {
          $0.controls.shortBalances.insert(named)
        } else {
          $0.controls.shortBalances.remove(named)
        }
      }
      return accepted
    }
    router.post("/_mock/certificates") { request, _ in
      let word = try Form(query(request))["wechatpay"]
      guard let hasMoved = ["none": true, "some": false][word] else {
        return refuse("wechatpay: expected none or some, found \(word)")
      }
      mock.update { $0.controls.hasWeChatMoved = hasMoved }
      return accepted
    }
    router.post("/_mock/notices") { request, _ in
      let word = try Form(query(request))["epay"]
      guard let posts = ["post": true, "get": false][word] else {
        return refuse("epay: expected post or get, found \(word)")
      }
      mock.update { $0.controls.postsEPayNotices = posts }
      return accepted
    }
  }

  /// Leaves a rule of a real provider out, or follows it again.
  private func setLenient(_ form: Form) -> Response {
    guard let rule = Rule(named: form["rule"]) else {
      let names = Rule.all.map(\.name).joined(separator: ", ")
      return refuse("rule: expected \(names), found \(form["rule"])")
    }
    guard let isLenient = ["on": true, "off": false][form["is"]] else {
      return refuse("is: expected on or off, found \(form["is"])")
    }
    mock.update {
      if isLenient {
        $0.controls.lenient.insert(rule)
      } else {
        $0.controls.lenient.remove(rule)
      }
    }
    return accepted
  }

  private func tamper(with provider: Provider, _ how: String) -> Response {
    if how == "refund" {
      mock.update { _ = $0.controls.failingRefunds.insert(provider) }
      return accepted
    }
    if how == "answer" {
      mock.update { _ = $0.controls.falseAnswers.insert(provider) }
      return accepted
    }
    guard let tampering = Tampering(rawValue: how) else {
      let names = Tampering.allCases.map(\.rawValue) + ["answer", "refund"]
      return refuse("how: expected \(names.joined(separator: ", ")), found \(how)")
    }
    guard (provider, tampering) != (.alipay, .currency) else {
      return refuse("how: found currency, and Alipay names none")
    }
    mock.update { $0.controls.tampering[provider] = tampering }
    return accepted
  }

  private var accepted: Response { Response(status: .accepted) }

  private func noProvider(_ form: Form) -> Response {
    let names = Provider.allCases.map(\.rawValue).joined(separator: ", ")
    return refuse("provider: expected \(names), found \(form["provider"])")
  }

  private func refuse(_ text: String, _ status: HTTPResponse.Status = .badRequest) -> Response {
    Response(status: status, text: text + "\n")
  }

  private func query(_ request: Request) -> String { request.uri.query ?? "" }
}

/// What was sent so far, for tests.
struct NoticeListDocument: Encodable {
  struct Item: Encodable {
    let id: String
    let provider: String
    let type: String
    let delivered: Bool
    /// The status of each answer; 0 where none came.
    let attempts: [Int]
    let body: String

    init(_ notice: Notice) {
      id = notice.id
      provider = notice.provider.rawValue
      type = notice.kind
      delivered = notice.isDelivered
      attempts = notice.attempts.map { $0.status ?? 0 }
      body = String(decoding: notice.content, as: UTF8.self)
    }
  }

  let events: [Item]
}

/// The answer of `GET /_mock/sales`: what was opened at one provider, and what became of it.
struct SaleListDocument: Encodable {
  struct Item: Encodable {
    let id: String
    /// The shop's own number.
    let order: String
    let state: String

    init(_ sale: Sale) {
      id = sale.id
      order = sale.orderNumber
      state = "\(sale.state)"
    }
  }

  let sales: [Item]
}
