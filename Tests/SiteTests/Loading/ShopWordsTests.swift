import Foundation
import Site
import Testing

/// Languages and words that a shop adds in `site/words`.
@Suite(.timeLimit(.minutes(20))) struct ShopWordsTests {
  /// A shop in Chinese, English and French, with the words of `cardstock new language`, of which
  /// some are translated.
  private func frenchShop() throws -> TemporaryShop {
    let shop = try TemporaryShop([
      "content/products/example-50.fr.md": """
      ---
      title: Carte Exemple 50 ¥
      ---
      Crédite un compte Exemple.

      - [ ] à vérifier

      Puis :

      - [ ] à faire

      ## Mode d’emploi

      Collez le code.

      """,
      "content/categories/memberships.md": "---\ntitle: 会员\ntitle_fr: Abonnements\n---\n",
    ])
    let settings = try shop.text("site/site.yaml")
      .replacing("languages: [zh-CN, en]", with: "languages: [zh-CN, en, fr]")
    try shop.write(settings + "title_fr: Ma boutique\n", to: "site/site.yaml")
    let (file, _) = try writeNewLanguage("fr", shop: shop.path)
    let words = try shop.text(file)
      .replacing("home: Home\n", with: "home: Accueil\n")
      .replacing("taskOpen: not done\n", with: "taskOpen: à faire\n")
      .replacing("redeemHeading: How to redeem\n", with: "redeemHeading: Mode d’emploi\n")
    try shop.write(words, to: file)
    return shop
  }

  @Test func `builds a third language under its own addresses`() throws {
    let shop = try frenchShop()
    let report = try shop.build()
    #expect(report.problems.map(\.warning) == [.untranslatedWords])
    #expect(report.languages == ["zh-CN", "en", "fr"])
    let page = try shop.text("public/fr/products/example-50/index.html")
    #expect(page.contains("<html lang=\"fr\">"))
    #expect(page.contains("<title>Carte Exemple 50 ¥ – Ma boutique</title>"))
    #expect(page.contains(">Accueil</a>"))
    #expect(page.contains("aria-label=\"à faire\""))
    #expect(page.contains("<a href=\"/fr/categories/memberships/\">Abonnements</a>"))
    let catalog = try shop.text("public/catalog.json")
    #expect(catalog.contains("\"text\":\"Collez le code.\""))
  }

  @Test func `leads from each language to every other`() throws {
    let shop = try frenchShop()
    _ = try shop.build()
    for prefix in ["", "en/", "fr/"] {
      let page = try shop.text("public/\(prefix)products/example-50/index.html")
      for (tag, other) in [("zh-CN", ""), ("en", "en/"), ("fr", "fr/"), ("x-default", "")] {
        let url = "https://cards.example.com/\(other)products/example-50/"
        let link = "<link rel=\"alternate\" hreflang=\"\(tag)\" href=\"\(url)\">"
        #expect(page.contains(link), "\(prefix) to \(tag)")
      }
      #expect(prefix == "fr/" || page.contains("hreflang=\"fr\" lang=\"fr\">français</a>"))
    }
  }

  @Test func `marks the language of what is not translated`() throws {
    let shop = try frenchShop()
    _ = try shop.build()
    let page = try shop.text("public/fr/products/example-month/index.html")
    #expect(page.contains("<h1 lang=\"zh-CN\">示例会员 1 个月</h1>"))
  }

  @Test func `says which file a language needs`() throws {
    let shop = try TemporaryShop()
    let settings = try shop.text("site/site.yaml")
      .replacing("languages: [zh-CN, en]", with: "languages: [zh-CN, pt-br]")
    try shop.write(settings, to: "site/site.yaml")
    let problem = shop.load().problems.first { $0.file == "site/site.yaml" }
    #expect(
      problem?.message == "languages: expected one of zh-CN, en, zh-TW, found `pt-br`; "
        + "`cardstock new language pt-BR` adds site/words/pt-BR.yaml"
    )
  }

  @Test func `changes single words of a built-in language`() throws {
    let shop = try TemporaryShop([
      "site/words/en.yaml": "home: Shop front\nproducts: {one: a card, other: \"# of them\"}\n"
    ])
    let report = try shop.build(isStrict: true)
    #expect(report.problems.map { $0.text() } == [])
    let page = try shop.text("public/en/categories/game-cards/index.html")
    #expect(page.contains(">Shop front</a>"))
    #expect(page.contains("a card"))
    #expect(page.contains("Skip to content"))
  }

  @Test func `warns once of the words that a language lacks and shows them in English`() throws {
    let shop = try frenchShop()
    try shop.write("languageName: Français\nhome: Accueil\n", to: "site/words/fr.yaml")
    let report = try shop.build()
    // The heading of the instructions is among the missing words.
    #expect(report.problems.map(\.warning) == [.noInstructions, .missingWords])
    let message = try #require(report.problems.last?.message)
    #expect(message.contains("found 2; add listSeparator, skip, categories"))
    #expect(message.contains(" more, which pages show in en till then"))
    let page = try shop.text("public/fr/index.html")
    #expect(page.contains(">Skip to content</a>"))
  }

  @Test func `speaks the Chinese of Taiwan by itself`() throws {
    let shop = try TemporaryShop([
      "content/pages/policies/refund.zh-TW.md": "---\ntitle: 退款政策\n---\n七天內可退款。\n"
    ])
    let settings = try shop.text("site/site.yaml")
      .replacing("languages: [zh-CN, en]", with: "languages: [zh-CN, en, zh-TW]")
    try shop.write(settings + "title_zh-tw: 我的點數卡商店\n", to: "site/site.yaml")
    let report = try shop.build()
    #expect(report.problems.map { $0.text() } == [])
    let page = try shop.text("public/zh-tw/policies/refund/index.html")
    #expect(page.contains("<html lang=\"zh-TW\">"))
    #expect(page.contains(">首頁</a>"))
    #expect(page.contains(">跳至主要內容</a>"))
    #expect(page.contains("<meta property=\"og:locale\" content=\"zh_TW\">"))
  }

  @Test func `keeps the blanks in which a sentence goes on as a link`() throws {
    let shop = try TemporaryShop()
    _ = try shop.build()
    let page = try shop.text("public/en/products/example-50/index.html")
    #expect(page.contains("order number to <a href=\"mailto:help@example.com\">"))
  }

  @Test func `shows what a language of traditional Chinese lacks in its like`() throws {
    let shop = try TemporaryShop(["site/words/zh-HK.yaml": "languageName: 繁體中文（香港）\n"])
    let settings = try shop.text("site/site.yaml")
      .replacing("languages: [zh-CN, en]", with: "languages: [zh-CN, zh-HK]")
    try shop.write(settings, to: "site/site.yaml")
    _ = try shop.build()
    let page = try shop.text("public/zh-hk/policies/refund/index.html")
    #expect(page.contains("<html lang=\"zh-HK\">"))
    #expect(page.contains(">跳至主要內容</a>"))
  }
}
