import Foundation

/// Writes a file of the theme's words for a further language, to be translated from English.
///
/// Returns its path from the shop's folder, and the language's tag.
package func writeNewLanguage(
  _ name: String,
  shop: String
) throws(ScaffoldRefusal) -> (file: String, tag: String) {
  guard Disk.status(of: shop + "/" + siteConfigFile)?.kind == .file else { throw .noShop(shop) }
  if let meant = LanguageTag.meant(by: name) { throw .otherCode(name, meant: meant) }
  guard let language = LanguageTag(tag: name) else {
    throw .malformed(option: "the language", found: name, expected: "a tag such as fr or pt-BR")
  }
  let file = ShopWords.file(of: language)
  guard !LanguageTag.builtIn.contains(language) else {
    throw .builtInLanguage(language.tag, file: file)
  }
  guard Disk.status(of: shop + "/" + file) == nil else { throw .hasLanguage(file: file) }
  let text = wordsToTranslate(into: language)
  try onScaffoldDisk { () throws(DiskError) in
    try Disk.makeFolder(shop + "/site/words")
    try Disk.write(Array(text.utf8), to: shop + "/" + file)
  }
  return (file, language.tag)
}

/// The English file under another head, with the language's name if it is known.
private func wordsToTranslate(into language: LanguageTag) -> String {
  let english = String(decoding: PackageResources.en_yaml, as: UTF8.self)
  let head = english.prefix { !$0.isNewline }
  let body = english.dropFirst(head.count)
  let forms = PluralForm.all(in: language).map(\.rawValue).joined(separator: ", ")
  let own = Locale(identifier: language.tag).localizedString(forIdentifier: language.tag)
  return """
    # What the theme says in \(language.tag): the texts are still English, to be translated.
    # A line that is removed is shown in English, with a warning of `cardstock check`.
    # Forms of a text about a number in this language: \(forms).
    """
      + body.replacing(
        "languageName: English\n",
        with: "languageName: \(yamlQuoted(own ?? language.tag))\n"
      )
}

extension PluralForm {
  /// The plural forms of a language, found by small numbers.
  fileprivate static func all(in language: LanguageTag) -> [PluralForm] {
    let used = Set((0...200).map { PluralForm($0, in: language) })
    return allCases.filter { used.contains($0) || $0 == .other }
  }
}
