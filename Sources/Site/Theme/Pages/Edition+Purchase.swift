import Shop

extension Edition {
  /// How the product can be bought: the worker's form, a hosted payment link, or not at all.
  func purchase(_ product: Product) -> TemplateValues {
    guard let worker = config.workerURL else {
      guard let link = product.stripe else { return ["notForSale": true] }
      return ["link": link]
    }
    var form: TemplateValues = [
      "action": worker + "/checkout",
      "sku": product.sku.text,
      "locale": language.tag,
      "limit": product.limit,
      "many": product.limit > 1,
      "quantityHint": phrases[.quantityHint, product.limit],
    ]
    form["hosted"] = product.stripe
    let ways = Payment.Way.all(at: product.prices, through: config.payments)
    if ways.count < 2 {
      form["provider"] = ways.first?.name ?? Provider.stripe.rawValue
    } else {
      form["choice"] = true
      let isOneCurrency = ways.allSatisfy(\.isOwnCurrency)
      form["providers"] = ways.enumerated().map { index, way -> TemplateValues in
        let name = phrases[provider: way.provider]
        let price = PriceText(way.amount, in: language).text
        return [
          "value": way.name, "name": isOneCurrency ? name : "\(name) · \(price)",
          "isFirst": index == 0,
        ]
      }
    }
    return ["form": form]
  }
}
