import Shop

/// The page on which a buyer corrects the address of a paid checkout.
struct CorrectionPage {
  let checkout: Checkout.BuyerView.Facts
  let own: Checkout.OwnView
  let typed: TypedAddress
  let frame: PageFrame

  func html(fault: String? = nil) -> String {
    let words = OwnWords.of(frame.language)
    return frame.render(
      "correct",
      title: words.correctTitle,
      [
        "what": "\(checkout.line.title) × \(checkout.line.quantity)",
        "lead": words.correctText,
        "action": Route.checkoutPage(checkout.reference).path,
        "email": typed.text,
        "fault": fault,
        "hint": words.correctHint,
        "button": words.correctButton,
        "back": words.back,
      ]
    )
  }

  /// Asks which of two addresses is meant.
  func question(_ meant: EmailAddress) -> AddressQuestion {
    AddressQuestion(
      lead: OwnWords.of(frame.language).question,
      action: Route.checkoutPage(checkout.reference).path,
      fields: [["name": "kept", "value": typed.text]],
      typed: typed.text,
      meant: meant,
      facts: [
        FactRow(frame.words.product, checkout.line.title),
        FactRow(frame.words.order, checkout.reference.text, mono: true),
      ],
      frame: frame
    )
  }
}
