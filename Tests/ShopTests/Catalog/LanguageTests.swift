import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct LanguageTests {
  @Test(arguments: [
    ("zh", Language.chinese), ("zh-CN", .chinese), ("ZH-Hans-CN", .chinese), ("en", .english),
    ("en-GB", .english),
  ])
  func `reads the first subtag`(tag: String, language: Language) {
    #expect(Language(tag: tag) == language)
  }

  @Test(arguments: ["", "-", "fr", "zho", "e", "中文"])
  func `knows no other`(tag: String) {
    #expect(Language(tag: tag) == nil)
  }
}
