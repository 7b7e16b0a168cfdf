import Payments
import Shop
import Storage
import Testing
import Transport
import Worker

@testable import cardstock_worker

/// Which ways to pay are offered for new checkouts.
@Suite(.timeLimit(.minutes(20)))
struct OfferTests {
  private static func form(_ provider: String?) -> String {
    "sku=GC-25&quantity=1&email=b%40example.com&locale=en"
      + (provider.map { "&provider=\($0)" } ?? "")
  }

  @Test func `offer false: refused by the form, in no list, and heard as ever`() async throws {
    var options = Sale.options()
    options.adapters = [PlayedAdapter<WeChatPart>(), PlayedAdapter<EPayPart>()]
    options.withdrawn = [.stripe]
    try await LiveWorker.run(options) { worker async throws in
      let named = try await worker.post("/checkout", form: Self.form("stripe"))
      #expect(named.status == 422)
      let open = try await worker.post("/checkout", form: Self.form(nil))
      #expect(open.status == 422)
      for page in [named, open] {
        #expect(page.text.contains("name=\"provider\" value=\"wechatpay\""))
        #expect(page.text.contains("name=\"provider\" value=\"epay\""))
        #expect(!page.text.contains("name=\"provider\" value=\"stripe\""))
      }
      #expect(try worker.store.unpaidCheckouts(since: Sample.now, limit: 9).isEmpty)
      // An earlier checkout is still paid, and its codes are mailed.
      try await Sale.open(worker.store)
      try await Sale.stock(worker.store)
      #expect(try await Sale.pay(worker).status == 200)
      let order = try worker.store.checkout(try unwrapped(Reference(Sale.reference)))
      #expect(order?.isPaid == true)
    }
  }

  @Test func `offer false of the only provider leaves none to choose`() async throws {
    var options = LiveWorker.Options.stocked
    options.withdrawn = [.stripe]
    try await LiveWorker.run(options) { worker async throws in
      for provider in ["stripe", nil, "nonsense"] {
        let page = try await worker.post("/checkout", form: Self.form(provider))
        #expect(page.status == 503)
        #expect(page.text.contains("takes no new orders at the moment"))
        // There is no button, since it would do nothing.
        #expect(!page.text.contains("<form") && !page.text.contains("<button"))
        let chinese = Self.form(provider).replacing("locale=en", with: "locale=zh")
        let other = try await worker.post("/checkout", form: chinese)
        #expect(other.text.contains("本店目前不接受新订单") && !other.text.contains("<button"))
      }
      // Faults of the form do not matter then; a product that is not sold still does.
      let faulty = Self.form("stripe").replacing("quantity=1", with: "quantity=0")
      #expect(try await worker.post("/checkout", form: faulty).status == 503)
      let gone = Self.form("stripe").replacing("GC-25", with: "GC-99")
      #expect(try await worker.post("/checkout", form: gone).status == 404)
      #expect(try worker.store.unpaidCheckouts(since: Sample.now, limit: 9).isEmpty)
    }
  }

  @Test func `a product that no provider takes has no dead form either`() async throws {
    var options = LiveWorker.Options.stocked
    var document = Sample.catalog
    document.products[0].priceMinor = 30
    document.products[0].currency = "USD"
    options.catalog = document
    try await LiveWorker.run(options) { worker async throws in
      for provider in ["stripe", nil] {
        let page = try await worker.post("/checkout", form: Self.form(provider))
        #expect(page.status == 503 && page.text.contains("no way to pay for this product"))
        #expect(!page.text.contains("<form"))
      }
      let two = Self.form("stripe").replacing("quantity=1", with: "quantity=2")
      #expect(try await worker.post("/checkout", form: two).status == 303)
    }
  }

  @Test func `what is offered counts neither a withdrawn provider nor one without a checkout`()
    throws
  {
    #expect(try SettingsTests.loaded("").offered == [.stripe])
    let text = "standard:\n  secrets_env: CARDSTOCK_STRIPE_WEBHOOK_SECRETS\n"
    #expect(try SettingsTests.loaded(text).offered == [.stripe])
  }

  @Test func `a signal withdraws a provider and offers it again`() {
    let adapters: [any PaymentAdapter] = [PlayedAdapter<WeChatPart>(), PlayedAdapter<PayPalPart>()]
    let current = CurrentAdapters(adapters)
    #expect(current.offered == [.wechatpay, .paypal])
    #expect(current.replace(with: adapters, withdrawn: [.wechatpay]).isEmpty)
    #expect(current.offered == [.paypal] && current.all.count == 2)
    #expect(current.replace(with: adapters).isEmpty)
    #expect(current.offered == [.wechatpay, .paypal])
  }

  @Test func `every provider's section may say offer, true where it does not`() throws {
    #expect(try SettingsTests.loaded("").withdrawn.isEmpty)
    let text = "epay:\n  understood: true\n  offer: false\n  pid: \"1000\"\n  key_env: EPAY\n"
    let settings = try SettingsTests.loaded(text + "  gateway_url: https://pay.example.com\n")
    #expect(settings.withdrawn == [.epay])
    #expect(settings.adapters.map { type(of: $0).provider } == [.stripe, .epay])
  }

  @Test(
    arguments: [("stripe", "paypal", 30, "USD"), ("paypal", "stripe", 25_050, "HUF")]
      as [(String, String, Int64, String)]
  )
  func `an amount that a provider does not take is not offered for it`(
    provider: String,
    other: String,
    units: Int64,
    currency: String
  ) async throws {
    var options = LiveWorker.Options.stocked
    options.adapters = [PlayedAdapter<PayPalPart>()]
    var document = Sample.catalog
    document.products[0].priceMinor = units
    document.products[0].currency = currency
    options.catalog = document
    try await LiveWorker.run(options) { worker async throws in
      let one = try await worker.post("/checkout", form: Self.form(provider))
      #expect(one.status == 422)
      #expect(try await worker.post("/checkout", form: Self.form(other)).status == 303)
      let two = Self.form(provider).replacing("quantity=1", with: "quantity=2")
      #expect(try await worker.post("/checkout", form: two).status == 303)
    }
  }
}
