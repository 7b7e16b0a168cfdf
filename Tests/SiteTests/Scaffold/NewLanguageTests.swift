import Site
import Testing

/// `cardstock new language`.
@Suite(.timeLimit(.minutes(20))) struct NewLanguageTests {
  @Test func `writes every text and the forms of the language's numbers`() throws {
    let shop = try TemporaryShop()
    let (file, tag) = try writeNewLanguage("RU", shop: shop.path)
    #expect(file == "site/words/ru.yaml" && tag == "ru")
    let text = try shop.text(file)
    #expect(text.contains("# Forms of a text about a number in this language: one, few, many"))
    #expect(text.contains("languageName: \"русский\""))
    let words = WordsFile(Array(text.utf8), named: file)
    #expect(words.missing == [])
    #expect(words.problems == [])
  }

  @Test(arguments: [
    ("en", "expected a language that the theme does not speak, found `en`"),
    ("french", "the language: expected a tag such as fr or pt-BR, found `french`"),
    ("jp", "the language: expected a language's tag, found `jp`, another code; did you mean `ja`?"),
    ("CN", "the language: expected a language's tag, found `CN`, another code; did you mean `zh-"),
    ("de", "site/words/de.yaml: expected a new language, found this file"),
  ])
  func `refuses what would overwrite or mean nothing`(name: String, message: String) throws {
    let shop = try TemporaryShop(["site/words/de.yaml": "home: Start\n"])
    let refusal = try #require(throws: ScaffoldRefusal.self) {
      try writeNewLanguage(name, shop: shop.path)
    }
    #expect(refusal.description.hasPrefix(message))
    #expect(try shop.text("site/words/de.yaml") == "home: Start\n")
  }
}
