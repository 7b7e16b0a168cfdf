import Shop

/// What the browser that began the checkout sees of it once it is paid.
extension CheckoutStatusPage {
  /// The values of the template's own section; nil for every other browser.
  var ownValues: [String: Any]? {
    guard let own, let token = own.token, case .paid(let order) = state else { return nil }
    let words = OwnWords.of(frame.language)
    let page = Route.checkoutPage(checkout.reference).path
    let path = Route.order(token).path
    var values: [String: Any] = [
      "page": page,
      "order": path,
      "orderLabel": words.orderPage,
      "until": words.until(own.endsAt.minuteText(in: frame.language)),
      "forget": words.forget,
    ]
    if order.showsCodes {
      values["codes"] = [
        "action": path, "label": frame.words.showCodes, "hint": frame.words.showCodesHint,
      ]
    }
    switch own.correction {
    case .closed: break
    case .open: values["correct"] = ["url": page + "?address=1", "label": words.correct]
    case .made(let disclosed): values["made"] = [filled(words.made), text(of: disclosed, words)]
    }
    return values
  }

  /// The sentence on top, where this browser has the codes themselves; nil where it is everybody's.
  func ownLead(_ order: OrderState) -> String? {
    guard own?.token != nil else { return nil }
    let words = OwnWords.of(frame.language)
    switch order {
    case .ready: return isLink ? words.linkReadyText : words.readyText
    case .delivered: return isLink ? words.linkSentText : words.sentText
    case .waiting, .checked, .refunded, .cancelled, .disputed: return nil
    }
  }

  private func text(of disclosed: Checkout.Correction.Disclosed, _ words: OwnWords) -> String {
    switch disclosed {
    case .nothing: words.disclosedNothing
    case .link: words.disclosedLink
    case .openedLink: words.disclosedOpenedLink
    case .codes: words.disclosedCodes
    }
  }
}
