import Shop
import Text

/// A words file, `TAG.yaml`, read and checked.
package struct WordsFile: Sendable {
  /// The texts by key, such as `pay`, or `labels.hot` for members of groups and plural forms.
  package private(set) var texts: [String: String] = [:]
  /// The file's problems.
  package private(set) var problems: [ContentProblem] = []
  /// The texts with the required placeholders; nil for the theme's files, which a test compares.
  private let model: Phrases?

  package init(_ bytes: [UInt8], named file: String) {
    model = nil
    do {
      try read(SourceText(file: file, bytes: bytes))
    } catch {
      problems = [error]
    }
  }

  /// Reads a file, whose texts must have the same placeholders as those of `model`.
  init(_ source: SourceText, like model: Phrases) {
    self.model = model
    do {
      try read(source)
    } catch {
      problems = [error]
    }
  }

  /// All keys of a file; a group is one key.
  package static let keys =
    plainKeys + CountedPhrase.allCases.map(\.rawValue) + PhraseGroup.allCases.map(\.rawValue)

  private static let plainKeys =
    Phrase.allCases.map(\.rawValue) + FilledPhrase.allCases.map(\.rawValue)

  /// The most characters of a text.
  private static let longest = 500

  /// The keys that the file lacks.
  package var missing: [String] {
    Self.keys.filter { key in
      texts[key] == nil && !texts.keys.contains { $0.hasPrefix(key + ".") }
    }
  }

  private mutating func read(_ source: SourceText) throws(ContentProblem) {
    let isMarked = source.bytes.starts(with: SourceText.byteOrderMark)
    let text = source.bytes.dropFirst(isMarked ? SourceText.byteOrderMark.count : 0)
    guard text.count <= ContentFile.largestFrontMatter else {
      throw source.problem(
        at: .start,
        "expected at most 64 KiB of words, found more; shorten the file"
      )
    }
    if let stray = source.strayCharacter(turningIn: source.bytes.indices) { throw stray }
    let entries = try source.yamlEntries(in: text)
    var fields = Fields(entries, in: source, known: Self.keys, of: "a file of words")
    for key in Self.plainKeys {
      guard let found = fields.text(key, limit: Self.longest, keepsBlanks: true) else { continue }
      texts[key] = checked(found, key, in: &fields, like: model?.texts[key])
    }
    for phrase in CountedPhrase.allCases { readForms(of: phrase.rawValue, from: &fields) }
    for group in PhraseGroup.allCases { readGroup(group, from: &fields) }
    problems += fields.problems
  }

  /// The text, after checking its placeholders.
  private func checked(
    _ found: Located<String>,
    _ key: String,
    in fields: inout Fields,
    like model: String?
  ) -> String {
    let wanted = model.map(Phrases.places) ?? []
    guard !wanted.isEmpty, Phrases.places(in: found.value) != wanted else { return found.value }
    let marks = wanted.sorted().map { $0 == 1 ? "`#`" : "`#\($0)`" }.listed()
    fields.report(
      found,
      key,
      "\(marks) where a value goes",
      "write it into the text, and the whole text in quotes"
    )
    return found.value
  }

  /// Reads one text for all numbers, or a mapping of plural forms.
  private mutating func readForms(of key: String, from fields: inout Fields) {
    guard let value = fields.value(key) else { return }
    let other = PluralForm.other.rawValue
    let model = model?.texts["\(key).\(other)"]
    guard case .mapping(let entries) = value.kind else {
      guard let found = fields.text(key, limit: Self.longest, keepsBlanks: true) else { return }
      texts["\(key).\(other)"] = checked(found, key, in: &fields, like: model)
      return
    }
    let forms = PluralForm.allCases.map(\.rawValue)
    var inner = Fields(entries, in: fields.source, known: forms, of: "`\(key)`")
    if !inner.has(other) {
      fields.report(
        at: value.position,
        "\(key): expected the form `\(other)`, found \(entries.count) without it; "
          + "add the text for any other number"
      )
    }
    for form in forms {
      guard let found = inner.text(form, limit: Self.longest, keepsBlanks: true) else { continue }
      // A form such as "One card" needs no placeholder.
      texts["\(key).\(form)"] =
        form == other ? checked(found, "\(key).\(form)", in: &inner, like: model) : found.value
    }
    problems += inner.problems
  }

  private mutating func readGroup(_ group: PhraseGroup, from fields: inout Fields) {
    guard let value = fields.value(group.rawValue) else { return }
    guard case .mapping(let entries) = value.kind else {
      fields.report(
        at: value.position,
        "\(group.rawValue): expected a mapping, found \(value.description); "
          + "write one indented line for each"
      )
      return
    }
    let known = group.keys ?? entries.map(\.key)
    var inner = Fields(entries, in: fields.source, known: known, of: "`\(group.rawValue)`")
    for key in known {
      texts["\(group.rawValue).\(key)"] =
        inner.text(key, limit: Self.longest, keepsBlanks: true)?.value
    }
    problems += inner.problems
  }
}

extension PhraseGroup {
  /// The group's keys; nil when a shop may add others.
  fileprivate var keys: [String]? {
    switch self {
    case .labels: ProductLabel.builtIn.map(\.rawValue)
    case .providers: Provider.offered.map(\.rawValue)
    case .regions: nil
    case .channels: Contact.keys
    }
  }
}
