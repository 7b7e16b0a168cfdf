extension Phrases {
  /// The theme's own words, by language.
  package static let builtIn: [LanguageTag: Phrases] = [
    .english: english,
    .chinese: Phrases(reading: PackageResources.zh_CN_yaml, named: "zh-CN.yaml", in: .chinese),
  ]

  static let english = Phrases(reading: PackageResources.en_yaml, named: "en.yaml", in: .english)

  /// What a text that the language does not have is shown in: its like, or else English.
  static func fallback(for language: LanguageTag) -> Phrases {
    builtIn[language] ?? builtIn.values.first { $0.language.primary == language.primary } ?? english
  }

  /// A test reads the files for what is wrong with them.
  private init(reading bytes: [UInt8], named file: String, in language: LanguageTag) {
    self.init(WordsFile(bytes, named: file).texts, in: language)
  }
}

extension SiteConfig {
  /// The languages that the shop may be written in: the built-in ones, then those of `site/words`.
  package var spokenLanguages: [LanguageTag] { phrases.spokenLanguages }

  /// What the theme says in that language.
  func phrases(in language: LanguageTag) -> Phrases { phrases[language] ?? .english }
}

extension [LanguageTag: Phrases] {
  var spokenLanguages: [LanguageTag] {
    LanguageTag.builtIn
      + keys.filter { !LanguageTag.builtIn.contains($0) }.sorted { $0.tag < $1.tag }
  }
}
