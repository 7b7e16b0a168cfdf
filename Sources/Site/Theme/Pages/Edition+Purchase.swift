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
    let providers = config.payments.filter { $0.takes(product.price) }
    if providers.count < 2 {
      form["provider"] = (providers.first ?? .stripe).rawValue
    } else {
      form["choice"] = true
      form["providers"] = providers.enumerated().map { index, provider -> TemplateValues in
        [
          "value": provider.rawValue, "name": phrases[provider: provider],
          "isFirst": index == 0,
        ]
      }
    }
    return ["form": form]
  }
}
