import Shop

/// The search index of one language: a directory that pages name, and the files that it names.
///
/// The directory has a constant address, `/search/index.json`, so that a changed product changes
/// no page but its own. The files, JSON under `assets/search/`, are named by their content. The
/// directory tells where each shard of terms begins; a shard has products by number; a block of 64
/// products has what results show.
package struct SearchIndex: Sendable {
  /// `search/index.json`, or that of another language.
  package let directory: OutputFile
  /// All other files, each once.
  package let files: [OutputFile]

  /// The most bytes of the words file, about 13 kB when compressed.
  static let longestWords = 40_000
  /// In a shop of at least so many products, a term in more than a quarter counts as common.
  static let commonProducts = 500

  /// Makes the index of a shop, without rendering pages.
  package init(_ content: SiteContent, in language: LanguageTag) {
    self.init(
      content,
      listings: Listings(content, index: ProductIndex(content.products)),
      regions: Regions(content.products),
      address: Address(content.config),
      in: language
    )
  }

  init(
    _ content: SiteContent,
    listings: Listings,
    regions: Regions,
    address: Address,
    in language: LanguageTag
  ) {
    let terms = ProductTerms(content, in: language)
    // From old to new, so that a new product does not change other products' numbers.
    let products = Array(content.products.reversed())
    var postings = Postings()
    for (number, fields) in products.concurrentMap({ terms.fields(of: $0) }).enumerated() {
      postings.add(number, fields)
    }
    let shards = SearchShard.cut(postings)
    let starts = stride(from: 0, to: products.count, by: SearchBlock.length)
    let blocks = Array(starts).concurrentMap { start in
      let end = min(start + SearchBlock.length, products.count)
      return SearchBlock(
        products[start..<end],
        in: language,
        default: content.config.language,
        regions: regions,
        address: address
      )
    }
    let words = SearchWords(postings, longest: Self.longestWords)
    let shardFiles = shards.map { Self.file($0.bytes) }
    let blockFiles = blocks.map { Self.file($0.bytes) }
    let wordsFile = Self.file(words.bytes)
    let sounds = Pinyin.sounds(of: products.map { $0.texts.title.text(in: language) })
    let soundsFile = Self.file(Array((JSONText.object(sounds).script + "\n").utf8))
    let phrases = content.config.phrases(in: language)
    let names = SearchName.all(of: content, listings: listings, address: address, in: language)
    let json = JSONText.object([
      ("products", .number(products.count)),
      ("files", .text(address.hosted("/" + Self.folder))),
      ("blockLength", .number(SearchBlock.length)),
      ("base", .text(address.hosted(address.path(.list(.everything), in: language)))),
      ("words", .text(Self.name(of: wordsFile))),
      ("allWords", .number(words.isComplete ? 1 : 0)),
      ("sounds", .text(Self.name(of: soundsFile))),
      ("regions", .list(regions.apart.map { .text(phrases[region: $0]) })),
      ("common", .list(Self.common(postings, of: products.count))),
      ("starts", .list(shards.map { .text($0.start) })),
      ("shards", .list(shardFiles.map { .text(Self.name(of: $0)) })),
      ("blocks", .list(blockFiles.map { .text(Self.name(of: $0)) })),
      ("names", .list(names.map(\.json))),
      ("say", Self.words(phrases)),
    ])
    directory = OutputFile(
      path: String(address.path(.search, in: language).dropFirst()) + "index.json",
      text: json.script + "\n"
    )
    files = (shardFiles + blockFiles + [wordsFile, soundsFile]).eachOnce
  }

  /// The script's texts in the page's language; `#` stands for a value.
  private static func words(_ phrases: Phrases) -> JSONText {
    let texts: [(name: String, value: JSONText?)] = [
      (SearchName.Kind.category.rawValue, .text(phrases[.searchCategory])),
      (SearchName.Kind.brand.rawValue, .text(phrases[.searchBrand])),
      (SearchName.Kind.scenario.rawValue, .text(phrases[.searchScenario])),
      (SearchName.Kind.tag.rawValue, .text(phrases[.searchTag])),
      ("none", .text(phrases[.searchNone])),
      ("near", .text(phrases[.searchNear])),
      ("more", .text(phrases[.searchMore])),
      ("title", .text(phrases[.searchFor, "#"])),
    ]
    return .object(texts + phrases.forms(.products).map { ($0.form, .text($0.text)) })
  }

  private static let folder = AddressFolder.assets.path + "search/"

  private static func file(_ bytes: [UInt8]) -> OutputFile {
    let hash = Asset.hash(bytes)
    return OutputFile(path: "\(folder)\(hash).json", bytes: bytes)
  }

  /// The `HASH` of `assets/search/HASH.json`.
  private static func name(of file: OutputFile) -> String {
    String(file.path.dropFirst(folder.count).dropLast(".json".count))
  }

  private static func common(_ postings: Postings, of products: Int) -> [JSONText] {
    guard products >= commonProducts else { return [] }
    return postings.sorted.filter { postings.lists[$0.number].count > products / 4 }
      .map { .text($0.term) }
  }
}

extension [OutputFile] {
  /// The files without repeated paths, whose content is the same.
  var eachOnce: [OutputFile] {
    var seen: Set<String> = []
    return filter { seen.insert($0.path).inserted }
  }
}
