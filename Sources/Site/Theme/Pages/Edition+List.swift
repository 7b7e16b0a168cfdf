import Shop

extension Edition {
  /// One page of a list.
  func listPage(_ slice: ListSlice) -> OutputFile {
    let term = slice.address.term
    let name = name(term)
    let route = PageRoute.list(slice.address)
    let here = here(slice.address)
    let count = count(slice)
    var values: TemplateValues = [
      "say": say, "params": params, "otherDir": otherDirection, "home": path(.home),
      "title": name.text,
      "count": count,
    ]
    values["titleLang"] = name.lang
    values["href"] = path(.list(term))
    values["here"] = here
    let isFirst = slice.address == ListAddress(term: term)
    let intro = isFirst ? theme.declared(term).flatMap { shown($0.intro) } : nil
    // A summary is shown if there is no text.
    values["intro"] = intro.map { intro in
      intro.body.isEmpty ? "<p>\(intro.body.summary.escapedForHTML)</p>" : html(of: intro.body)
    }
    let image = isFirst ? theme.declared(term)?.image : nil
    values["picture"] = image.map { path -> TemplateValues in
      ["source": Address.encode(path), "size": content.imageAttributes(path, sizes: .prose)]
    }
    values["introLang"] = intro?.lang
    values["cards"] = slice.products.isEmpty ? nil : slice.products.map { cards[$0] }.joined()
    values["tools"] = slice.variants.count > 1 ? tools(slice) : nil
    values["pager"] = slice.pageCount > 1 ? pager(slice) : nil
    var head = PageHead(
      title: here.map { "\(name.text) – \($0)" } ?? name.text,
      description: intro?.body.summary ?? phrases[.listDescription, name.text, count],
      route: route
    )
    if case .category(let key) = term { head.category = key }
    if let image, !image.lowercased().hasSuffix(".svg") {
      head.social = social(image: image, alt: name.text)
    }
    head.previous = slice.previous.map { .list($0) }
    head.next = slice.next.map { .list($0) }
    let trail = [(name.text, PageRoute.list(term))] + (here.map { [($0, route)] } ?? [])
    head.structured = StructuredData(edition: self)
      .list(slice, name: name.text, trail: trail)
    return file(route, head: head, main: theme.templates.render(.list, values))
  }

  /// The form and page, such as `热卖 · 价格从低到高 · 第 2 页`; nil for the list's plain first page.
  private func here(_ address: ListAddress) -> String? {
    var parts = address.variant.label.map { [phrases[label: $0]] } ?? []
    if address.variant.order != .standard { parts.append(name(address.variant.order)) }
    if address.page > 1 { parts.append(phrases[.pageNumber, String(address.page)]) }
    return parts.isEmpty ? nil : parts.joined(separator: " · ")
  }

  private func name(_ order: ListOrder) -> String {
    switch order {
    case .standard: phrases[.sortStandard]
    case .newest: phrases[.sortNewest]
    case .price: phrases[.sortPrice]
    }
  }

  private func count(_ slice: ListSlice) -> String {
    guard slice.pageCount > 1 else { return phrases[.products, slice.total] }
    let last = slice.first + slice.products.count - 1
    return phrases[.range, String(slice.first), String(last), String(slice.total)]
  }

  /// Links to the other forms of the list: by label, then by order.
  private func tools(_ slice: ListSlice) -> TemplateValues {
    let current = slice.address.variant
    let labels =
      [nil]
      + Set(slice.variants.compactMap(\.label)).sorted()
    let filters = labels.map { label in
      let name = label.map { phrases[label: $0] } ?? phrases[.filterAll]
      var values = tool(name, ListVariant(label: label, order: current.order), on: slice)
      values["lang"] = label.flatMap { config.lang(of: $0, in: language) }
      return values
    }
    let orders = ListOrder.allCases.map { order in
      tool(name(order), ListVariant(label: current.label, order: order), on: slice)
    }
    return ["filters": filters, "hasFilters": filters.count > 1, "orders": orders]
  }

  private func tool(_ name: String, _ variant: ListVariant, on slice: ListSlice) -> TemplateValues {
    let address = ListAddress(term: slice.address.term, variant: variant)
    return [
      "name": name, "href": path(.list(address)),
      "isCurrent": variant == slice.address.variant,
    ]
  }

  private func pager(_ slice: ListSlice) -> Markup {
    let steps = slice.window.map { step -> TemplateValues in
      guard case .page(let number) = step else { return ["isGap": true] }
      return [
        "number": number, "name": phrases[.pageNumber, String(number)],
        "href": path(.list(slice.address.at(page: number))),
        "isCurrent": number == slice.address.page,
      ]
    }
    var values: TemplateValues = [
      "say": say, "params": params, "otherDir": otherDirection, "steps": steps,
    ]
    values["previous"] = slice.previous.map { path(.list($0)) }
    values["next"] = slice.next.map { path(.list($0)) }
    return theme.templates.render(.pager, values)
  }
}

extension Edition {
  /// A list's name, and its language if that is not the page's.
  func name(_ term: ListTerm) -> (text: String, lang: String?) {
    if let declared = theme.declared(term) { return shown(declared.title) }
    let name = theme.listings[term]?.name ?? ""
    return switch term {
    case .everything: (phrases[.everything], nil)
    case .label(let label): (phrases[label: label], config.lang(of: label, in: language))
    // Undeclared names are in the shop's own language; Latin ones count as in no language.
    case .category, .scenario, .brand, .tag:
      (
        name,
        language == config.language || name.utf8.allSatisfy { $0 < 0x80 }
          ? nil : config.language.tag
      )
    }
  }

  /// A list's name and address, for a link: `title`, `lang`, `href`.
  func link(_ term: ListTerm) -> TemplateValues {
    let name = name(term)
    var values: TemplateValues = ["title": name.text, "href": path(.list(term))]
    values["lang"] = name.lang
    return values
  }
}
