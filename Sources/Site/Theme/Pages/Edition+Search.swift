import Shop

extension Edition {
  /// The search page: where the lists of the shop are found by their names, without a script, too.
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
