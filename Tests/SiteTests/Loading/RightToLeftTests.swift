import Shop
import Site
import Testing

/// Pages in languages that are written from right to left.
@Suite(.timeLimit(.minutes(20))) struct RightToLeftTests {
  @Test(arguments: [
    ("ar", "rtl"), ("he", "rtl"), ("fa", "rtl"), ("ur", "rtl"), ("ar-EG", "rtl"), ("ckb", "rtl"),
    ("az-Arab", "rtl"), ("en", "ltr"), ("zh-CN", "ltr"), ("fr", "ltr"), ("ur-Latn", "ltr"),
  ])
  func `a language has a direction`(tag: String, direction: String) {
    #expect(LanguageTag(tag: tag)?.direction == direction)
  }

  @Test(arguments: ["ar", "he", "fa"])
  func `pages say their direction, and that of texts that are not translated`(
    tag: String
  ) throws {
    let shop = try TemporaryShop([
      "content/products/test.md": productText(["aliases": "[/old/]"])
    ])
    _ = try writeNewLanguage(tag, shop: shop.path)
    let settings = try shop.text("site/site.yaml")
    try shop.write(
      settings.replacing("languages: [zh-CN, en]", with: "languages: [zh-CN, en, \(tag)]"),
      to: "site/site.yaml"
    )
    _ = try shop.build()
    for page in ["index.html", "products/test/index.html", "policies/refund/index.html"] {
      let text = try shop.text("public/\(tag)/\(page)")
      #expect(text.contains("<html lang=\"\(tag)\" dir=\"rtl\">"), "\(page)")
      #expect(text.contains(" lang=\"zh-CN\" dir=\"ltr\">"), "\(page)")
      #expect(!(try shop.text("public/\(page)")).contains(" dir="), "\(page)")
      #expect(!(try shop.text("public/en/\(page)")).contains(" dir="), "\(page)")
    }
    #expect(try shop.text("public/\(tag)/old/index.html").contains("lang=\"\(tag)\" dir=\"rtl\""))
  }

  @Test func `the stylesheet knows no left and right`() throws {
    let sheet = try rendered(SampleShop.content()).first { $0.key.hasSuffix(".css") }
    let rules = try #require(sheet?.value)
    for word in ["left:", "right:", "-left", "-right:"] {
      #expect(!rules.contains("\(word)"), "\(word)")
    }
    for match in rules.matches(of: /(?:margin|padding|inset):([^;}]+)/) {
      let sides = match.1.split(separator: " ").map(String.init)
      guard sides.count == 4, !match.1.contains("(") else { continue }
      #expect(sides[1] == sides[3], "\(match.0)")
    }
    // The text of a drawn card is from left to right in every language.
    #expect(rules.contains(/\.face ?{[^}]*direction: ?ltr/))
  }
}
