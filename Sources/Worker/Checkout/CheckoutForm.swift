package import Shop

/// What a buyer sent with `POST /checkout`, as it came and as it was understood.
package struct CheckoutForm: Equatable, Sendable {
  let sku: String
  let quantity: String
  /// The address with obvious typing mistakes mended.
  let email: TypedAddress
  /// The address that the buyer was asked about and keeps as it is.
  let kept: String?
  /// The name of a way to pay, or of a provider alone; nil when the form does not say.
  let provider: String?
  /// The currency that was chosen apart from the provider; nil when the form does not say.
  let currency: String?
  let language: Language
  /// Whether the buyer pays for what has to wait.
  let waits: Bool

  /// Takes the fields; a missing one counts as empty, a missing quantity as 1.
  ///
  /// Buyers whose language the worker does not speak are answered in English.
  package init(_ fields: FormFields, orElse fallback: Language) {
    sku = fields["sku"] ?? ""
    quantity = (fields["quantity"] ?? "1").trimmed
    email = TypedAddress(fields["email"] ?? "")
    kept = fields["kept"]
    provider = fields["provider"]
    currency = fields["currency"]
    waits = fields["wait"] == "yes"
    language = fields["locale"].map { Language(tag: $0) ?? .english } ?? fallback
  }

  /// The form that a checkout was made of; without an address when `email` is nil.
  init(_ checkout: Checkout.BuyerView.Facts, email: EmailAddress?) {
    sku = checkout.line.sku.text
    quantity = String(checkout.line.quantity)
    self.email = TypedAddress(email?.text ?? "")
    kept = nil
    provider = checkout.provider.rawValue
    currency = checkout.amount.currency.code
    language = checkout.language
    waits = false
  }

  /// A field that the buyer can correct.
  package enum Fault: Equatable, Sendable {
    case quantity(limit: Int)
    case email
    /// No mail can be delivered to its domain.
    case domain(String)
    case provider
  }

  /// What comes of reading the form against the catalog.
  package enum Reading: Equatable, Sendable {
    case valid(CheckoutRequest)
    /// All faults at once.
    case faulty([Fault])
    /// The SKU is not for sale.
    case gone
  }

  /// The ways to pay for the quantity, or for one if the quantity is not valid; empty when the SKU
  /// is not for sale.
  ///
  /// The amounts come from the catalog, never from the form.
  package func ways(in catalog: Catalog, through providers: [Provider]) -> [Payment.Way] {
    guard let product = SKU(sku).flatMap(catalog.product), let prices = product.prices else {
      return []
    }
    let quantity = quantity(of: product) ?? 1
    return Payment.Way.all(at: prices, times: quantity, through: providers)
  }

  /// The quantities to choose from; empty when the SKU is not for sale.
  func choices(in catalog: Catalog, through providers: [Provider]) -> [Payment.Choice] {
    guard let product = SKU(sku).flatMap(catalog.product), let prices = product.prices else {
      return []
    }
    return Payment.Choice.all(at: prices, upTo: product.limit, through: providers)
  }

  /// The way to pay that the form names; nil when it is none of them.
  ///
  /// A form that names no provider means the only way, if there is only one.
  func way(among ways: [Payment.Way]) -> Payment.Way? {
    guard let provider else {
      let only = ways.count == 1 ? ways.first : nil
      return currency == nil || currency == only?.amount.currency.code ? only : nil
    }
    return ways.first { $0.isMeant(byProvider: provider, currency: currency) }
  }

  /// The address to ask the buyer about; nil when they have kept theirs or it looks right.
  package var questioned: EmailAddress? {
    kept == email.text ? nil : MistypedAddress.meant(by: email)
  }

  /// The quantity as a number; nil when it is none, below 1 or above the product's limit.
  private func quantity(of product: CatalogDocument.ProductEntry) -> Int? {
    Int(quantity).flatMap { (1...product.limit).contains($0) ? $0 : nil }
  }

  /// Checks every field against the products for sale and the ways to pay.
  package func read(in catalog: Catalog, ways: [Payment.Way]) -> Reading {
    guard let sku = SKU(sku), let product = catalog.product(sku), let prices = product.prices
    else { return .gone }
    var faults: [Fault] = []
    let quantity = quantity(of: product)
    if quantity == nil { faults.append(.quantity(limit: product.limit)) }
    let email = email.address
    if email == nil { faults.append(.email) }
    let way = way(among: ways)
    if way == nil { faults.append(.provider) }
    guard let quantity, let email, let way else { return .faulty(faults) }
    guard let unitPrice = prices.first(where: { $0.currency == way.amount.currency }) else {
      return .gone
    }
    let line = Checkout.Line(
      sku: sku,
      quantity: quantity,
      unitPrice: unitPrice,
      title: catalog.text(product.title, in: language),
      faceValue: product.faceValueText(in: language),
      kind: product.delivery,
      redeem: catalog.redeem(product, in: language)
    )
    return .valid(
      CheckoutRequest(
        way: way,
        line: line,
        email: email,
        language: language,
        kept: kept,
        waits: waits && product.whenOut == .queue
      )
    )
  }
}

/// A form without faults: what is to be bought, how it is paid, and who gets it.
package struct CheckoutRequest: Equatable, Sendable {
  /// How the buyer pays.
  package let way: Payment.Way
  /// What is bought.
  package let line: Checkout.Line
  /// Where the codes go.
  package let email: EmailAddress
  /// The language of the pages and letters for the buyer.
  package let language: Language
  /// The address that the buyer was asked about and keeps as it is.
  let kept: String?
  /// Whether the buyer knows that it may have to wait; never of a product that does not.
  package let waits: Bool

  /// The form as it was filled in, for the hidden fields of a page; `changes` are what another
  /// answer changes in it, and nil is what a button says itself.
  func fields(_ changes: [String: String?] = [:]) -> [[String: String]] {
    var fields: [(name: String, value: String?)] = [
      ("sku", line.sku.text), ("quantity", String(line.quantity)), ("email", email.text),
      ("locale", language.tag), ("provider", way.name), ("kept", kept),
      ("wait", waits ? "yes" : nil),
    ]
    for index in fields.indices {
      if let change = changes[fields[index].name] { fields[index].value = change }
    }
    return fields.compactMap { name, value in value.map { ["name": name, "value": $0] } }
  }

  var provider: Provider { way.provider }

  /// The checkout to be opened; nil when the amount is too large for `Money`.
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
