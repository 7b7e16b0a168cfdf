import Foundation
import Shop
import Text

/// What a template leaves for the editor to fill in: harmless in a draft, a disgrace in a mail.
struct Placeholder: Sendable {
  let position: Position
  /// As the file has it: `TBD`, `在此填写说明`.
  let text: String

  static let mark = PlaceholderText.mark
}

/// The placeholders of a file's front matter and body, at most `mostWarnings`.
///
/// Meant are words that nobody writes to a buyer, and every line of the text that
/// `cardstock new product` begins a file with, in whichever language. An example of a code's form,
/// `XXXX-XXXX-XXXX`, is none. A price is looked at where it is read.
func placeholders(in file: ContentFile, language: LanguageTag) -> [Placeholder] {
  let source = file.source
  let rules = PlaceholderRules.of(language: language.primary).likely(in: source.bytes[...])
  var found: [Placeholder] = []
  for (key, text, position) in file.entries.flatMap(writtenTexts) where key != "price" {
    let isName = key == "title" && PlaceholderText.emptyTitles.contains(text.lowercased())
    if isName || StarterText.lines.contains(text) {
      found.append(Placeholder(position: position, text: text))
    } else if let range = rules.first(in: text) {
      found.append(Placeholder(position: position, text: String(text[range])))
    }
  }
  var start = file.body.lowerBound
  while start < file.body.upperBound, found.count < mostWarnings {
    let rest = source.bytes[start..<file.body.upperBound]
    let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? file.body.upperBound
    let bytes = source.bytes[start..<end]
    if StarterText.mayHold(bytes) || rules.mayApply(to: bytes) {
      let line = String(decoding: bytes, as: UTF8.self)
      let isStarter = StarterText.lines.contains(line.trimmingCharacters(in: .whitespaces))
      let all = line.startIndex..<line.endIndex
      if let range = isStarter ? all : rules.first(in: line) {
        let offset = line.utf8.distance(from: line.startIndex, to: range.lowerBound)
        let text = line[range].trimmingCharacters(in: .whitespaces)
        found.append(Placeholder(position: source.position(ofByte: start + offset), text: text))
      }
    }
    start = end + 1
  }
  return Array(found.prefix(mostWarnings))
}

/// The texts of an entry under its key, each with where it stands; a list has several.
private func writtenTexts(_ entry: YAMLEntry) -> [(String, String, Position)] {
  switch entry.value.kind {
  case .text(let text, _): [(entry.key, text, entry.value.position)]
  case .list(let values):
    values.flatMap { value in
      writtenTexts(YAMLEntry(key: entry.key, position: value.position, value: value))
    }
  case .mapping(let entries): entries.flatMap(writtenTexts)
  }
}
