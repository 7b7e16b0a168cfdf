import Foundation
import Site
import Testing
import Text

/// The documents for editors agree with the tables by which files are read.
@Suite(.timeLimit(.minutes(20))) struct KeyReferenceTests {
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// With `UPDATE_GOLDEN=1` the files are written again.
  ///
  /// The text from `rest` on belongs to another table and is kept.
  private func check(_ text: String, is file: String, but rest: String? = nil) throws {
    let url = Self.repository.appending(path: file)
    let whole = try String(contentsOf: url, encoding: .utf8)
    let start = rest.flatMap { whole.range(of: $0)?.lowerBound } ?? whole.endIndex
    let text = text + whole[start...]
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try Data(text.utf8).write(to: url)
    }
    let found = try String(contentsOf: url, encoding: .utf8)
    #expect(found == text, "\(file) is old: run this test with UPDATE_GOLDEN=1")
  }

  @Test func `docs/reference.md is what cardstock schema prints`() throws {
    try check(try keyReference(), is: "docs/reference.md", but: "\n## worker.yaml\n")
  }

  @Test func `docs/diagnostics.md is what cardstock schema prints`() throws {
    try check(diagnosticReference(), is: "docs/diagnostics.md")
  }

  /// The rows of a file's table: key and example, without keys below another.
  private static func examples(of heading: String) throws -> [(key: String, line: String)] {
    let sections = try keyReference().components(separatedBy: "\n## ")
    let section = try #require(sections.first { $0.hasPrefix(heading) })
    return section.split(separator: "\n").compactMap { row in
      guard let match = row.firstMatch(of: /^\| `([a-z_]+)`.*? \| `([a-z_]+: [^|]*)` \| [^|]*\|$/)
      else { return nil }
      return (String(match.1), String(match.2))
    }
  }

  private func problems(_ shop: TemporaryShop, about key: String) -> [String] {
    shop.load().problems.map { $0.text() }.filter {
      $0.contains("\(key): ") || $0.contains("`\(key)`")
    }
  }

  @Test func `every example of site.yaml is read without a word`() throws {
    let examples = try Self.examples(of: "site/site.yaml")
    #expect(examples.count >= 18)
    // `share_image` names a file that a new shop does not have.
    for (key, line) in examples where key != "share_image" {
      let shop = try TemporaryShop()
      let lines = try shop.text("site/site.yaml").components(separatedBy: "\n")
      var kept: [String] = []
      var isInside = false
      for other in lines {
        if !other.hasPrefix(" ") { isInside = other.hasPrefix(key + ":") }
        if !isInside { kept.append(other) }
      }
      try shop.write(kept.joined(separator: "\n") + "\n\(line)\n", to: "site/site.yaml")
      #expect(problems(shop, about: key) == [], "\(line)")
    }
  }

  @Test func `every example of a product is read without a word`() throws {
    let examples = try Self.examples(of: "content/products")
    #expect(examples.count >= 25)
    for (key, line) in examples {
      let value = String(line.dropFirst(key.count + 2))
      let shop = try TemporaryShop([
        "content/products/test.md": productText([key: value]),
        "site/static/images/card.svg":
          "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 5\"/>",
      ])
      #expect(problems(shop, about: key) == [], "\(line)")
    }
  }

  @Test(arguments: [
    ("content/categories/KEY", "content/categories/test.md"),
    ("content/pages", "content/pages/test.md"), ("NAME.TAG", "content/pages/test.en.md"),
  ])
  func `so is every one of the other files`(heading: String, file: String) throws {
    let examples = try Self.examples(of: heading)
    #expect(examples.count >= 3)
    let matter = examples.map(\.line).joined(separator: "\n")
    let original = "---\ntitle: 测试\n---\n文字。\n"
    var files = [
      "content/pages/test.md": original,
      "site/static/images/card.svg":
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 5\"/>",
    ]
    files[file] = "---\n\(matter)\n---\nText.\n"
    let shop = try TemporaryShop(files)
    for (key, line) in examples { #expect(problems(shop, about: key) == [], "\(line)") }
  }

  @Test func `a schema has every key, and says which are required`() throws {
    for file in KeyedFile.allCases {
      let data = Data(try jsonSchema(of: file, shop: "/nowhere").utf8)
      let schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      let required = try #require(schema["required"] as? [String])
      let properties = try #require(schema["properties"] as? [String: Any])
      #expect(required.allSatisfy { properties[$0] != nil }, "\(file)")
      #expect((schema["patternProperties"] == nil) == (file == .product || file == .translation))
    }
  }
}
