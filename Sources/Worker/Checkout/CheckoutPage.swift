import Shop

/// The form again, with everything that needs correcting and everything that was right.
struct CheckoutPage {
  let form: CheckoutForm
  let faults: [CheckoutForm.Fault]
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
        "quantity": form.quantity,
        "email": form.email,
        // A form that came with a provider we do not have is sent back with the one we do.
        "provider": faults.contains(.provider) ? Provider.stripe.rawValue : form.provider,
        "limit": limit,
        "quantityHint": words.quantityHint(limit),
        "quantityFault": faults.first { field(of: $0) == "quantity" }.map(text),
        "emailFault": faults.first { $0 == .email }.map(text),
      ]
    )
  }

  private func facts(of product: CatalogDocument.ProductEntry?) -> [FactRow] {
    guard let product, let currency = Currency(product.currency) else { return [] }
    return [
      FactRow(frame.words.product, frame.catalog.text(product.title, in: frame.language)),
      .money(frame.words.price, Money(minorUnits: product.priceMinor, currency: currency)),
    ]
  }

  private func field(of fault: CheckoutForm.Fault) -> String {
    switch fault {
    case .quantity: "quantity"
    case .email: "email"
    case .provider: "provider"
    }
  }

  private func text(of fault: CheckoutForm.Fault) -> String {
    switch fault {
    case .quantity(let limit): frame.words.faultQuantity(limit)
    case .email: frame.words.faultEmail
    case .provider: frame.words.faultProvider
    }
  }
}
