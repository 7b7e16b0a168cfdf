import Foundation
import Shop
import Site
import Testing

/// A product's page, and how it lets people buy.
@Suite(.timeLimit(.minutes(20))) struct ProductPageTests {
  @Test func `posts the fields that the worker expects`() throws {
    let page = try rendered("products/cairnlight-50/index.html", of: SampleShop.content())
    #expect(page.contains("method=\"post\" action=\"https://pay.example.com/checkout\""))
    for name in ["sku", "quantity", "email", "locale", "provider"] {
      #expect(page.count(of: " name=\"\(name)\"") == 1, "\(name)")
    }
    #expect(page.count(of: "<option ") == 5)
    #expect(page.contains("name=\"locale\" value=\"zh-CN\""))
  }

  @Test func `asks for no quantity where only one may be bought`() throws {
    let page = try rendered("products/earshore/index.html", of: SampleShop.content())
    #expect(page.contains("<input type=\"hidden\" name=\"quantity\" value=\"1\" data-cny="))
    #expect(!page.contains("<select"))
  }

  @Test func `offers a choice among several providers`() throws {
    var content = try SampleShop.content()
    content.config.payments = [.stripe, .paypal]
    let page = try rendered("products/cairnlight-50/index.html", of: content)
    #expect(page.contains("value=\"stripe\" data-currency=\"cny\" required checked>银行卡"))
    #expect(page.count(of: "type=\"radio\"") == 2)
  }

  @Test func `shows every price, and offers each with the providers that take it`() throws {
    var content = try SampleShop.content()
    content.config.payments = [.alipay, .paypal]
    content.products[0].offer.furtherPrices = [
      try SampleShop.money("6.80", "USD"), try SampleShop.money("1050", "JPY"),
    ]
    let files = try rendered(content)
    let chinese = try #require(files["products/cairnlight-50/index.html"])
    #expect(chinese.contains("<span class=\"further\">或 US$6.80、JP¥1,050</span>"))
    let alipay = "value=\"alipay\" data-currency=\"cny\" required checked>支付宝 · ¥48.50</label>"
    #expect(chinese.contains(alipay))
    let paypal = "value=\"paypal-USD\" data-currency=\"usd\" required>PayPal · US$6.80</label>"
    #expect(chinese.contains(paypal))
    #expect(chinese.count(of: "name=\"provider\"") == 4)
    let totals = "data-cny=\"¥97.00\" data-usd=\"US$13.60\" data-jpy=\"JP¥2,100\""
    #expect(chinese.contains("\(totals)>2 张 · ¥97.00 或 US$13.60、JP¥2,100</option>"))
    #expect(!chinese.contains("alipay-USD"))
    for (price, currency) in [("48.50", "CNY"), ("6.80", "USD"), ("1050", "JPY")] {
      #expect(chinese.contains("\"price\":\"\(price)\",\"priceCurrency\":\"\(currency)\""))
    }
    let english = try #require(files["en/products/cairnlight-50/index.html"])
    #expect(english.contains("<span class=\"further\">or $6.80, ¥1,050</span>"))
    #expect(english.contains("data-currency=\"usd\" required>PayPal · $6.80</label>"))
  }

  @Test func `a further currency that alone can be paid is the one way`() throws {
    var content = try SampleShop.content()
    content.config.payments = [.paypal]
    content.products[0].offer.price = try SampleShop.money("170000", "VND")
    content.products[0].offer.compareAt = nil
    content.products[0].offer.furtherPrices = [try SampleShop.money("6.80", "USD")]
    let page = try rendered("products/cairnlight-50/index.html", of: content)
    let way = "<input type=\"hidden\" name=\"provider\" value=\"paypal-USD\" data-currency=\"usd\">"
    #expect(page.contains(way))
    #expect(page.contains("data-usd=\"US$13.60\">2 张 · US$13.60</option>"))
  }

  @Test func `offers no quantity whose total no provider takes`() throws {
    var content = try SampleShop.content()
    content.config.payments = [.stripe]
    content.products[0].offer.price = try SampleShop.money("400000", "CNY")
    content.products[0].offer.compareAt = nil
    let page = try rendered("products/cairnlight-50/index.html", of: content)
    #expect(page.contains("<option value=\"2\""))
    #expect(!page.contains("<option value=\"3\""))
  }

  @Test func `shows the checklist above the button, and in the text if there is none`() throws {
    var content = try SampleShop.content()
    let box = "<label><input type=\"checkbox\"> 国区账号</label>"
    let list = "<ul>\n<li class=\"task\">\(box)</li>\n</ul>\n"
    content.products[0].texts.body[.chinese] = Body(
      parts: [.html("<p>一</p>\n"), .checklist(list), .html("<p>二</p>\n")],
      summary: "一"
    )
    let page = try rendered("products/cairnlight-50/index.html", of: content)
    let place = try #require(page.range(of: "国区账号")).lowerBound
    #expect(place < (try #require(page.range(of: "class=\"pay\""))).lowerBound)
    #expect(page.count(of: "国区账号") == 1 && page.contains("<h2>购买前请确认</h2>"))
    #expect(page.contains("<p>一</p>\n<p>二</p>"))
    content.config.workerURL = nil
    let alone = try rendered("products/cairnlight-50/index.html", of: content)
    #expect(alone.contains("<p>一</p>\n\(list)<p>二</p>"))
  }

  @Test func `says in each language until when it is sold`() throws {
    var content = try SampleShop.content()
    content.products[0].offer.availableUntil = Timestamp(iso8601: "2026-12-24T23:59:59Z")
    let files = try rendered(content)
    let chinese = try #require(files["products/cairnlight-50/index.html"])
    #expect(chinese.contains("<dt>在售至</dt><dd>2026 年 12 月 24 日</dd>"))
    let english = try #require(files["en/products/cairnlight-50/index.html"])
    #expect(english.contains("<dt>On sale until</dt><dd>24 December 2026</dd>"))
  }

  @Test func `links to the hosted payment page without a worker, or says that it is not for sale`()
    throws
  {
    var content = try SampleShop.content()
    content.config.workerURL = nil
    let files = try rendered(content)
    let hosted = try #require(files["products/earshore/index.html"])
    #expect(hosted.contains("<a class=\"button\" href=\"https://buy.stripe.com/test_1\">"))
    #expect(!hosted.contains("<form class=\"buy\""))
    let neither = try #require(files["products/cairnlight-50/index.html"])
    #expect(neither.contains("暂时不能在线购买"))
  }

  @Test func `marks text of another language`() throws {
    let page = try rendered("en/products/earshore/index.html", of: SampleShop.content())
    #expect(page.contains("<h1 lang=\"zh-CN\">听岸会员</h1>"))
    #expect(page.contains("<div class=\"prose\" lang=\"zh-CN\">"))
    let other = try rendered("en/products/cairnlight-50/index.html", of: SampleShop.content())
    #expect(other.contains("<h1>Cairnlight Wallet 50</h1>"))
  }

  @Test(arguments: [
    ("48.50", "CNY", "¥<b>48.50</b>", "CN¥<b>48.50</b>"),
    ("1234567.00", "USD", "US$<b>1,234,567.00</b>", "$<b>1,234,567.00</b>"),
    ("6859", "JPY", "JP¥<b>6,859</b>", "¥<b>6,859</b>"),
    ("100.000", "KWD", "KWD\u{A0}<b>100.000</b>", "KWD\u{A0}<b>100.000</b>"),
  ])
  func `writes prices as readers expect`(
    price: String,
    currency: String,
    chinese: String,
    english: String
  ) throws {
    var content = try SampleShop.content()
    content.products[0].offer.price = try SampleShop.money(price, currency)
    content.products[0].offer.compareAt = nil
    let files = try rendered(content)
    #expect(files["products/cairnlight-50/index.html"]?.contains(chinese) == true)
    #expect(files["en/products/cairnlight-50/index.html"]?.contains(english) == true)
  }

  @Test(arguments: [
    ("50", "CN", "¥50"), ("50", "US", "50"), ("50", nil, "50"), ("100 GB", "CN", "100 GB"),
    ("12.50", "CN", "¥12.50"),
  ])
  func `gives a bare face value a currency only in its own region`(
    value: String,
    region: String?,
    expected: String
  ) throws {
    var content = try SampleShop.content()
    content.products[0].offer.faceValue = value
    content.products[0].offer.region = region
    let page = try rendered("products/cairnlight-50/index.html", of: content)
    #expect(page.contains("<dt>面值</dt><dd>\(expected)</dd>"))
    #expect(page.contains("font-size=\"56\">\(expected)</text>"))
  }
}
