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
      for other in ["public/\(page)", "public/en/\(page)"] {
        let text = try shop.text(other)
        let link = " lang=\"\(tag)\" dir=\"rtl\">"
        #expect(text.contains(link), "\(other)")
        #expect(!text.replacing(link, with: "").contains(" dir="), "\(other)")
      }
    }
    #expect(try shop.text("public/\(tag)/old/index.html").contains("lang=\"\(tag)\" dir=\"rtl\""))
  }

  @Test func `each text in the shop's own language says so on a page in another`() throws {
    let shop = try TemporaryShop([
      "content/products/test.md": productText([
        "aliases": "[/old/]", "labels": "[staff]", "tags": "[礼物]",
      ]),
      "content/pages/about.md": "---\ntitle: 关于\n---\n文字。\n",
    ])
    _ = try writeNewLanguage("ar", shop: shop.path)
    let settings = try shop.text("site/site.yaml")
      .replacing("languages: [zh-CN, en]", with: "languages: [zh-CN, en, ar]")
    try shop.write(
      settings + "\nlabels:\n  staff: {title: 店主自用, color: \"#7a4a12\"}\n",
      to: "site/site.yaml"
    )
    _ = try shop.build()
    let pages = [
      "", "products/test/", "about/", "old/", "search/", "labels/staff/", "tags/礼物/",
      "policies/refund/",
    ]
    for page in pages {
      let found = unmarked(try shop.text("public/ar/\(page)index.html"))
      #expect(found.isEmpty, "\(page): \(found)")
    }
  }

  /// The Chinese texts of a page in none of whose elements a language is given.
  private func unmarked(_ html: String) -> [String] {
    let empty: Set<Substring> = ["meta", "link", "img", "input", "br", "hr", "path", "rect"]
    var open: [(name: Substring, isMarked: Bool)] = []
    var found: [String] = []
    for piece in html.matches(of: #/<(\/?)([a-z0-9]+)([^>]*)>|([^<]+)/#) {
      if let text = piece.4 {
        let isMarked = open.contains {
          $0.isMarked || ["svg", "title", "script"].contains($0.name)
        }
        if !isMarked, text.contains(#/[\u{4E00}-\u{9FFF}]/#) { found.append(String(text)) }
      } else if let name = piece.2, piece.1 == "/" {
        if let place = open.lastIndex(where: { $0.name == name }) { open.removeSubrange(place...) }
      } else if let name = piece.2, !empty.contains(name) {
        open.append((name, piece.3?.contains("lang=\"zh-CN\" dir=\"ltr\"") ?? false))
      }
    }
    return found
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
