import Shop

/// The checkout form shown again with all fields as typed, and why.
struct CheckoutPage {
  let form: CheckoutForm
  let occasion: Occasion
  /// The ways to pay, in the order in which they are offered.
  let ways: [Payment.Way]
  /// The quantities to choose from.
  let choices: [Payment.Choice]
  let frame: PageFrame

  /// Why the form is shown again.
  enum Occasion: Equatable {
    /// Every fault is named.
    case faulty([CheckoutForm.Fault])
    /// The buyer turned back at the provider, who says now that nobody has paid if `isUnpaid`.
    case cancelled(Reference, isUnpaid: Bool)
  }

  func html() -> String {
    let words = frame.words
    let product = SKU(form.sku).flatMap(frame.catalog.product)
    var values: [String: Any?] = [
      "lead": words.checkoutText,
      "hasFaults": !faults.isEmpty,
      "faults": faults.map { ["field": field(of: $0), "text": text(of: $0)] },
      "facts": facts(of: product),
      "sku": form.sku,
      "waits": form.waits,
      "quantities": quantities,
      "isUnchosen": !choices.contains { String($0.quantity) == form.quantity },
      "email": form.email.text,
      "hasWays": ways.count > 1,
      "ways": ways.map(option),
      "provider": ways.count > 1 ? nil : ways.first?.name,
      "chooseProvider": PayWords.of(frame.language).provider,
      "providerFault": faults.first { $0 == .provider }.map(text),
      "emailHint": product?.delivery == .link
        ? words.emailHintLink : words.emailHint,
      "quantityFault": faults.first { field(of: $0) == "quantity" }.map(text),
      "emailFault": faults.first { field(of: $0) == "email" }.map(text),
    ]
    if case .cancelled(let reference, let isUnpaid) = occasion {
      let own = PayWords.of(frame.language)
      values["word"] = isUnpaid ? "cancelled" : "unknown"
      values["lead"] = isUnpaid ? own.cancelledText : own.unknownText
      values["link"] =
        isUnpaid ? nil : ["url": Route.checkoutPage(reference).path, "label": own.unknownLink]
    }
    return frame.render("checkout", title: title, values)
  }

  private var title: String {
    switch occasion {
    case .faulty: frame.words.checkoutTitle
    case .cancelled: PayWords.of(frame.language).cancelledTitle
    }
  }

  private var faults: [CheckoutForm.Fault] {
    switch occasion {
    case .faulty(let faults): faults
    case .cancelled: []
    }
  }

  /// Each quantity with what it costs: in the only way's currency, or in all of them.
  private var quantities: [[String: Any]] {
    let only = ways.count > 1 ? nil : ways.first?.amount.currency
    return choices.map { choice in
      let totals = choice.totals.filter { $0.currency == only ?? $0.currency }
        .map { PriceText($0, in: frame.language).text }
      let number = String(choice.quantity)
      return [
        "number": number, "text": frame.words.quantityTotal(number, totals),
        "isChosen": number == form.quantity,
      ]
    }
  }

  private func option(_ way: Payment.Way) -> [String: Any] {
    let isOneCurrency = ways.allSatisfy(\.isOwnCurrency)
    return [
      "provider": way.name, "label": frame.words.name(of: way, withAmount: !isOneCurrency),
      "isChosen": way == form.way(among: ways),
    ]
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
