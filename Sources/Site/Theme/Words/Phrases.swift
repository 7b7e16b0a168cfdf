import Shop

/// All texts of the theme in one language.
///
/// Templates see the texts by key under `say`, as in `{{say.pay}}`; those of a group under its
/// name, as in `{{say.labels.hot}}`; the forms of one about a number likewise, as in
/// `{{say.products.other}}`.
package struct Phrases: Equatable, Sendable {
  let language: LanguageTag
  /// The texts by key, such as `pay`, or `labels.hot` for members of groups and plural forms.
  let texts: [String: String]

  /// `texts` override those of `base`.
  ///
  /// A text about a number replaces all plural forms in `base`, since those may be another
  /// language's.
  init(_ texts: [String: String], in language: LanguageTag, over base: Phrases? = nil) {
    self.language = language
    let replaced = CountedPhrase.allCases.map(\.rawValue).filter { key in
      PluralForm.allCases.contains { texts["\(key).\($0)"] != nil }
    }
    let kept = (base?.texts ?? [:]).filter { entry in
      !replaced.contains { entry.key.hasPrefix($0 + ".") }
    }
    self.texts = kept.merging(texts) { _, own in own }
  }

  subscript(_ phrase: Phrase) -> String { text(phrase.rawValue) }

  /// The text with its placeholders replaced by values.
  subscript(_ phrase: FilledPhrase, _ values: String...) -> String {
    Self.fill(text(phrase.rawValue), with: values)
  }

  /// The text in the plural form for a number; further values replace `#2` and so on.
  subscript(_ phrase: CountedPhrase, _ count: Int, _ values: String...) -> String {
    let form = PluralForm(count, in: language)
    let found = texts["\(phrase).\(form)"] ?? text("\(phrase).\(PluralForm.other)")
    return Self.fill(found, with: [String(count)] + values)
  }

  /// Every form of a text about a number by its CLDR name, for a script to fill in.
  func forms(_ phrase: CountedPhrase) -> [(form: String, text: String)] {
    PluralForm.allCases.compactMap { form in
      texts["\(phrase).\(form)"].map { (form: form.rawValue, text: $0) }
    }
  }

  subscript(label label: ProductLabel) -> String { text("labels.\(label.rawValue)") }

  subscript(provider provider: Provider) -> String { text("providers.\(provider.rawValue)") }

  subscript(channel contact: Contact) -> String { text("channels.\(contact.key)") }

  /// The names of regions, given as codes joined by commas; a code without a name is kept.
  subscript(region regions: String) -> String {
    regions.split(separator: ",").map { texts["regions.\($0)"] ?? String($0) }
      .joined(separator: self[.listSeparator])
  }

  /// The texts for the templates.
  var say: TemplateValues {
    var say: [String: TemplateValue] = [:]
    var groups: [String: [String: TemplateValue]] = [:]
    for (key, text) in texts {
      let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
      if parts.count == 2 {
        groups[parts[0], default: [:]][parts[1]] = .text(text)
      } else {
        say[key] = .text(text)
      }
    }
    let grouped = groups.mapValues { TemplateValue.values(TemplateValues($0)) }
    return TemplateValues(say.merging(grouped) { text, _ in text })
  }

  /// The text of a key; a missing key is shown by its name.
  ///
  /// The built-in files have all keys, which a test checks.
  private func text(_ key: String) -> String { texts[key] ?? key }

  /// The numbers of a text's placeholders.
  static func places(in text: String) -> Set<Int> {
    let parts = text.split(separator: "#", omittingEmptySubsequences: false).dropFirst()
    return Set(parts.map { $0.first?.wholeNumberValue ?? 1 })
  }

  /// Replaces placeholders: `#` and `#1` by the first value, `#2` by the second.
  private static func fill(_ text: String, with values: [String]) -> String {
    let parts = text.split(separator: "#", omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(into: String(parts.first ?? "")) { filled, part in
      let number = part.first?.wholeNumberValue
      let index = (number ?? 1) - 1
      filled += values.indices.contains(index) ? values[index] : ""
      filled += number == nil ? part : part.dropFirst()
    }
  }
}

extension Phrases {
  /// The theme's own texts, by language.
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

  /// The texts for what a language lacks: those of a similar language, or else English.
  static func fallback(for language: LanguageTag) -> Phrases {
    if let own = builtIn[language] { return own }
    guard language.primary == "zh" else { return english }
    return language.isTraditionalChinese ? taiwanese : chinese
  }

  /// Reads a built-in file, whose problems a test checks.
  private init(reading bytes: [UInt8], named file: String, in language: LanguageTag) {
    self.init(WordsFile(bytes, named: file).texts, in: language)
  }
}

extension SiteConfig {
  /// The languages that the shop may have: the built-in ones, then those of `site/words`.
  package var spokenLanguages: [LanguageTag] { phrases.spokenLanguages }

  /// The theme's texts in a language.
  func phrases(in language: LanguageTag) -> Phrases { phrases[language] ?? .english }
}

extension [LanguageTag: Phrases] {
  /// The texts with those of the settings for labels.
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
