import Shop
import Text

extension Edition {
  /// The home page: a sentence, the first products of each category, the scenarios, how to buy.
  func homePage(
    _ lead: [Int],
    _ fronts: [Page.ListFront],
    others: [ListTerm],
    scenarios: [Page.ListFront]
  ) -> OutputFile {
    let title = config.title.text(in: language)
    let sentence = config.description.text(in: language)
    let headline = shown(sentence.isEmpty ? config.title : config.description)
    var values: TemplateValues = [
      "say": say, "params": params, "otherDir": otherDirection,
      "headline": headline.text,
      "everything": path(.list(.everything)),
      "deck": faces(lead),
      "shelves": fronts.map { list($0) },
      "others": others.map { link($0) },
      "hasOthers": !others.isEmpty,
      "scenarios": scenarios.map { scene($0) },
      "hasScenarios": !scenarios.isEmpty,
      "viewed": viewed(nil),
    ]
    values["headlineLang"] = headline.lang
    var head = PageHead(title: title, description: sentence, route: .home)
    head.structured = StructuredData(edition: self).home
    return file(.home, head: head, main: theme.templates.render(.home, values))
  }

  /// The pictures of cards, shown beside the sentence.
  private func faces(_ products: [Int]) -> String {
    let parts = PageParts(theme: theme, language: language, phrases: phrases, say: say)
    return products.map { index in
      let product = content.products[index]
      return parts.face(product, title: product.texts.title.text(in: language), on: .lead)
    }.joined()
  }

  private func list(_ front: Page.ListFront) -> TemplateValues {
    var values = link(front.term)
    values["all"] = phrases[.all, phrases[.products, front.total]]
    values["cards"] = front.products.map { cards[$0] }.joined()
    return values
  }

  private func scene(_ front: Page.ListFront) -> TemplateValues {
    var values = link(front.term)
    values["count"] = phrases[.products, front.total]
    values["summary"] = theme.declared(front.term)?.intro[language]?.summary
    return values
  }
}

extension Edition {
  /// The stock level on a product's page, which the shop's script updates.
  ///
  /// If it is unknown at the build, the line is empty but keeps its height for the script; without
  /// a worker it is left out.
  func stock(_ product: Product) -> TemplateValues {
    let level = content.stock[product.sku]
    let out =
      switch product.offer.whenOut {
      case .stop: phrases[.stockOut]
      case .queue: phrases[.stockWait]
      }
    let text =
      switch level {
      case .inStock: phrases[.stockIn]
      case .low: phrases[.stockLow]
      case .out: out
      case nil: ""
      }
    return [
      "sku": product.sku.text, "level": level?.rawValue ?? "", "text": text, "out": out,
      "isHidden": level == nil && config.workerURL == nil,
    ]
  }

  /// The empty list of recently viewed products, which the shop's script fills.
  ///
  /// `route` is the product's page that shows it, if any. The script stores addresses of the
  /// default language and adds the prefix of another.
  func viewed(_ route: PageRoute?) -> Markup {
    let home = path(.home)
    var values: TemplateValues = [
      "say": say, "otherDir": otherDirection, "prefix": String(home.dropLast()),
    ]
    values["path"] = route.map { theme.address.path($0, in: config.language) }
    return theme.templates.render(.viewed, values)
  }
}

extension PageParts {
  /// The note on a product's card when stock is low or out.
  func stockNote(_ product: Product) -> TemplateValues? {
    switch theme.content.stock[product.sku] {
    case .low: ["level": StockLevel.low.rawValue, "text": phrases[.stockLow]]
    case .out: ["level": StockLevel.out.rawValue, "text": phrases[.stockOut]]
    case .inStock, nil: nil
    }
  }
}
