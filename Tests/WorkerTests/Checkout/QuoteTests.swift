import Payments
import Shop
import Storage
import Testing
import Transport

@testable import Worker

/// What a form may buy, and the exact quote (I4).
@Suite(.timeLimit(.minutes(20)))
struct QuoteTests {
  /// A catalog with the sample product at a price, with limit 5.
  private static func catalog(_ priceMinor: Int64, _ currency: String = "CNY") -> Catalog {
    var document = Sample.catalog
    document.products[0].priceMinor = priceMinor
    document.products[0].currency = currency
    return Catalog(document)
  }

  private func read(
    _ catalog: Catalog,
    quantity: String,
    provider: String? = "paypal",
    offered: [Provider] = [.paypal]
  ) throws -> CheckoutForm.Reading {
    let named = provider.map { "&provider=\($0)" } ?? ""
    let text = "sku=GC-25&quantity=\(quantity)&email=b%40example.com&locale=en\(named)"
    let fields = try unwrapped(FormFields(parsing: Array(text.utf8)))
    let form = CheckoutForm(fields, orElse: .english)
    return form.read(in: catalog, ways: form.ways(in: catalog, through: offered))
  }

  @Test(arguments: [1, 7, 4_857, 4_850, 99_999, 10_000_000_000] as [Int64], 1...5)
  func `quotes the price to its last minor unit, times the quantity`(
    priceMinor: Int64,
    quantity: Int
  ) throws {
    let reading = try read(Self.catalog(priceMinor), quantity: "\(quantity)")
    guard case .valid(let request) = reading else {
      Issue.record("\(reading)")
      return
    }
    #expect(request.line.quantity == quantity)
    #expect(request.line.unitPrice.minorUnits == priceMinor)
    let reference = try unwrapped(Reference("CSZTL2EYAMJZ0007"))
    let checkout = try unwrapped(request.checkout(reference: reference, at: Sample.now))
    #expect(checkout.amount.minorUnits == priceMinor * Int64(quantity))
    #expect(checkout.amount.currency == request.line.unitPrice.currency)
  }

  @Test(arguments: ["0", "-1", "6", "50", "1.5", "", "x", "9223372036854775808"])
  func `refuses any quantity but 1 to the limit`(quantity: String) throws {
    let reading = try read(Self.catalog(4_850), quantity: quantity)
    #expect(reading == .faulty([.quantity(limit: 5)]))
  }

  @Test(
    arguments: [
      ("stripe", [.stripe, .alipay], true), ("alipay", [.stripe], false),
      ("paypal", [.stripe, .alipay], false), ("cheque", [.stripe], false), ("", [.stripe], false),
      (nil, [.stripe], true), (nil, [.stripe, .alipay], false), ("stripe", [], false),
    ] as [(String?, [Provider], Bool)]
  )
  func `takes no provider but one that is offered`(
    provider: String?,
    offered: [Provider],
    isTaken: Bool
  ) throws {
    let reading = try read(
      Self.catalog(4_850),
      quantity: "1",
      provider: provider,
      offered: offered
    )
    if case .valid = reading { #expect(isTaken) } else { #expect(reading == .faulty([.provider])) }
    #expect(isTaken == (reading != .faulty([.provider])))
  }

  @Test func `offers no provider for a currency that it does not take`() async throws {
    var options = LiveWorker.Options.stocked
    options.adapters = [PlayedAdapter<WeChatPart>(), PlayedAdapter<UnionPayPart>()]
    var document = Sample.catalog
    document.products[0].currency = "USD"
    options.catalog = document
    try await LiveWorker.run(options) { worker async throws in
      for provider in ["wechatpay", "unionpay"] {
        let form = "sku=GC-25&quantity=1&email=b%40example.com&locale=en&provider=\(provider)"
        let answer = try await worker.post("/checkout", form: form)
        #expect(answer.status == 422, "\(provider)")
        #expect(!answer.text.contains("value=\"\(provider)\""))
      }
      #expect(try worker.store.unpaidCheckouts(since: Sample.now, limit: 9).isEmpty)
    }
  }
}
