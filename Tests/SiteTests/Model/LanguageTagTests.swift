import Site
import Testing

/// Languages by their tags.
@Suite(.timeLimit(.minutes(20))) struct LanguageTagTests {
  @Test(arguments: [
    ("zh", "zh-CN", "zh"), ("ZH-hans-cn", "zh-CN", "zh"), ("zh-TW", "zh-TW", "zh-tw"),
    ("zh-hant-hk", "zh-Hant-HK", "zh-hant-hk"), ("en-GB", "en", "en"), ("FR", "fr", "fr"),
    ("pt-br", "pt-BR", "pt-br"), ("sr-LATN", "sr-Latn", "sr-latn"), ("fil", "fil", "fil"),
  ])
  func `are read in any case and written in one`(written: String, tag: String, short: String) throws
  {
    let language = try #require(LanguageTag(tag: written))
    #expect(language.tag == tag)
    #expect(language.shortTag == short)
  }

  @Test(arguments: [
    ("cn", "zh-CN"), ("JP", "ja"), ("jp-JP", "ja"), ("kr", "ko"), ("gr", "el"), ("ua", "uk"),
    ("cz", "cs"), ("dk", "da"), ("se", "sv"), ("gb", "en"), ("eng", "en"), ("chi", "zh-CN"),
    ("jpn", "ja"), ("se-NO", nil), ("ja", nil), ("uk", nil), ("fil", nil), ("zh-CN", nil),
    ("pt-BR", nil), ("", nil),
  ])
  func `a country's code or a longer one is known for the language`(written: String, tag: String?) {
    #expect(LanguageTag.meant(by: written) == tag)
    if let tag { #expect(LanguageTag.meant(by: tag) == nil && LanguageTag(tag: tag) != nil) }
  }

  @Test(arguments: ["", "f", "french", "fr_FR", "fr-", "-fr", "fr-F", "fr-../..", "fr-a-b-c", "语言"])
  func `are refused where they are none`(written: String) {
    #expect(LanguageTag(tag: written) == nil)
  }
}
