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

  /// Every term of the product, each with the best field that has it.
  func fields(of product: Product) -> [String: SearchField] {
    var fields: [String: SearchField] = [:]
    func add(_ terms: some Sequence<String>, _ field: SearchField) {
      for term in terms { fields[term] = max(fields[term] ?? field, field) }
    }
    let runs = SearchText.runs(of: SearchText.normalized(product.texts.title.text(in: language)))
    add(runs.prefix(1).flatMap { SearchText.terms(of: $0).prefix(1) }, .titleStart)
    for run in runs {
      add(SearchText.terms(of: run), .name)
      if case .ideographs(let text) = run {
        add(Pinyin.terms(of: text).map { SearchSpace.pinyin + $0 }, .pinyin)
      }
    }
    if let brand = product.shelving.brand { add(SearchText.terms(of: brand), .name) }
    add(Self.terms(of: product.sku), .name)
    add(categories[product.shelving.category] ?? [], .listing)
    for key in product.shelving.scenarios { add(scenarios[key] ?? [], .listing) }
    for tag in product.shelving.tags { add(SearchText.terms(of: tag), .listing) }
    return fields
  }

  /// The whole SKU, and its parts that are words, since its numbers are seldom searched for.
  private static func terms(of sku: SKU) -> [String] {
    let parts = SearchText.terms(of: sku.text)
    let words = parts.filter { part in
      part.utf8.count > 1 && part.utf8.allSatisfy { $0 >= UInt8(ascii: "a") }
    }
    return [SearchSpace.sku + parts.joined()] + words
  }
}

/// Which products have which term.
///
/// Products are numbered from the oldest, 0, so that a new product changes only the lists of its
/// own terms.
struct Postings {
  /// The postings of one term: for each product the gap from the previous, times four, plus the
  /// field.
  struct List {
    var bytes: [UInt8] = []
    var count = 0
    fileprivate var last = 0

    fileprivate mutating func append(_ product: Int, _ field: SearchField) {
      bytes.append(UInt8(ascii: ","))
      bytes.append(decimal: (product - last) * 4 + field.rawValue)
      last = product
      count += 1
    }
  }

  private(set) var lists: [List] = []
  private var numbers: [String: Int] = [:]

  /// Adds a product; products come in ascending order.
  mutating func add(_ product: Int, _ fields: [String: SearchField]) {
    for (term, field) in fields {
      if let number = numbers[term] {
        lists[number].append(product, field)
      } else {
        numbers[term] = lists.count
        lists.append(List())
        lists[lists.count - 1].append(product, field)
      }
    }
  }

  /// The terms in the order of code points, each with the number of its list.
  var sorted: [(term: String, number: Int)] {
    numbers.sorted { $0.key < $1.key }.map { (term: $0.key, number: $0.value) }
  }
}

extension [UInt8] {
  /// Appends a number that is not negative, in decimal digits.
  fileprivate mutating func append(decimal number: Int) {
    if number >= 10 { append(decimal: number / 10) }
    append(UInt8(ascii: "0") + UInt8(number % 10))
  }
}

/// In which field a product has a term: the two low bits of a posting.
///
/// `search.js` has the same weights.
enum SearchField: Int, Comparable, Sendable {
  /// As a reading of Chinese characters: weight 1.
  case pinyin
  /// In the name of its category or a scenario, or in a tag: weight 4.
  case listing
  /// In the title, the brand or the SKU: weight 8.
  case name
  /// At the very beginning of the title: weight 10.
  case titleStart

  static func < (left: SearchField, right: SearchField) -> Bool { left.rawValue < right.rawValue }
}

/// The first characters of terms that are not written words.
enum SearchSpace {
  /// A whole SKU, letters and digits alone: `#steamcn50`.
  static let sku = "#"
  /// Syllables or initials, as in `~youxi`: after every plain letter, before every ideograph.
  static let pinyin = "~"
}
