import Payments
import Shop
import Testing

/// What the tests of every dialect share: a shop, its key, one order of 97.00.
enum PretendEPay {
  static let key = "ihtDip7dF5msdC1tdcdGp6f3GzEuGxdH"
  static let number = "20266877116583255851"
  static let reference = Reference("CSZTL2EYAMJZ00010001")
  static let call = Call(now: now) { "nonce" }

  static func yuan(_ units: Int64) throws -> Money {
    Money(minorUnits: units, currency: try #require(Currency("CNY")))
  }

  /// A request with a title that would make the signed text ambiguous.
  static func request() throws -> StartRequest {
    try .sample(
      .epay,
      quantity: 2,
      title: "礼品卡 & 50 元",
      notifyURL: "https://p.example/n",
      returnURL: "https://p.example/r",
      cancelURL: "https://p.example/c"
    )
  }
}
