import Shop

/// One file of the index: a range of terms with their postings, as JSON.
struct SearchShard {
  /// The first term in it.
  let start: String
  /// `[["term",posting,…],…]`, a line for each term.
  let bytes: [UInt8]

  /// The bytes from which on a shard ends at the next term for which `beginsShard` is true.
  static let likelyLength = 22_000
  /// The most bytes of a shard.
  static let longestLength = 28_000

  /// Cuts the terms into shards of about 24 kB.
  ///
  /// Whether a term begins a shard depends on the term itself, so that a longer list moves only the
  /// cuts near it, and later shards keep their names.
  static func cut(_ postings: Postings) -> [SearchShard] {
    var shards: [SearchShard] = []
    var start = ""
    var bytes: [UInt8] = []
    func close() {
      guard !bytes.isEmpty else { return }
      shards.append(SearchShard(start: start, bytes: bytes + Array("]\n".utf8)))
      bytes = []
    }
    for (term, number) in postings.sorted {
      let list = postings.lists[number].bytes
      let length = bytes.count + list.count + term.utf8.count
      if length > longestLength || (bytes.count > likelyLength && beginsShard(term)) { close() }
      if bytes.isEmpty { start = term }
      // Terms are letters and digits: nothing in them needs escaping.
      bytes += Array((bytes.isEmpty ? "[[\"" : ",\n[\"").utf8)
      bytes += Array(term.utf8)
      bytes.append(UInt8(ascii: "\""))
      bytes += list
      bytes.append(UInt8(ascii: "]"))
    }
    close()
    return shards
  }

  /// Whether a term may begin a shard: one in sixteen, by its FNV-1a hash.
  private static func beginsShard(_ term: String) -> Bool {
    var hash: UInt32 = 0x811C_9DC5
    for byte in term.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    return (hash >> 8) & 15 == 0
  }
}

/// What results show of 64 neighbouring products, the oldest first.
struct SearchBlock {
  /// How many products one file holds; results are usually newest first, so that they share files.
  static let length = 64

  let bytes: [UInt8]

  /// Writes `[[title, slug, price, SKU, minor units, region, popular, image, language],…]`, without
  /// empty values at the end.
  ///
  /// The region is a place in the directory's list, or -1; the language is that of an untranslated
  /// title.
  init(
    _ products: ArraySlice<Product>,
    in language: LanguageTag,
    default fallback: LanguageTag,
    regions: Regions,
    address: Address
  ) {
    let rows = products.map { product in
      let isForeign = !product.texts.title.isTranslated(to: language)
      let offer = product.offer
      let image = product.image.map { address.hosted(Address.encode($0)) } ?? ""
      var row: [JSONText] = [
        .text(product.texts.title.text(in: language)), .text(product.slug),
        .text(PriceText(offer.price, in: language).text), .text(product.sku.text),
        .number(Int(offer.price.minorUnits)), .number(regions.place(of: product) ?? -1),
        .number(product.shelving.labels.contains(.hot) ? 1 : 0),
      ]
      if isForeign || !image.isEmpty { row.append(.text(image)) }
      if isForeign { row.append(.text(fallback.tag)) }
      return JSONText.list(row).script
    }
    bytes = Array("[\(rows.joined(separator: ",\n"))]\n".utf8)
  }
}

/// The distinct written words of the index, such as `["50","cairnlight",…]`, for queries that begin
/// inside a word and for typing errors.
struct SearchWords {
  let bytes: [UInt8]
  /// Whether all words are there; the rarest are left out if the file would be too long.
  let isComplete: Bool

  /// `longest` is in bytes.
  init(_ postings: Postings, longest: Int) {
    let all = postings.sorted.filter { Self.isWritten($0.term) }
    let frequent = all.sorted { left, right in
      let counts = (postings.lists[left.number].count, postings.lists[right.number].count)
      return counts.0 == counts.1 ? left.term < right.term : counts.0 > counts.1
    }
    var length = 0
    let kept = Set(
      frequent.prefix { word in
        length += word.term.utf8.count + 3
        return length <= longest
      }.map(\.number)
    )
    isComplete = kept.count == all.count
    let words = all.filter { kept.contains($0.number) }.map { "\"\($0.term)\"" }
    bytes = Array("[\(words.joined(separator: ","))]\n".utf8)
  }

  /// Whether a term is a written word: neither a SKU nor pinyin nor ideographs.
  private static func isWritten(_ term: String) -> Bool {
    guard !term.hasPrefix(SearchSpace.sku), !term.hasPrefix(SearchSpace.pinyin) else {
      return false
    }
    return SearchText.runs(of: term) == [.word(term)]
  }
}
