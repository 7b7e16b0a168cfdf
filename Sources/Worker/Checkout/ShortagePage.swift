import Shop

/// Says that there is less than a buyer asked for, and offers what there is, or to pay and wait for
/// all of it where the product allows that; the form is kept.
struct ShortagePage {
  let request: CheckoutRequest
  /// How many there are: fewer than were asked for.
  let left: Int
  let whenOut: WhenOut
  let frame: PageFrame

  func html() -> String {
    let words = StockWords.of(frame.language)
    let line = request.line
    var lead = left == 0 ? words.none : words.some(line.quantity, left)
    if whenOut == .queue { lead += words.gap + words.queue }
    return frame.render(
      "shortage",
      title: left == 0 ? words.outTitle : words.someTitle(left),
      [
        "lead": lead,
        "facts": [
          FactRow(frame.words.product, line.title),
          .money(frame.words.price, line.unitPrice, in: frame.language),
        ],
        "offers": offers,
        "product": ["url": frame.productURL(line.sku), "label": words.backToProduct],
      ]
    )
  }

  private var offers: [[String: Any]] {
    let words = StockWords.of(frame.language)
    var offers: [[String: Any]] = []
    if left > 0 { offers.append(offer(words.buy, left, [:])) }
    if whenOut == .queue {
      offers.append(offer(words.wait, request.line.quantity, ["wait": "yes"]))
    }
    return offers.enumerated().map { index, offer in offer.merging(["isQuiet": index > 0]) { $1 } }
  }

  private func offer(
    _ label: (Int, String) -> String,
    _ quantity: Int,
    _ answer: [String: String?]
  ) -> [String: Any] {
    let total = request.line.unitPrice.times(quantity)
      .map { PriceText($0, in: frame.language).text }
    let changes = answer.merging(["quantity": String(quantity)]) { $1 }
    return ["label": label(quantity, total ?? ""), "fields": request.fields(changes)]
  }
}

/// What is said of a product that there is not enough of.
struct StockWords: Sendable {
  let outTitle: String
  let someTitle: @Sendable (Int) -> String
  let none: String
  /// So many were asked for, and so many there are.
  let some: @Sendable (Int, Int) -> String
  let queue: String
  /// What stands between two sentences.
  let gap: String
  /// So many for that amount.
  let buy: @Sendable (Int, String) -> String
  let wait: @Sendable (Int, String) -> String
  let backToProduct: String

  static func of(_ language: Language) -> StockWords {
    switch language {
    case .chinese: .chinese
    case .english: .english
    }
  }

  private static let chinese = StockWords(
    outTitle: "暂时缺货",
    someTitle: { "现在只有 \($0) 张" },
    none: "这件商品暂时没有库存。您没有被扣款。",
    some: { "您要 \($0) 张，现在有 \($1) 张。您没有被扣款，填写的内容都已保留。" },
    queue: "也可以先付款排队：到货后按付款先后自动发出；到货前可随时在订单页取消，款项全额退回。",
    gap: "",
    buy: { "购买 \($0) 张 · \($1)" },
    wait: { "付款并排队等 \($0) 张 · \($1)" },
    backToProduct: "返回商品"
  )

  private static let english = StockWords(
    outTitle: "Out of stock",
    someTitle: { $0 == 1 ? "There is only one" : "There are only \($0)" },
    none: "This product is out of stock at the moment. You have not been charged.",
    some: { asked, left in
      "You asked for \(asked), and there \(left == 1 ? "is" : "are") \(left). You have not been "
        + "charged, and what you filled in is kept."
    },
    queue: "You can also pay now and wait in line: codes go out by themselves as soon as they are "
      + "back in stock, first paid first served. Until then you can cancel on the order page at "
      + "any time, and all of your money goes back.",
    gap: " ",
    buy: { "Buy \($0) · \($1)" },
    wait: { "Pay and wait for \($0) · \($1)" },
    backToProduct: "Back to the product"
  )
}
