import Payments
import Shop
import Testing

extension StartRequest {
  /// A request for a buyer of cards at 48.50 each.
  ///
  /// `units` is one card's price in minor units.
  static func sample(
    _ provider: Provider,
    quantity: Int = 1,
    units: Int64 = 4_850,
    currency: String = "CNY",
    title: String = "礼品卡 & 50 元+",
    language: Language = .chinese,
    isPhone: Bool = false,
    app: BuyerApp? = nil,
    payerID: String? = nil,
    createdAt: Timestamp = now,
    notifyURL: String? = nil,
    returnURL: String = "https://pay.example/checkouts/CSZTL2EYAMJZ00010001/return",
    cancelURL: String = "https://shop.example/products/steam-50/",
    buyerAddress: String = "192.0.2.1"
  ) throws -> StartRequest {
    let price = Money(minorUnits: units, currency: try #require(Currency(currency)))
    let checkout = Checkout(
      reference: try #require(Reference("CSZTL2EYAMJZ00010001")),
      provider: provider,
      line: Checkout.Line(
        sku: try #require(SKU("STEAM-50")),
        quantity: quantity,
        unitPrice: price,
        title: title,
        faceValue: "50",
        kind: .code,
        redeem: .none
      ),
      email: try #require(EmailAddress("buyer@example.com")),
      language: language,
      amount: try #require(price.times(quantity)),
      createdAt: createdAt,
      expiresAt: now.advanced(seconds: Checkout.lifetimeSeconds)
    )
    return StartRequest(
      checkout: checkout,
      isPhone: isPhone,
      app: app,
      payerID: payerID,
      buyerAddress: buyerAddress,
      notifyURL: notifyURL ?? "https://pay.example/webhooks/\(provider.rawValue)",
      returnURL: returnURL,
      cancelURL: cancelURL
    )
  }
}
