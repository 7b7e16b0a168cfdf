import Site
import Testing

/// Plural forms.
@Suite(.timeLimit(.minutes(20))) struct PluralFormTests {
  @Test(arguments: [
    ("zh-CN", [PluralForm.other, .other, .other, .other]),
    ("en", [.other, .one, .other, .other]),
    ("fr", [.one, .one, .other, .other]),
    ("ru", [.many, .one, .few, .one]),
    ("pl", [.many, .one, .few, .many]),
    ("ar", [.zero, .one, .two, .many]),
  ])
  func `follows the language`(tag: String, forms: [PluralForm]) throws {
    let language = try #require(LanguageTag(tag: tag))
    #expect([0, 1, 2, 21].map { PluralForm($0, in: language) } == forms)
  }
}
