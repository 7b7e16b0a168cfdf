package import Shop

/// What a buyer sent with `POST /checkout`, as it came and as it was understood.
package struct CheckoutForm: Equatable, Sendable {
  let sku: String
  let quantity: String
  let email: String
  /// Nil when the form does not say.
  let provider: String?
  let language: Language

  /// Takes the fields; a missing one counts as empty, a missing quantity as 1.
  ///
  /// Who reads the shop in a language that the worker does not speak is answered in English.
  package init(_ fields: FormFields, orElse fallback: Language) {
    sku = fields["sku"] ?? ""
    quantity = (fields["quantity"] ?? "1").trimmed
    email = (fields["email"] ?? "").trimmed
    provider = fields["provider"]
    language = fields["locale"].map { Language(tag: $0) ?? .english } ?? fallback
  }

  /// A field that the buyer can correct.
  package enum Fault: Equatable, Sendable {
    case quantity(limit: Int)
    case email
    case provider
  }

  /// What comes of reading the form against the catalog.
  package enum Reading: Equatable, Sendable {
    case valid(CheckoutRequest)
    /// All faults at once.
    case faulty([Fault])
    /// Nothing of that SKU is for sale.
    case gone
  }

  /// What is to be paid, or the price of one where the quantity is none; nil when nothing of that
  /// SKU is for sale.
  func amount(in catalog: Catalog) -> Money? {
    guard let product = SKU(sku).flatMap(catalog.product), let price = price(of: product) else {
      return nil
    }
    return quantity(of: product).flatMap(price.times) ?? price
  }

  private func price(of product: CatalogDocument.ProductEntry) -> Money? {
    Currency(product.currency).map { Money(minorUnits: product.priceMinor, currency: $0) }
  }

  /// Nil where so many cannot be bought at once.
  private func quantity(of product: CatalogDocument.ProductEntry) -> Int? {
    Int(quantity).flatMap { (1...product.limit).contains($0) ? $0 : nil }
  }

  /// Checks every field, against the products for sale and the providers that can be paid through.
  ///
  /// A form that names no provider means the only one, if there is only one.
  package func read(in catalog: Catalog, providers: [Provider]) -> Reading {
    guard let sku = SKU(sku), let product = catalog.product(sku),
      let unitPrice = price(of: product),
      let kind = DeliveryKind(rawValue: product.delivery)
    else { return .gone }
    var faults: [Fault] = []
    let quantity = quantity(of: product)
    if quantity == nil { faults.append(.quantity(limit: product.limit)) }
    let email = EmailAddress(email)
    if email == nil { faults.append(.email) }
    let only = providers.count == 1 ? providers.first : nil
    let named = provider.map { Provider(rawValue: $0) } ?? only
    let provider = named.flatMap { providers.contains($0) ? $0 : nil }
    if provider == nil { faults.append(.provider) }
    guard let quantity, let email, let provider else { return .faulty(faults) }
    let line = Line(
      sku: sku,
      quantity: quantity,
      unitPrice: unitPrice,
      title: catalog.text(product.title, in: language),
      faceValue: product.faceValue,
      kind: kind,
      redeem: catalog.redeem(product, in: language)
    )
    return .valid(
      CheckoutRequest(provider: provider, line: line, email: email, language: language)
    )
  }
}

/// A form in which everything is right.
package struct CheckoutRequest: Equatable, Sendable {
  package let provider: Provider
  package let line: Line
  package let email: EmailAddress
  package let language: Language

  /// The checkout to be opened; nil when the amount does not fit.
  func checkout(reference: Reference, at now: Timestamp) -> Checkout? {
    guard let amount = line.unitPrice.times(line.quantity) else { return nil }
    return Checkout(
      reference: reference,
      provider: provider,
      line: line,
      email: email,
      language: language,
      amount: amount,
      createdAt: now,
      expiresAt: now.advanced(seconds: Checkout.lifetimeSeconds)
    )
  }
}

extension String {
  /// Without spaces at either end.
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
