import Shop
import Text

extension Edition {
  /// The page of a product: its card, and what buyers need to know in the order in which they ask.
  func productPage(_ index: Int, related: [Int]) -> OutputFile {
    let product = content.products[index]
    let route = PageRoute.product(slug: product.slug)
    let summary = shown(product.texts.body)?.body.summary ?? ""
    var values = introduction(product)
    let purchase = purchase(product)
    values.merge(story(product, isForSale: purchase["notForSale"] == nil))
    values.merge(purchase)
    values["category"] = link(.category(key: product.shelving.category))
    values["brand"] = product.shelving.brand.map { link(.brand(key: termKey($0))) }
    var seen = Set<String>()
    let tags = product.shelving.tags.map(termKey).filter { seen.insert($0).inserted }
    values["tags"] = tags.map { link(.tag(key: $0)) }
    values["hasTags"] = !tags.isEmpty
    values["stock"] = stock(product)
    values["viewed"] = viewed(route)
    values["card"] = cards[index]
    values["params"] = product.params.values(in: language, over: config.storefront.params)
    values["related"] = related.isEmpty ? nil : related.map { cards[$0] }.joined()
    var head = PageHead(
      title: product.texts.title.text(in: language),
      description: summary,
      route: route,
      category: product.shelving.category,
      kind: "product"
    )
    head.languages = product.texts.languages(of: config.languages)
    head.social = social(product)
    head.structured = StructuredData(edition: self).product(product, description: summary)
    return file(route, head: head, main: theme.templates.render(.product, values))
  }

  /// The values about what it is, what it costs, where it is valid and when it is delivered.
  private func introduction(_ product: Product) -> TemplateValues {
    let title = shown(product.texts.title)
    let price = PriceText(product.offer.price, in: language)
    let parts = PageParts(theme: theme, language: language, phrases: phrases, say: say)
    var values: TemplateValues = [
      "say": say, "otherDir": otherDirection, "home": path(.home), "title": title.text,
      "face": parts.face(product, title: title.text, on: .page),
      "symbol": price.symbol, "digits": price.digits, "facts": facts(product),
    ]
    values["titleLang"] = title.lang
    values["labels"] = product.shelving.labels.map { label in
      var values = link(.label(label))
      values["chip"] = config.storefront.hasColor(label) ? label.rawValue : nil
      return values
    }
    values["hasLabels"] = !product.shelving.labels.isEmpty
    values["region"] = product.offer.region.map { phrases[region: $0] }
    if !product.offer.furtherPrices.isEmpty {
      let prices = product.offer.furtherPrices.map { PriceText($0, in: language).text }
      values["furtherPrices"] =
        phrases[
          .furtherPrices,
          prices.joined(separator: phrases[.listSeparator])
        ]
    }
    guard let listPrice = product.offer.listPrice else { return values }
    let saved = Money(
      minorUnits: listPrice.minorUnits - product.offer.price.minorUnits,
      currency: product.offer.price.currency
    )
    values["listPrice"] = PriceText(listPrice, in: language).text
    values["saving"] = phrases[.saving, PriceText(saved, in: language).text]
    return values
  }

  private func facts(_ product: Product) -> [TemplateValues] {
    let when =
      switch product.offer.delivery {
      case .code: phrases[.whenCode]
      case .link: phrases[.whenLink]
      }
    let facts: [(String, String?, while: Part?)] = [
      (phrases[.faceValue], product.offer.faceValueText(in: language), nil),
      (phrases[.region], product.offer.region.map { phrases[region: $0] }, nil),
      (phrases[.when], when, product.offer.whenOut == .queue ? .inStock : nil),
      (phrases[.when], product.offer.whenOut == .queue ? phrases[.whenWait] : nil, .out),
      (phrases[.most], phrases[.mostPerOrder, product.offer.limit], nil),
      (phrases[.sku], product.sku.text, nil),
      (phrases[.soldUntil], product.offer.availableUntil.map { lastDay(before: $0) }, nil),
    ]
    return facts.compactMap { name, value, part in
      guard let value else { return nil }
      var values = self.part(part, of: product)
      values["name"] = name
      values["value"] = value
      return values
    }
  }

  /// What is shown of a product's page only while it is in stock, or only while it is out.
  enum Part: String {
    case inStock = "in"
    case out
  }

  /// How the page tells the script such a part, and whether it is hidden as far as the build knows.
  func part(_ part: Part?, of product: Product) -> TemplateValues {
    guard let part else { return [:] }
    let isOut = content.stock[product.sku] == .out
    return ["while": part.rawValue, "isHidden": isOut != (part == .out)]
  }

  /// The last day before a moment, in the shop's time zone.
  private func lastDay(before moment: Timestamp) -> String {
    let day = config.timezone.day(of: moment.advanced(seconds: -1))
    return Language(tag: language.tag).map { day.text(in: $0) } ?? day.description
  }

  /// The values about what to check before, how to redeem it, and what to do if that fails.
  ///
  /// If the product cannot be bought here, the checklist stays in the text.
  private func story(_ product: Product, isForSale: Bool) -> TemplateValues {
    var values: TemplateValues = [:]
    if let (body, lang) = shown(product.texts.body) {
      let story = isForSale ? body.withoutChecklist : body
      values["body"] = story.isEmpty ? nil : html(of: story)
      values["bodyLang"] = lang
      if isForSale, let checklist = body.checklist {
        values["checklist"] = checklist
        values["isUntitled"] = !checklist.hasPrefix("<h")
      }
    }
    values["lookup"] = config.lookupURL(in: language)
    values["support"] = config.supportEmail?.text
    if let page = content.pages.first(where: { $0.isAboutRefunds }) {
      let title = shown(page.title)
      var refund: TemplateValues = [
        "pageHref": path(.text(path: page.path)), "pageTitle": title.text,
      ]
      refund["pageLang"] = title.lang
      values["refund"] = refund
    }
    values["contacts"] = contacts
    values["fails"] = ["lookup", "support", "refund", "contacts"].contains { values[$0] != nil }
    return values
  }
}

extension FreePage {
  /// Whether the page is about refunds, by a path such as `policies/refund` or `退款政策`.
  fileprivate var isAboutRefunds: Bool { path.contains("refund") || path.contains("退款") }
}

extension Edition {
  /// How the product can be bought: the worker's form, a hosted payment link, or not at all.
  func purchase(_ product: Product) -> TemplateValues {
    let sale = part(product.offer.whenOut == .stop ? .inStock : nil, of: product)
    guard let worker = config.workerURL else {
      guard let link = product.offer.stripe else { return ["notForSale": true] }
      return ["link": link, "sale": sale]
    }
    var form: TemplateValues = [
      "action": worker + Route.checkout.path,
      "sku": product.sku.text,
      "locale": language.tag,
      "many": product.offer.limit > 1,
    ]
    form["hosted"] = product.offer.stripe
    let ways = Payment.Way.all(at: product.offer.prices, through: config.payments)
    form["quantities"] = quantities(product.offer, ways)
    if ways.count < 2 {
      let way = ways.first
      form["provider"] =
        [
          "value": way?.name ?? Provider.stripe.rawValue,
          "currency": (way?.amount ?? product.offer.price).currency.code.lowercased(),
        ] as TemplateValues
    } else {
      form["choice"] = true
      let isOneCurrency = ways.allSatisfy(\.isOwnCurrency)
      form["providers"] = ways.enumerated().map { index, way -> TemplateValues in
        let name = phrases[provider: way.provider]
        let price = PriceText(way.amount, in: language).text
        return [
          "value": way.name, "name": isOneCurrency ? name : "\(name) · \(price)",
          "currency": way.amount.currency.code.lowercased(), "isFirst": index == 0,
        ]
      }
    }
    return ["form": form, "sale": sale]
  }

  /// The quantities that can be bought at once, each with its total in every currency of the ways.
  ///
  /// The worker computes all of this again.
  private func quantities(_ offer: Product.Offer, _ ways: [Payment.Way]) -> [TemplateValues] {
    let providers = ways.isEmpty ? [.stripe] : config.payments
    let choices = Payment.Choice.all(at: offer.prices, upTo: offer.limit, through: providers)
    return choices.map { choice in
      let totals = choice.totals.map { PriceText($0, in: language).text }
      let others = totals.dropFirst().joined(separator: phrases[.listSeparator])
      let all = totals[0] + (others.isEmpty ? "" : " " + phrases[.furtherPrices, others])
      return [
        "number": choice.quantity,
        "text": phrases[.quantityTotal, String(choice.quantity), all],
        "totals": zip(choice.totals, totals).map { money, text in
          ["currency": money.currency.code.lowercased(), "total": text] as TemplateValues
        },
      ]
    }
  }
}
