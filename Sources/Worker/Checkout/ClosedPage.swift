import Shop

/// Says that a provider does not answer, and offers to try it again or to pay in another way.
///
/// It answers the buyer's own form, so that what they typed may stand in it.
struct ClosedPage {
  let request: CheckoutRequest
  /// Other ways to pay for it.
  let others: [Provider]
  let frame: PageFrame

  func html() -> String {
    let words = PayWords.of(frame.language)
    let name = { (provider: Provider) in frame.words.name(of: provider) }
    let buttons = others.map { provider in
      [
        "provider": provider.rawValue,
        "label": words.otherButton.replacing("%", with: name(provider)),
      ]
    }
    return frame.render(
      "closed",
      title: frame.words.closedTitle,
      [
        "sku": request.line.sku.text,
        "quantity": request.line.quantity,
        "email": request.email.text,
        "provider": request.provider.rawValue,
        "retry": words.retryButton,
        "others": buttons,
      ]
    )
  }
}
