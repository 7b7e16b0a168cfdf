import Foundation
import Site
import Testing

/// The theme's own files of words.
@Suite struct WordsFileTests {
  @Test(arguments: ["en", "zh-CN"])
  func `says everything that pages ask for`(tag: String) throws {
    let words = try file(tag)
    #expect(words.problems.map { $0.text() } == [])
    #expect(words.missing == [])
  }

  @Test func `names the same values in every language`() throws {
    let english = try file("en").texts.keys.filter(isOfGroup)
    let chinese = try file("zh-CN").texts.keys.filter(isOfGroup)
    #expect(english.sorted() == chinese.sorted())
  }

  @Test func `puts values into the same places in every language`() throws {
    let english = try file("en").texts
    let chinese = try file("zh-CN").texts
    for (key, text) in english where chinese[key] != nil {
      #expect(places(text) == places(chinese[key] ?? ""), "\(key)")
    }
  }

  private func isOfGroup(_ key: String) -> Bool {
    ["labels.", "providers.", "regions."].contains { key.hasPrefix($0) }
  }

  /// The numbers of the values that the text has places for.
  private func places(_ text: String) -> Set<Int> {
    let parts = text.split(separator: "#", omittingEmptySubsequences: false).dropFirst()
    return Set(parts.map { $0.first?.wholeNumberValue ?? 1 })
  }

  private func file(_ tag: String) throws -> WordsFile {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let path = "../../../../Sources/Site/Theme/Words/\(tag).yaml"
    let bytes = try Data(contentsOf: folder.appendingPathComponent(path))
    return WordsFile(Array(bytes), named: "\(tag).yaml")
  }
}
