import Shop
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(20)))
struct CheckoutWordsTests {
  @Test(arguments: [
    ("使用%付款", "PayPal", "使用 PayPal 付款"), ("使用%付款", "微信支付", "使用微信支付付款"),
    ("%没有接受", "Stripe", "Stripe 没有接受"), ("。%没有", "Stripe", "。Stripe 没有"),
    ("Go to %", "PayPal", "Go to PayPal"), ("没有名字", "PayPal", "没有名字"),
  ])
  func `a Latin name stands off Chinese`(text: String, name: String, said: String) {
    #expect(PayWords.chinese.naming(name, in: text) == said)
  }

  @Test(arguments: [
    (DeliveryKind.code, Language.english, "The codes and a link to your order are on their way"),
    (.link, .english, "A link to your order is on its way to b…@example.com"),
    (.code, .chinese, "卡密和订单链接正在发往"), (.link, .chinese, "订单链接正在发往 b…@example.com"),
  ])
  func `says what the letter holds`(kind: DeliveryKind, language: Language, words: String) throws {
    #expect(try page(.paid(.ready), kind, language).contains(words))
  }

  @Test func `the refund's page names who takes the time, not a way to pay`() throws {
    #expect(try page(.paid(.refunded), .code, .english).contains("depends on Stripe."))
  }

  @Test func `a page that needs a script says so without one, and offers another way`() throws {
    let step = PayStep.bridge(fields: [])
    let html = try page(.waiting(step), .code, .english)
    #expect(html.contains("<noscript><p class=\"fault\">Paying inside WeChat needs JavaScript."))
    #expect(html.contains("<button type=\"submit\" hidden"))
    #expect(html.contains("Choose another way to pay"))
  }

  private func page(
    _ state: CheckoutState,
    _ kind: DeliveryKind,
    _ language: Language
  ) throws -> String {
    let price = Money(minorUnits: 4_850, currency: try unwrapped(Currency("CNY")))
    let checkout = Checkout(
      reference: try unwrapped(Reference(Sale.reference)),
      provider: .stripe,
      line: Checkout.Line(
        sku: try unwrapped(SKU(Sample.sku)),
        quantity: 1,
        unitPrice: price,
        title: "Card",
        faceValue: "50",
        kind: kind,
        redeem: RedeemInstructions(html: "", text: "")
      ),
      email: try unwrapped(EmailAddress("b@example.com")),
      language: language,
      amount: price,
      createdAt: Sample.now,
      expiresAt: Sample.now.advanced(seconds: Checkout.lifetimeSeconds)
    )
    return CheckoutStatusPage(
      checkout: Checkout.BuyerView.Facts(checkout),
      own: nil,
      state: state,
      frame: PageFrame(catalog: Catalog(Sample.catalog), language: language),
      goesOn: false,
      address: "https://pay.example.com/checkouts/X",
      isPhone: false,
      now: Sample.now
    ).html()
  }
}
