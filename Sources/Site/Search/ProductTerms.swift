import Shop

/// The terms of products in one language.
struct ProductTerms: Sendable {
  private let language: LanguageTag
  /// The terms of a category's or scenario's names in all languages, by its key.
  private let categories: [String: Set<String>]
  private let scenarios: [String: Set<String>]

  init(_ content: SiteContent, in language: LanguageTag) {
    self.language = language
    let languages = content.config.languages
    func names(_ terms: [Term]) -> [String: Set<String>] {
      Dictionary(
        uniqueKeysWithValues: terms.map { term in
          (term.key, Set(languages.flatMap { SearchText.terms(of: term.title.text(in: $0)) }))
        }
      )
    }
    categories = names(content.categories)
    scenarios = names(content.scenarios)
  }

  /// Every term of the product, each with the best place that it has it in.
  func fields(of product: Product) -> [String: SearchField] {
    var fields: [String: SearchField] = [:]
    func add(_ terms: some Sequence<String>, _ field: SearchField) {
      for term in terms { fields[term] = max(fields[term] ?? field, field) }
    }
    let runs = SearchText.runs(of: SearchText.normalized(product.title.text(in: language)))
    add(runs.prefix(1).flatMap { SearchText.terms(of: $0).prefix(1) }, .titleStart)
    for run in runs {
      add(SearchText.terms(of: run), .name)
      if case .ideographs(let text) = run {
        add(Pinyin.terms(of: text).map { SearchSpace.pinyin + $0 }, .pinyin)
      }
    }
    if let brand = product.brand { add(SearchText.terms(of: brand), .name) }
    add(Self.terms(of: product.sku), .name)
    add(categories[product.category] ?? [], .listing)
    for key in product.scenarios { add(scenarios[key] ?? [], .listing) }
    for tag in product.tags { add(SearchText.terms(of: tag), .listing) }
    return fields
  }

  /// The whole SKU, and those of its parts that are words: numbers in it are seldom looked for.
  private static func terms(of sku: SKU) -> [String] {
    let parts = SearchText.terms(of: sku.text)
    let words = parts.filter { part in
      part.utf8.count > 1 && part.utf8.allSatisfy { $0 >= UInt8(ascii: "a") }
    }
    return [SearchSpace.sku + parts.joined()] + words
  }
}
