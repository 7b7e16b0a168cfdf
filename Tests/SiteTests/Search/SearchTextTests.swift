import Foundation
import Site
import Testing

/// `vectors.json` in Swift; `scripts/check-search` runs them in the script.
@Suite(.timeLimit(.minutes(20))) struct SearchTextTests {
  private let vectors: SearchVectors

  init() throws { vectors = try SearchVectors.read() }

  @Test func `a text is normalised as in the browser`() {
    for pair in vectors.normalized {
      // Compared by bytes, since Swift takes two spellings of a character for equal.
      let found = SearchText.normalized(pair[0])
      #expect(Array(found.unicodeScalars) == Array(pair[1].unicodeScalars), "\(pair[0])")
    }
  }

  @Test func `a text has the terms that the browser asks for`() {
    for vector in vectors.terms {
      let found = SearchText.terms(of: vector.text)
      #expect(found.map { Array($0.utf16) } == vector.terms.map { Array($0.utf16) })
    }
  }
}

/// The content of `vectors.json`.
struct SearchVectors: Decodable {
  var normalized: [[String]]
  var terms: [TermVector]
  var catalog: Catalog

  struct TermVector: Decodable {
    let text: String
    let terms: [String]

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      text = try list.decode(String.self)
      terms = try list.decode([String].self)
    }
  }

  struct Catalog: Decodable {
    var products: [Product]

    struct Product: Decodable {
      var sku: String
      var title: [String: String]
    }
  }

  static func read() throws -> SearchVectors {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "vectors.json")
    return try JSONDecoder().decode(SearchVectors.self, from: Data(contentsOf: file))
  }
}
