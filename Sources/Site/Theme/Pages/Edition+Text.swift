import Shop

extension Edition {
  /// A policy, help or about page.
  func textPage(_ page: FreePage) -> OutputFile {
    let title = shown(page.title)
    let body = shown(page.body)
    var values: TemplateValues = [
      "say": say, "params": params, "otherDir": otherDirection, "home": path(.home),
      "title": title.text,
    ]
    values["body"] = body.map { html(of: $0.body) }
    values["titleLang"] = title.lang
    values["bodyLang"] = body?.lang
    values["contacts"] = page.showsContacts ? contacts : nil
    let route = PageRoute.text(path: page.path)
    var head = PageHead(title: title.text, description: body?.body.summary ?? "", route: route)
    head.languages = page.languages(of: config.languages)
    head.structured = StructuredData(edition: self).breadcrumb([(title.text, route)])
    return file(route, head: head, main: theme.templates.render(.text, values))
  }

  /// `404.html`, which is shown at any address, so that its links are from the root.
  var missingPage: OutputFile {
    let head = PageHead(title: phrases[.missingTitle], description: "", route: nil)
    let main = theme.templates.render(
      .missing,
      ["say": say, "params": params, "otherDir": otherDirection, "home": path(.home)]
    )
    let path = theme.address.file(BuiltFile.missing, in: language)
    return OutputFile(path: path, bytes: page(head, main: main).bytes)
  }
}

extension Edition {
  /// The HTML of a body in this language, with products' cards and sizes of images.
  func html(of body: Body) -> String {
    if case .html(let whole) = body.parts.first, body.parts.count == 1 { return whole }
    return body.parts.map { part in
      switch part {
      case .html(let html), .checklist(let html): html
      case .product(let slug): embeddedCard(ofSlug: slug)
      case .image(let image): image.html(size: content.imageAttributes(image.path, sizes: .prose))
      }
    }
    .joined()
  }

  private func embeddedCard(ofSlug slug: String) -> String {
    guard let index = theme.productOfSlug[slug] else { return "" }
    // Without a heading, since its level would not fit everywhere in a text.
    let card = cards[index].text.replacing("<h3>", with: "<p class=\"name\">")
      .replacing("</h3>", with: "</p>")
    return "<ul class=\"cards embedded\">\n\(card)</ul>\n"
  }
}

extension Edition {
  /// The search page, which also lists the shop's lists, for browsers without scripts.
  var searchPage: OutputFile {
    let title = phrases[.searchTitle]
    let terms = theme.listings.all.filter { !$0.products.isEmpty }
    let groups: [(title: String, links: [TemplateValues])] = [
      (phrases[.categories], terms.compactMap { $0.term.isCategory ? counted($0) : nil }),
      (phrases[.scenarios], terms.compactMap { $0.term.isScenario ? counted($0) : nil }),
      (phrases[.searchBrand], terms.compactMap { $0.term.isBrand ? counted($0) : nil }),
    ]
    let values: TemplateValues = [
      "say": say, "params": params, "otherDir": otherDirection, "home": path(.home), "title": title,
      "index": "/" + search.directory.path,
      "groups": groups.filter { !$0.links.isEmpty }
        .map { ["title": $0.title, "links": $0.links] as TemplateValues },
    ]
    var head = PageHead(title: title, description: phrases[.searchIntro], route: .search)
    head.structured = StructuredData(edition: self).breadcrumb([(title, .search)])
    return file(.search, head: head, main: theme.templates.render(.search, values))
  }

  private func counted(_ list: Listing) -> TemplateValues {
    var values = link(list.term)
    values["count"] = phrases[.products, list.products.count]
    return values
  }
}

extension ListTerm {
  fileprivate var isCategory: Bool { if case .category = self { true } else { false } }
  fileprivate var isScenario: Bool { if case .scenario = self { true } else { false } }
  fileprivate var isBrand: Bool { if case .brand = self { true } else { false } }
}
