import Text

/// The theme's texts in this shop: the built-in ones, overridden by the files of `site/words`.
struct ShopWords: Sendable {
  private(set) var phrases = Phrases.builtIn
  private(set) var problems: [ContentProblem] = []
  /// The words file of each language that the shop has one for.
  private var files: [LanguageTag: String] = [:]

  private static let folder = "site/words/"

  /// The path of a language's words file, from the shop's folder.
  static func file(of language: LanguageTag) -> String { folder + language.tag + ".yaml" }

  /// Reads words files, whose paths are from the shop's folder.
  init(_ files: [String], shop: String) {
    for file in files {
      do throws(ContentProblem) {
        try add(file, shop: shop)
      } catch {
        problems.append(error)
      }
    }
  }

  private mutating func add(_ file: String, shop: String) throws(ContentProblem) {
    let name = String(file.dropFirst(Self.folder.count).dropLast(".yaml".count))
    let meant = LanguageTag.meant(by: name)
    guard meant == nil, let language = LanguageTag(tag: name) else {
      throw ContentProblem(
        file: file,
        message: "expected a language's tag for a name such as fr.yaml or pt-BR.yaml, "
          + "found \(quoted(name)); rename the file",
        hint: meant.map { "did you mean `\($0).yaml`?" }
      )
    }
    if let other = files.updateValue(file, forKey: language) {
      throw ContentProblem(
        file: file,
        message: "expected one file for \(quoted(language.tag)), found \(other) too; "
          + "put the texts together"
      )
    }
    let model = Phrases.fallback(for: language)
    // A file that cannot be read adds its language all the same, so that translations into it are
    // not reported.
    phrases[language] = Phrases([:], in: language, over: model)
    let words = WordsFile(try readSourceText(file, shop: shop), like: model)
    phrases[language] = Phrases(words.texts, in: language, over: model)
    problems += words.problems
    let isNew = !LanguageTag.builtIn.contains(language)
    if isNew { warnOfUntranslated(words, like: model, in: file) }
    guard isNew, !words.texts.isEmpty, !words.missing.isEmpty else { return }
    problems.append(Self.warning(of: words.missing, in: file, shownIn: model.language))
  }

  /// Warns about a file most of whose texts are those of the built-in words.
  private mutating func warnOfUntranslated(_ words: WordsFile, like model: Phrases, in file: String)
  {
    let equal = words.texts.filter { model.texts[$0.key] == $0.value }
    guard equal.count > Self.mostNamed, equal.count * 2 > words.texts.count else { return }
    problems.append(
      ContentProblem(
        file: file,
        warning: .untranslatedWords,
        message: "expected texts in the file's own language, found that \(equal.count) of "
          + "\(words.texts.count) are those of \(model.language.tag); translate them"
      )
    )
  }

  private static func warning(
    of missing: [String],
    in file: String,
    shownIn fallback: LanguageTag
  ) -> ContentProblem {
    let shown = missing.prefix(mostNamed).joined(separator: ", ")
    let rest = missing.count - mostNamed
    return ContentProblem(
      file: file,
      warning: .missingWords,
      message: "expected \(WordsFile.keys.count) texts, "
        + "found \(WordsFile.keys.count - missing.count); "
        + "add \(shown)\(rest > 0 ? " and \(rest) more" : ""), "
        + "which pages show in \(fallback.tag) till then"
    )
  }

  /// How many missing keys a warning names.
  private static let mostNamed = 8

  /// Warnings for languages that have words and no pages.
  func unused(in languages: [LanguageTag]) -> [ContentProblem] {
    files.filter { !LanguageTag.builtIn.contains($0.key) && !languages.contains($0.key) }
      .map { language, file in
        ContentProblem(
          file: file,
          warning: .unusedWords,
          message: "expected \(quoted(language.tag)) in `languages` of \(siteConfigFile), "
            + "found it missing; add it, or these words are not shown"
        )
      }
  }
}
