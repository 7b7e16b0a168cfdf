extension Phrases {
  /// The theme's own words, by language.
  package static let builtIn: [LanguageTag: Phrases] = [
    .english: english,
    .chinese: chinese,
    .taiwanese: taiwanese,
  ]

  static let english = Phrases(reading: PackageResources.en_yaml, named: "en.yaml", in: .english)

  private static let chinese = Phrases(
    reading: PackageResources.zh_CN_yaml,
    named: "zh-CN.yaml",
    in: .chinese
  )

  private static let taiwanese = Phrases(
    reading: PackageResources.zh_TW_yaml,
    named: "zh-TW.yaml",
    in: .taiwanese
  )

  /// What a text that the language does not have is shown in: its like, or else English.
  static func fallback(for language: LanguageTag) -> Phrases {
    if let own = builtIn[language] { return own }
    guard language.primary == "zh" else { return english }
    return language.isTraditionalChinese ? taiwanese : chinese
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
  /// With the shop's own words for its labels.
  func naming(_ labels: [OwnLabel]) -> [LanguageTag: Phrases] {
    var named = self
    for (language, phrases) in self {
      var texts: [String: String] = [:]
      for label in labels {
        let word = label.title.text(in: language)
        if !word.isEmpty { texts["labels.\(label.label.rawValue)"] = word }
      }
      named[language] = Phrases(texts, in: language, over: phrases)
    }
    return named
  }

  var spokenLanguages: [LanguageTag] {
    LanguageTag.builtIn
      + keys.filter { !LanguageTag.builtIn.contains($0) }.sorted { $0.tag < $1.tag }
  }
}
