extension Phrases {
  /// The theme's own words in that language; English for one that it does not speak.
  static func of(_ language: LanguageTag) -> Phrases { builtIn[language] ?? english }

  private static let english = Phrases(
    reading: PackageResources.en_yaml,
    named: "en.yaml",
    in: .english
  )

  private static let builtIn: [LanguageTag: Phrases] = [
    .english: english,
    .chinese: Phrases(reading: PackageResources.zh_CN_yaml, named: "zh-CN.yaml", in: .chinese),
  ]

  /// A test reads the files for what is wrong with them.
  private init(reading bytes: [UInt8], named file: String, in language: LanguageTag) {
    self.init(WordsFile(bytes, named: file).texts, in: language)
  }
}
