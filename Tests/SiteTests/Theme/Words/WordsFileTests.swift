import Foundation
import Site
import Testing

/// The theme's own words files.
@Suite(.timeLimit(.minutes(20))) struct WordsFileTests {
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

  @Test func `holds every text that templates ask for`() throws {
    let folder = sources.appendingPathComponent("Templates")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.contains("layout.mustache"))
    for name in names where name.hasSuffix(".mustache") {
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      for match in text.matches(of: /say\.([A-Za-z0-9]+)/) {
        #expect(WordsFile.keys.contains(String(match.1)), "\(name): \(match.0)")
      }
    }
  }

  private func isOfGroup(_ key: String) -> Bool {
    ["labels.", "providers.", "regions."].contains { key.hasPrefix($0) }
  }

  /// The numbers of a text's placeholders.
  private func places(_ text: String) -> Set<Int> {
    let parts = text.split(separator: "#", omittingEmptySubsequences: false).dropFirst()
    return Set(parts.map { $0.first?.wholeNumberValue ?? 1 })
  }

  private var sources: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../../Sources/Site/Theme").standardizedFileURL
  }

  private func file(_ tag: String) throws -> WordsFile {
    let bytes = try Data(contentsOf: sources.appendingPathComponent("Words/\(tag).yaml"))
    return WordsFile(Array(bytes), named: "\(tag).yaml")
  }
}
