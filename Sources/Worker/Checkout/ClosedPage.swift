import Shop

/// Says that a provider does not answer, and offers to try it again or to pay in another way.
///
/// It answers the buyer's own form, so that what they typed may stand in it.
struct ClosedPage {
  let request: CheckoutRequest
  /// Other ways to pay for it.
  let others: [Payment.Way]
  let frame: PageFrame

  func html() -> String {
    let words = PayWords.of(frame.language)
    let isOneCurrency = others.allSatisfy { $0.amount.currency == request.way.amount.currency }
    let buttons = others.map { way in
      let name = frame.words.name(of: way, withAmount: !isOneCurrency)
      return ["provider": way.name, "label": words.otherButton.replacing("%", with: name)]
    }
    return frame.render(
      "closed",
      title: frame.words.closedTitle,
      [
        "sku": request.line.sku.text,
        "quantity": request.line.quantity,
        "email": request.email.text,
        "provider": request.way.name,
        "retry": words.retryButton,
        "others": buttons,
      ]
    )
  }
}
