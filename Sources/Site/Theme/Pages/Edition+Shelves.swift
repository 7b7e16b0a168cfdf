import Shop

extension Edition {
  /// What is left of a product, as its own page says it; the shop's script brings it up to date.
  ///
  /// Unknown at build time, the line is empty but keeps its height for the script, or is not shown
  /// where no worker can be asked.
  func stock(_ product: Product) -> TemplateValues {
    let level = content.stock[product.sku]
    let text =
      switch level {
      case .inStock: phrases[.stockIn]
      case .low: phrases[.stockLow]
      case .out: phrases[.stockWait]
      case nil: ""
      }
    return [
      "sku": product.sku.text, "level": level?.rawValue ?? "", "text": text,
      "isHidden": level == nil && config.workerURL == nil,
    ]
  }

  /// The place for what this browser has seen, filled by the shop's script; `route` is the product
  /// page that it is on.
  ///
  /// The script keeps the addresses of the default language, and puts the other's in front.
  func viewed(_ route: Route?) -> Markup {
    let home = path(.home)
    var values: TemplateValues = [
      "say": say, "otherDir": otherDirection, "prefix": String(home.dropLast()),
    ]
    values["path"] = route.map { theme.address.path($0, in: config.language) }
    return theme.templates.render(.viewed, values)
  }
}

extension Wording {
  /// The note on a card about a product that is nearly or quite gone.
  func stockNote(_ product: Product) -> TemplateValues? {
    switch theme.content.stock[product.sku] {
    case .low: ["level": StockLevel.low.rawValue, "text": phrases[.stockLow]]
    case .out: ["level": StockLevel.out.rawValue, "text": phrases[.stockOut]]
    case .inStock, nil: nil
    }
  }
}
