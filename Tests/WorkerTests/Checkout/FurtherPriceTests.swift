import Payments
import Shop
import Storage
import Testing
import Transport

@testable import Worker

/// A product with prices in several currencies is quoted in the one that the buyer chooses, at the
/// catalog's price, whatever the form says.
@Suite(.timeLimit(.minutes(20)))
struct FurtherPriceTests {
  private static var document: CatalogDocument {
    var document = Sample.catalog
    document.products[0].furtherPrices = [
      CatalogDocument.PriceEntry(minor: 680, currency: "USD"),
      CatalogDocument.PriceEntry(minor: 1_050, currency: "JPY"),
    ]
    return document
  }

  private static func form(_ more: String, quantity: Int = 1) -> String {
    "sku=GC-25&quantity=\(quantity)&email=b%40example.com&locale=en\(more)"
  }

  private func reading(_ more: String, quantity: Int = 1) throws -> CheckoutForm.Reading {
    let text = Self.form(more, quantity: quantity)
    let fields = try unwrapped(FormFields(parsing: Array(text.utf8)))
    let form = CheckoutForm(fields, orElse: .english)
    let catalog = Catalog(Self.document)
    return form.read(in: catalog, ways: form.ways(in: catalog, through: [.alipay, .paypal]))
  }

  @Test(
    arguments: [
      ("&provider=paypal", "CNY", 4_850), ("&provider=paypal-USD", "USD", 680),
      ("&provider=paypal-JPY", "JPY", 1_050), ("&provider=paypal&currency=USD", "USD", 680),
      ("&provider=alipay", "CNY", 4_850), ("&provider=alipay-CNY", "CNY", 4_850),
      ("&provider=paypal-USD&price=1&amount=1&priceMinor=1&unitPrice=1", "USD", 680),
    ] as [(String, String, Int64)],
    1...3
  )
  func `is quoted in the currency that was chosen, by the catalog's price`(
    chosen: (String, String, Int64),
    quantity: Int
  ) throws {
    let reading = try reading(chosen.0, quantity: quantity)
    guard case .valid(let request) = reading else {
      Issue.record("\(chosen.0): \(reading)")
      return
    }
    let reference = try unwrapped(Reference("CSZTL2EYAMJZ0007"))
    let checkout = try unwrapped(request.checkout(reference: reference, at: Sample.now))
    #expect(checkout.amount.currency.code == chosen.1)
    #expect(checkout.amount.minorUnits == chosen.2 * Int64(quantity))
  }

  @Test(arguments: [
    "&provider=alipay-USD", "&provider=alipay&currency=USD", "&provider=paypal-EUR",
    "&provider=paypal-USD&currency=CNY", "&provider=stripe-USD", "&provider=paypal&currency=EUR",
    "&provider=paypal-", "&provider=paypal-usd", "&currency=USD", "",
  ])
  func `a pair that is not offered is refused, and so is no choice at all`(more: String) throws {
    #expect(try reading(more) == .faulty([.provider]))
  }

  @Test func `the page asks again by pairs, and keeps the one that was chosen`() async throws {
    var options = LiveWorker.Options.stocked
    options.adapters = [PlayedAdapter<WeChatPart>(), PlayedAdapter<PayPalPart>()]
    options.catalog = Self.document
    try await LiveWorker.run(options) { worker async throws in
      let open = try await worker.post("/checkout", form: Self.form(""))
      #expect(open.status == 422)
      for way in ["wechatpay", "stripe", "paypal", "stripe-USD", "paypal-USD", "paypal-JPY"] {
        #expect(open.text.contains("name=\"provider\" value=\"\(way)\""), "\(way)")
      }
      #expect(!open.text.contains("wechatpay-"))
      #expect(open.text.contains("PayPal · $6.80"))
      let tooMany = Self.form("&provider=paypal-USD", quantity: 9)
      let kept = try await worker.post("/checkout", form: tooMany)
      #expect(kept.status == 422)
      #expect(kept.text.contains("value=\"paypal-USD\" required checked>"))
      #expect(kept.text.matches(of: /\schecked>/).count == 1)
      #expect(kept.text.contains("<option value=\"2\">2 · CN¥97.00 or $13.60 or "))
      #expect(try worker.store.unpaidCheckouts(since: Sample.now, limit: 9).isEmpty)
      let form = Self.form("&provider=paypal-USD", quantity: 2)
      #expect(try await worker.post("/checkout", form: form).status == 303)
      let opened = try worker.store.unpaidCheckouts(since: Sample.now, limit: 9)
      #expect(opened.map(\.checkout.amount.description) == ["13.60 USD"])
    }
  }

  @Test func `what was paid in another of the product's currencies is held`() async throws {
    var options = Sale.options()
    options.catalog = Self.document
    try await LiveWorker.run(options) { worker async throws in
      try await Sale.open(worker.store)
      try await Sale.stock(worker.store)
      let fact = PaidFact(
        key: Payment.Key(
          paymentID: "pi_other",
          reference: try unwrapped(Reference(Sale.reference))
        ),
        amount: Money(minorUnits: 4_850, currency: try unwrapped(Currency("CNY")))
      )
      let event = PaymentEvent(found: .paid(fact), by: .stripe)
      let settled = try await worker.store.settle(event, at: Sample.now)
      #expect(settled == .held(.currency), "\(settled)")
    }
  }
}
