import Payments
import Shop
import Testing

/// What the tests of every dialect have in common: a shop, its key, one order of 97.00.
enum PretendEPay {
  static let key = "ihtDip7dF5msdC1tdcdGp6f3GzEuGxdH"
  static let number = "20266877116583255851"
  static let reference = Reference("CSZTL2EYAMJZ00010001")
  static let call = Call(now: now) { "nonce" }

  static func yuan(_ units: Int64) throws -> Money {
    Money(minorUnits: units, currency: try #require(Currency("CNY")))
  }

  /// A title with what would make the signed text ambiguous.
  static func request() throws -> StartRequest {
    let price = try yuan(4_850)
    let checkout = Checkout(
      reference: try #require(reference),
      provider: .epay,
      line: Checkout.Line(
        sku: try #require(SKU("STEAM-50")),
        quantity: 2,
        unitPrice: price,
        title: "礼品卡 & 50 元",
        faceValue: "50",
        kind: .code,
        redeem: .none
      ),
      email: try #require(EmailAddress("buyer@example.com")),
      language: .chinese,
      amount: try #require(price.times(2)),
      createdAt: now,
      expiresAt: now.advanced(seconds: Checkout.lifetimeSeconds)
    )
    return StartRequest(
      checkout: checkout,
      isPhone: false,
      buyerAddress: "192.0.2.1",
      notifyURL: "https://p.example/n",
      returnURL: "https://p.example/r",
      cancelURL: "https://p.example/c"
    )
  }
}
