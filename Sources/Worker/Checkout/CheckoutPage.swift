import Shop

/// The checkout form shown again: all fields as typed, and every fault named.
struct CheckoutPage {
  let form: CheckoutForm
  let faults: [CheckoutForm.Fault]
  /// The ways to pay, in the order in which they are offered.
  let ways: [Payment.Way]
  let frame: PageFrame

  func html() -> String {
    let words = frame.words
    let product = SKU(form.sku).flatMap(frame.catalog.product)
    let limit = product?.limit ?? 1
    return frame.render(
      "checkout",
      title: words.checkoutTitle,
      [
        "faults": faults.map { ["field": field(of: $0), "text": text(of: $0)] },
        "facts": facts(of: product),
        "sku": form.sku,
        "waits": form.waits,
        "quantity": form.quantity,
        "email": form.email.text,
        "hasChoices": choices != nil,
        "choices": choices,
        "provider": choices == nil ? provider : nil,
        "chooseProvider": PayWords.of(frame.language).provider,
        "providerFault": faults.first { $0 == .provider }.map(text),
        "emailHint": product?.delivery == DeliveryKind.link.rawValue
          ? words.emailHintLink : words.emailHint,
        "limit": limit,
        "quantityHint": words.quantityHint(limit),
        "quantityFault": faults.first { field(of: $0) == "quantity" }.map(text),
        "emailFault": faults.first { field(of: $0) == "email" }.map(text),
      ]
    )
  }

  /// The way to pay that the form names; the only one offered when it names another.
  private var provider: String? {
    faults.contains(.provider) ? ways.first?.name : form.way(among: ways)?.name
  }

  /// The ways to choose from, when the form names none that is offered and there are several.
  private var choices: [[String: Any]]? {
    guard faults.contains(.provider), ways.count > 1 else { return nil }
    let isOneCurrency = ways.allSatisfy(\.isOwnCurrency)
    return ways.map { way in
      ["provider": way.name, "label": frame.words.name(of: way, withAmount: !isOneCurrency)]
    }
  }

  /// The product and its price, in the chosen currency or in each.
  private func facts(of product: CatalogDocument.ProductEntry?) -> [FactRow] {
    guard let product, let prices = product.prices else { return [] }
    let chosen = form.way(among: ways)?.amount.currency
    let shown = prices.filter { $0.currency == chosen ?? $0.currency }
    return [FactRow(frame.words.product, frame.catalog.text(product.title, in: frame.language))]
      + shown.map { .money(frame.words.price, $0, in: frame.language) }
  }

  private var hint: String { AddressWords.of(frame.language).hint(for: form.email) }

  private func field(of fault: CheckoutForm.Fault) -> String {
    switch fault {
    case .quantity: "quantity"
    case .email, .domain: "email"
    case .provider: "provider"
    }
  }

  private func text(of fault: CheckoutForm.Fault) -> String {
    switch fault {
    case .quantity(let limit): frame.words.faultQuantity(limit)
    case .email: frame.words.faultEmail + hint
    case .domain(let domain):
      AddressWords.of(frame.language).noMail.replacing("%", with: domain) + hint
    case .provider:
      form.provider == nil
        ? PayWords.of(frame.language).chooseProvider : frame.words.faultProvider
    }
  }
}

/// Says that a provider does not answer, and offers to try it again or to pay in another way.
///
/// Only the buyer who sent the form sees it, so it may repeat what they typed.
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
        "fields": request.fields(["provider": nil]),
        "provider": request.way.name,
        "retry": words.retryButton,
        "others": buttons,
      ]
    )
  }
}
