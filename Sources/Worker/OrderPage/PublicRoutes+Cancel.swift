import Logging
import Shop
import Storage

extension PublicRoutes {
  /// Asks a buyer whether an order that waits is to be cancelled; looking changes nothing.
  func askToCancel(_ token: OrderToken, _ incoming: IncomingRequest) async -> Reply {
    let (store, moment) = (store, now())
    let found = await reading { () throws(StoreError) in
      try store.orderPage(token: token, at: moment)
    }
    switch found {
    case .success(let view?)?:
      guard view.queuePlace != nil else { return .seeOther(Route.order(token).path) }
      let frame = PageFrame(catalog: currentCatalog.catalog, language: view.language)
      let page = CancelPage(view: view, token: token, frame: frame)
      return .page(page.html(), extra: [Self.ownForms])
    case .success(nil)?: return .page(frame(incoming).noOrder, status: 404)
    case .failure(let error)?:
      logger.error("an order cannot be read: \(error)")
      return later(incoming)
    case nil: return later(incoming)
    }
  }

  /// Cancels an order that waits; codes that were bound before stay the buyer's, and the page says
  /// so.
  ///
  /// A refund that is begun with it is durable before its provider is asked, and is asked for again
  /// by the reconcile loop whatever becomes of this request.
  func cancel(_ token: OrderToken, _ incoming: IncomingRequest) async -> Reply {
    let frame = frame(incoming)
    guard isSent(incoming, by: [publicURL.text]) else {
      return .page(frame.notice(frame.words.wrongFormTitle, frame.words.wrongFormText), status: 403)
    }
    if let wait = wait(.reveal, incoming, buyer: token.text) {
      return putOff(token, waiting: wait, in: frame)
    }
    do {
      let providers =
        refundsCancelled ? providerCalls.providers.filter(providerCalls.givesBack) : []
      let result = try await store.cancelOrder(
        token: token,
        refundingAt: Set(providers),
        at: now()
      )
      guard let result else { return .page(frame.noOrder, status: 404) }
      wakeUp.signal()
      let order = result.order
      guard order.fulfilment == .cancelled else { return tooLate(order, token) }
      logger.notice("order \(order.reference): cancelled by its buyer while it waited")
      if let refund = result.refund { await ask(for: refund) }
      return .seeOther(Route.order(token).path)
    } catch {
      logger.error("an order cannot be cancelled: \(error)")
      return later(incoming)
    }
  }

  /// Asks for a refund that is a row already, whatever comes of it: the order is cancelled.
  private func ask(for refund: Refund) async {
    do {
      _ = try await providerCalls.requestRefund(refund)
    } catch {
      logger.error("refund \(refund.id): no answer was recorded, so it is asked again: \(error)")
    }
  }

  /// Says that the codes came first; whatever else stands in the way is on the order's own page.
  private func tooLate(_ order: Order.BuyerView, _ token: OrderToken) -> Reply {
    let path = Route.order(token).path
    guard OrderState(order).showsCodes else { return .seeOther(path) }
    let frame = PageFrame(catalog: currentCatalog.catalog, language: order.language)
    let words = CancelWords.of(order.language)
    let link = Link(url: path, label: LimitWords.of(order.language).toOrder)
    return .page(frame.notice(words.lateTitle, words.lateText, link: link), status: 409)
  }
}

/// Asks whether an order that waits is to be cancelled.
struct CancelPage {
  let view: Order.BuyerView
  let token: OrderToken
  let frame: PageFrame

  func html() -> String {
    let (words, own) = (CancelWords.of(frame.language), frame.words)
    return frame.render(
      "cancel",
      title: words.title,
      [
        "what": "\(view.line.title) × \(view.unitsLeft)",
        "lead": words.lead,
        "facts": [
          FactRow(own.product, view.line.title),
          .money(own.total, view.amount, in: frame.language),
          FactRow(own.order, view.reference.text, mono: true),
        ],
        "action": Route.orderCancel(token).path,
        "button": words.confirm,
        "link": ["url": Route.order(token).path, "label": words.keep],
      ]
    )
  }
}

/// What is said about cancelling an order that waits.
struct CancelWords: Sendable {
  let button: String
  let title: String
  let lead: String
  let confirm: String
  let keep: String
  let lateTitle: String
  let lateText: String

  static func of(_ language: Language) -> CancelWords {
    switch language {
    case .chinese: .chinese
    case .english: .english
    }
  }

  private static let chinese = CancelWords(
    button: "取消订单并退款",
    title: "取消这笔订单？",
    lead: "取消后不再为您排队，也不会发放卡密；款项按原付款方式全额退回。取消后不能恢复。",
    confirm: "确认取消并退款",
    keep: "不取消，继续等待",
    lateTitle: "卡密已经备好",
    lateText: "在您取消之前已经到货，卡密已为您备好，因此订单没有取消。"
  )

  private static let english = CancelWords(
    button: "Cancel and get the money back",
    title: "Cancel this order?",
    lead: "You lose your place in line and get no codes, and all of your money goes back the way "
      + "it was paid. This cannot be undone.",
    confirm: "Cancel the order",
    keep: "Keep waiting",
    lateTitle: "Your codes are ready",
    lateText: "They came before you cancelled, so the order was not cancelled: your codes are here."
  )
}
