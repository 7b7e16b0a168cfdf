import Payments
import Shop

/// The page of a checkout: what is bought, for how much, and what happens next.
///
/// Whoever knows its address may see it, so it shows no code; whole email address and link to the
/// order only in the browser that began the checkout.
struct CheckoutStatusPage {
  let checkout: Checkout.BuyerView.Facts
  /// Nil in every browser but the one that began it.
  let own: Checkout.OwnView?
  let state: CheckoutState
  let frame: PageFrame
  /// Whether the buyer has just come from the shop and goes on to the provider at once.
  let goesOn: Bool
  /// The page's own URL, for buyers who need another browser.
  let address: String
  /// Whether it is shown on a phone, which cannot scan its own screen.
  let isPhone: Bool
  let now: Timestamp

  private var words: PayWords { .of(frame.language) }
  private var paysInWeChat: Bool {
    AdapterTable.facts(of: checkout.provider)?.paysInWeChat ?? false
  }
  private var provider: String { frame.words.name(of: checkout.provider) }

  func html() -> String {
    let lines = lines
    var values: [String: Any?] = [
      "word": state.word,
      "what": "\(checkout.line.title) × \(checkout.line.quantity)",
      "amount": isToPay ? PriceText(checkout.amount, in: frame.language).text : nil,
      "left": minutesLeft,
      "lead": filled(lines.lead),
      "facts": facts,
      "more": lines.more.map(filled),
      "confirming": isConfirming,
      "own": ownValues,
      "link": link.map {
        ["url": $0.url, "label": $0.label, "kind": $0.isQuiet ? "plain" : "main"]
      },
    ]
    if case .identifying(let url) = state {
      values["go"] = ["url": url, "label": filled(words.goButton)]
    }
    if case .wrongBrowser = state {
      let own = frame.words
      values["copied"] = [
        "address": address + "?go=1", "label": words.copyLink, "done": own.copied,
        "manual": own.copyByHand,
      ]
    }
    if let step { values.merge(self.values(of: step)) { _, new in new } }
    return frame.render(
      "pay",
      title: filled(lines.title),
      script: script,
      values
    )
  }

  /// The value of the `Refresh` header: seconds and URL; nil when the page does not reload.
  func refresh(at now: Timestamp) -> String? {
    let page = Route.checkoutPage(checkout.reference).path
    switch state {
    case .waiting(.redirect(let url)) where goesOn: return "0;url=\(url)"
    // The script sends the form or follows the link; a reload would interrupt it.
    case .waiting(.form) where goesOn, .waiting(.referredRedirect) where goesOn: return nil
    // WeChat's payment sheet covers the page, which reloads under it.
    case .waiting(.bridge): return "20;url=\(page)"
    case .identifying(let url): return goesOn ? "0;url=\(url)" : nil
    case .wrongBrowser: return "3;url=\(page)"
    case .waiting, .declined, .confirming:
      return now < checkout.expiresAt ? "3;url=\(page)" : "30;url=\(page)"
    case .inLine(let position):
      // So that the buyer goes on to the provider at once when it is ready.
      return "\(seconds(to: position, at: now));url=\(page)?go=1"
    case .expired, .underWay: return "60;url=\(page)"
    case .paid(.ready): return "5;url=\(page)"
    case .paid(.waiting), .checked: return "60;url=\(page)"
    case .paid, .unready, .refused: return nil
    }
  }

  /// In how many seconds a page in the queue reloads: soon at first, and not before anything can
  /// change.
  private func seconds(to position: QueuePosition, at now: Timestamp) -> Int64 {
    let usual = OpeningSchedule.refreshSeconds(enteredAt: checkout.createdAt, at: now)
    switch position {
    case .opening, .slow: return usual
    case .inLine(_, let seconds): return min(max(usual, seconds / 2), Self.longestLookSeconds)
    case .pausing(let until):
      let rest = (until.milliseconds - now.milliseconds) / 1000 + 1
      return min(max(usual, rest), Self.longestLookSeconds)
    }
  }

  private static let longestLookSeconds: Int64 = 15

  private var isConfirming: Bool {
    if case .confirming = state { true } else { false }
  }

  private var step: PayStep? {
    switch state {
    case .waiting(let step): step
    case .declined(let step): step
    case .confirming(let step): step
    case .identifying, .underWay, .wrongBrowser, .inLine, .refused, .unready, .expired, .paid,
      .checked:
      nil
    }
  }

  private var script: Asset? {
    switch state {
    case .waiting(.form), .waiting(.referredRedirect): .payScript
    case .waiting(.bridge), .confirming(.bridge): .bridgeScript
    case .wrongBrowser: .copyScript
    case .waiting, .confirming, .declined, .identifying, .underWay, .inLine, .refused, .unready,
      .expired, .paid, .checked:
      nil
    }
  }

  /// Whether the page sends its origin as referrer, since the provider requires it.
  var sendsOrigin: Bool {
    if case .referredRedirect = step { true } else { false }
  }

  private var lines: (title: String, lead: String, more: String?) {
    switch state {
    case .waiting(.scan(let text)) where opensHere(text): (words.waitingTitle, words.scanHere, nil)
    case .waiting(.scan):
      (
        words.waitingTitle, words.scanText,
        words.scanOnPhone + (paysInWeChat ? words.scanNotSaved : "")
      )
    case .waiting(.bridge): (words.waitingTitle, words.bridgeText, nil)
    case .waiting: (words.waitingTitle, words.goText, nil)
    case .identifying: (words.waitingTitle, words.identifyText, nil)
    case .wrongBrowser(.browser):
      (
        words.elsewhereTitle,
        paysInWeChat ? words.elsewhereInsideText : words.elsewhereText,
        words.elsewhereMore
      )
    case .wrongBrowser(.app): (words.appTitle, words.appText, words.elsewhereMore)
    case .declined: (words.declinedTitle, words.declinedText, nil)
    case .confirming: (words.confirmingTitle, words.confirmingText, nil)
    case .underWay: (words.underWayTitle, words.underWayText, words.underWayMore)
    case .inLine(let position): lines(of: position)
    case .refused: (words.refusedTitle, words.refusedByProvider, nil)
    case .unready: (words.unreadyTitle, words.unreadyText, nil)
    case .expired: (words.expiredTitle, words.expiredText, words.expiredPaid)
    case .checked, .paid(.checked), .paid(.disputed):
      (words.checkedTitle, words.checkedText, nil)
    case .paid(.waiting): (words.paidTitle, words.stockText, nil)
    case .paid(let order) where ownLead(order) != nil:
      (words.paidTitle, ownLead(order) ?? "", nil)
    case .paid(.ready):
      (words.paidTitle, isLink ? words.linkReadyText : words.readyText, words.paidHint)
    case .paid(.delivered):
      (words.paidTitle, isLink ? words.linkSentText : words.sentText, words.paidHint)
    case .paid(.refunded): (words.refundedTitle, words.refundedText, nil)
    case .paid(.cancelled): (words.orderCancelledTitle, words.orderCancelledText, nil)
    }
  }

  /// Whether the letter holds only a link, and the codes are on the order's page.
  var isLink: Bool { checkout.line.kind == .link }

  /// Whether the text to scan is a URL that opens the provider's app on this phone.
  private func opensHere(_ code: String) -> Bool { isPhone && code.hasPrefix("http") }

  private func lines(of position: QueuePosition) -> (title: String, lead: String, more: String?) {
    switch position {
    case .opening: (words.openingTitle, words.openingText, nil)
    case .inLine(let place, let seconds):
      (words.lineTitle, words.lineText(place, max(seconds, 1)), words.lineKept)
    case .slow(let place):
      (words.slowTitle, words.slowText, place.map(words.slowPlace) ?? words.lineKept)
    case .pausing(let until):
      (words.pausingTitle, words.pausingText(until.clockText(in: frame.language)), words.lineKept)
    }
  }

  private func values(of step: PayStep) -> [String: Any?] {
    let label = isConfirming ? words.confirmingNotYet : filled(words.goButton)
    switch step {
    case .redirect(let url): return ["go": ["url": url, "label": label]]
    // The worker's own address asks for a new link when the kept one is too old to follow.
    case .referredRedirect:
      return ["go": ["url": Route.checkoutPay(checkout.reference).path, "label": label]]
    case .bridge(let fields):
      let rows = fields.map { ["name": $0.name, "value": $0.value] }
      let back = Route.checkoutReturn(checkout.reference).path
      return [
        "bridge": [
          "url": back, "fields": rows, "label": isConfirming ? label : words.bridgeButton,
          "cancelled": words.bridgeCancelled, "failed": words.bridgeFailed,
          "scriptless": words.bridgeScriptless,
        ] as [String: Any]
      ]
    case .scan(let text):
      let title = filled(words.scanPicture)
      return [
        "qr": isConfirming ? nil : QRCode(text)?.svg(title: title),
        "go": opensHere(text) ? ["url": text, "label": label] : nil,
      ]
    case .form(let url, let fields):
      let rows = fields.map { ["name": $0.name, "value": $0.value] }
      return ["form": ["url": url, "fields": rows, "label": label] as [String: Any]]
    }
  }

  private var link: Link? {
    switch state {
    case .expired, .unready: Link(url: productURL, label: words.againButton)
    case .refused: Link(url: productURL, label: words.otherWay)
    case .waiting(.scan), .waiting(.bridge), .wrongBrowser, .declined:
      Link(url: productURL, label: words.otherWay, isQuiet: true)
    case .inLine(.slow), .inLine(.pausing):
      Link(url: productURL, label: words.otherWay, isQuiet: true)
    case .paid where own?.token != nil: nil
    case .paid(.refunded): Link(url: frame.shopURL, label: frame.words.backToShop, isQuiet: true)
    case .paid: Link(toLookup: frame)
    // `again=1` shows the code to scan again, though the payment is still being confirmed.
    case .confirming(.scan):
      Link(
        url: Route.checkoutPage(checkout.reference).path + "?again=1",
        label: words.confirmingNotYet,
        isQuiet: true
      )
    case .waiting, .confirming, .identifying, .underWay, .inLine, .checked: nil
    }
  }

  /// Whether the buyer still has to pay, so that the amount stands on top.
  private var isToPay: Bool {
    switch state {
    case .waiting, .declined, .confirming, .identifying, .wrongBrowser, .inLine: true
    case .underWay, .refused, .unready, .expired, .paid, .checked: false
    }
  }

  /// How long the buyer has to pay, where that is what the page asks for.
  private var minutesLeft: String? {
    switch state {
    case .waiting, .declined, .identifying, .wrongBrowser: break
    case .confirming, .underWay, .inLine, .refused, .unready, .expired, .paid, .checked: return nil
    }
    let seconds = (checkout.payUntil.milliseconds - now.milliseconds) / 1000
    return words.minutesLeft(Int(max(seconds, 0) / 60))
  }

  private var productURL: String { frame.productURL(checkout.line.sku) }

  /// Where the mail goes, whole in the browser that may see it.
  private var recipient: String { own?.email.text ?? checkout.maskedEmail }

  private var facts: [FactRow] {
    let common = frame.words
    var rows = [
      FactRow(common.product, checkout.line.title),
      FactRow(common.quantity, String(checkout.line.quantity)),
    ]
    if !isToPay { rows.append(.money(common.total, checkout.amount, in: frame.language)) }
    rows += [FactRow(words.provider, provider), FactRow(common.email, recipient)]
    switch state {
    case .wrongBrowser, .waiting, .declined:
      rows.append(FactRow(words.payUntil, checkout.payUntil.minuteText(in: checkout.language)))
    case .confirming, .identifying, .underWay, .inLine, .refused, .unready, .expired, .paid,
      .checked:
      break
    }
    rows.append(FactRow(common.order, checkout.reference.text, mono: true))
    return rows
  }

  func filled(_ text: String) -> String {
    words.naming(frame.words.shortName(of: checkout.provider), in: text)
      .split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
      .joined(separator: recipient)
  }
}
