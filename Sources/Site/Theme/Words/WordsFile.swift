import Shop

/// A file of the theme's words, `TAG.yaml`, read and checked.
package struct WordsFile: Sendable {
  /// By key, a part of a group or of a number's forms after a dot: `pay`, `labels.hot`.
  package private(set) var texts: [String: String] = [:]
  /// What is wrong with it.
  package private(set) var problems: [ContentProblem] = []

  package init(_ bytes: [UInt8], named file: String) {
    do {
      let source = try SourceText(file: file, bytes: bytes)
      let entries = try YAMLText(source.bytes[...], in: source, firstLine: 1).entries()
      read(Fields(entries, in: source, known: Self.keys, of: "a file of words"))
    } catch {
      problems = [error]
    }
  }

  /// Every key of a file, those of groups by the group's name.
  package static let keys =
    Phrase.allCases.map(\.rawValue) + FilledPhrase.allCases.map(\.rawValue)
    + CountedPhrase.allCases.map(\.rawValue) + PhraseGroup.allCases.map(\.rawValue)

  /// Longer than this is no text of a theme.
  private static let longest = 500

  /// The keys that it does not speak of; those of groups are optional.
  package var missing: [String] {
    Self.keys.filter { key in
      texts[key] == nil && !texts.keys.contains { $0.hasPrefix(key + ".") }
    }
  }

  private mutating func read(_ fields: Fields) {
    var fields = fields
    let plain = Phrase.allCases.map(\.rawValue) + FilledPhrase.allCases.map(\.rawValue)
    for key in plain { texts[key] = fields.text(key, limit: Self.longest)?.value }
    for phrase in CountedPhrase.allCases { readForms(of: phrase.rawValue, from: &fields) }
    for group in PhraseGroup.allCases { readGroup(group, from: &fields) }
    problems += fields.problems
  }

  /// One text for every number, or a mapping of forms.
  private mutating func readForms(of key: String, from fields: inout Fields) {
    guard let value = fields.value(key) else { return }
    guard case .mapping(let entries) = value.kind else {
      texts["\(key).\(PluralForm.other)"] = fields.text(key, limit: Self.longest)?.value
      return
    }
    let forms = PluralForm.allCases.map(\.rawValue)
    var inner = Fields(entries, in: fields.source, known: forms, of: "`\(key)`")
    for form in forms {
      let isRequired = form == PluralForm.other.rawValue
      let text = inner.text(form, isRequired: isRequired, limit: Self.longest)
      texts["\(key).\(form)"] = text?.value
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
      texts["\(group.rawValue).\(key)"] = inner.text(key, limit: Self.longest)?.value
    }
    problems += inner.problems
  }
}

extension PhraseGroup {
  /// The values that there are; nil where a shop may name more.
  fileprivate var keys: [String]? {
    switch self {
    case .labels: ProductLabel.allCases.map(\.rawValue)
    case .providers: Provider.allCases.map(\.rawValue)
    case .regions: nil
    }
  }
}
