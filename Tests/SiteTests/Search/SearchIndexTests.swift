import Foundation
import Shop
import Site
import Testing

/// The files of the index, read as the script reads them.
@Suite(.timeLimit(.minutes(20))) struct SearchIndexTests {
  @Test(arguments: [
    // A word, a pair, a character that ends its run, a whole SKU, syllables, initials, a brand.
    ("cairnlight", ["cairnlight-50"]), ("钱包", ["cairnlight-50"]), ("卡", ["dawnmill-100"]),
    ("#cairncn50", ["cairnlight-50"]), ("~dieshiqianba", ["cairnlight-50"]),
    ("~tahy", ["earshore"]), ("~tinganhuiyua", ["earshore"]),
    // The names of a category and a scenario in both languages; a part of a SKU that is a word.
    ("games", ["cairnlight-50", "earshore"]), ("birthdays", ["cairnlight-50"]),
    ("dawn", ["dawnmill-100"]), ("steam", []),
  ])
  func `a term leads to its products`(term: String, slugs: [String]) throws {
    let index = try ReadIndex(SearchIndex(SampleShop.content(), in: .chinese))
    #expect(try index.slugs(of: term).sorted() == slugs)
  }

  @Test func `a result shows the title in the page's language, or says which it is in`() throws {
    let content = try SampleShop.content()
    let chinese = try ReadIndex(SearchIndex(content, in: .chinese))
    let english = try ReadIndex(SearchIndex(content, in: .english))
    #expect(chinese.rows.last?.prefix(3) == ["叠石钱包 50 元", "cairnlight-50", "¥48.50"])
    #expect(english.rows.last?.prefix(3) == ["Cairnlight Wallet 50", "cairnlight-50", "CN¥48.50"])
    #expect(english.rows.first?.last == "zh-CN")
    #expect(chinese.rows.first?.last == "/images/coffee.svg")
    #expect(english.base == "/en/products/")
  }

  @Test func `shards are in the order of JavaScript and no longer than allowed`() throws {
    let index = try ReadIndex(SearchIndex(manyProducts(count: 800), in: .chinese))
    #expect(index.shards.count > 3)
    let terms = index.shards.flatMap { $0.map(\.term) }
    #expect(
      zip(terms, terms.dropFirst()).allSatisfy { $0.utf16.lexicographicallyPrecedes($1.utf16) }
    )
    #expect(index.starts == index.shards.compactMap(\.first?.term))
    #expect(index.sizes.allSatisfy { $0 < 30_000 })
  }

  @Test func `a new product leaves most files as they are`() throws {
    let old = try manyProducts(count: 800)
    var new = old
    new.products.insert(
      try SampleShop.plain(sku: "FRESH-1", slug: "fresh-1", title: "全新卡"),
      at: 0
    )
    let before = SearchIndex(old, in: .chinese)
    let kept = Set(before.files.map(\.path))
      .intersection(SearchIndex(new, in: .chinese).files.map(\.path))
    #expect(kept.count * 2 > before.files.count)
  }

  @Test func `an empty shop has an index, too`() throws {
    var content = try SampleShop.content()
    content.products = []
    #expect(try ReadIndex(SearchIndex(content, in: .english)).shards.isEmpty)
  }

  @Test func `the page lists what there is, and names the script and the index`() throws {
    let files = try rendered(SampleShop.content())
    let page = try #require(files["en/search/index.html"])
    #expect(page.holds("<a href=\"/en/categories/games/\">Games</a>"))
    #expect(page.holds("<a href=\"/en/scenarios/%E7%94%9F%E6%97%A5/\">Birthdays</a>"))
    #expect(page.holds("<link rel=\"canonical\" href=\"https://cards.example.com/en/search/\">"))
    #expect(page.holds("<noscript>"))
    let address = try #require(page.firstMatch(of: /data-index="\/([^"]+)"/)?.1)
    #expect(files[String(address)] != nil)
    let script = try #require(page.firstMatch(of: /src="\/(assets\/search\.[^"]+)"/)?.1)
    #expect(files[String(script)]?.holds("export function attach(form)") == true)
  }

  /// Products whose titles differ in many characters.
  private func manyProducts(count: Int) throws -> SiteContent {
    var content = try SampleShop.content()
    content.products = try (0..<count).map { number in
      let letters = (0..<6).compactMap {
        Unicode.Scalar(0x4E00 + (number * 31 + $0 * 977) % 20_000)
      }
      let title = "word\(number) " + String(String.UnicodeScalarView(letters))
      return try SampleShop.plain(sku: "SKU-\(number)", slug: "slug-\(number)", title: title)
    }
    return content
  }
}

/// An index's files, decoded.
struct ReadIndex {
  let base: String
  let starts: [String]
  let shards: [[(term: String, postings: [Int])]]
  let sizes: [Int]
  /// What results show, the oldest product first.
  let rows: [[String]]

  init(_ index: SearchIndex) throws {
    let files = Dictionary(uniqueKeysWithValues: index.files.map { ($0.path, Data($0.bytes)) })
    func file(_ name: String) throws -> Data {
      try #require(files["assets/search/\(name).json"])
    }
    let directory = try JSONDecoder().decode(
      Directory.self,
      from: Data(index.directory.bytes)
    )
    base = directory.base
    starts = directory.starts
    sizes = try directory.shards.map { try file($0).count }
    shards = try directory.shards.map { name in
      let rows = try #require(try JSONSerialization.jsonObject(with: file(name)) as? [[Any]])
      return try rows.map { row in
        (try #require(row.first as? String), row.dropFirst().compactMap { $0 as? Int })
      }
    }
    rows = try directory.blocks.flatMap { name in
      let rows = try #require(try JSONSerialization.jsonObject(with: file(name)) as? [[Any]])
      return rows.map { $0.map { "\($0)" } }
    }
  }

  /// The products of one whole term.
  func slugs(of term: String) throws -> [String] {
    let row = shards.joined().first { $0.term == term }
    var number = 0
    return (row?.postings ?? []).map { posting in
      number += posting / 4
      return rows[number][1]
    }
  }

  private struct Directory: Decodable {
    var base: String
    var starts: [String]
    var shards: [String]
    var blocks: [String]
  }
}
