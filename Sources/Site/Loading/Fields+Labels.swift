import Shop
import Text

/// `labels` of the settings and of products.
extension Fields {
  /// The shop's own labels, and its texts and colours for those of the theme.
  mutating func ownLabels(in languages: [LanguageTag]) -> [OwnLabel] {
    guard let value = value("labels") else { return [] }
    guard case .mapping(let entries) = value.kind else {
      report(
        at: value.position,
        "labels: expected labels under it, found \(value.description); "
          + "write `limited: {title: 限量, color: \"#b00020\"}` below it, indented"
      )
      return []
    }
    return entries.compactMap { label($0, in: languages) }
  }

  private mutating func label(_ entry: YAMLEntry, in languages: [LanguageTag]) -> OwnLabel? {
    let isBuiltIn = ProductLabel.builtIn.contains { $0.rawValue == entry.key }
    let isKey = entry.key.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil
    guard isKey, entry.key.utf8.count <= 30, isBuiltIn || !listVariants.contains(entry.key),
      entry.key.contains(where: \.isLetter)
    else {
      report(
        at: entry.position,
        "labels: expected a key of at most 30 small letters, digits and `-`, which is a part of "
          + "addresses and no order of lists, found \(quoted(entry.key)); "
          + "rename it, and write what buyers read as its `title`"
      )
      return nil
    }
    guard case .mapping(let entries) = entry.value.kind else {
      let title = entry.value.isNull ? "…" : entry.value.plainText ?? "…"
      report(
        at: entry.value.position,
        "labels: \(entry.key): expected its title and color, found \(entry.value.description); "
          + "write `\(entry.key): {title: \(printable(title)), color: \"#b00020\"}`"
      )
      return nil
    }
    let titles = ["title"] + languages.translations.map { "title_\($0.shortTag)" }
    var inner = Fields(
      entries,
      in: source,
      known: titles + ["color"],
      of: "a label",
      start: entry.position
    )
    let title = inner.localized("title", in: languages, isRequired: !isBuiltIn)
    let color = inner.chipColor("color")
    adopt(inner.problems)
    return OwnLabel(label: ProductLabel(rawValue: entry.key), title: title, color: color)
  }

  /// A colour on which white text is legible.
  private mutating func chipColor(_ key: String) -> String? {
    guard let found = text(key) else { return nil }
    guard let colour = SRGB(found.value) else {
      report(
        found,
        key,
        "a colour such as #b00020",
        "write `#` and six hexadecimal digits, in quotes"
      )
      return nil
    }
    guard colour.contrast(with: .white) < 4.5 else { return found.value.lowercased() }
    let nearest = colour.reaching(4.5, on: [.white], toward: SRGB(hex: 0))
    report(
      found,
      key,
      "a contrast of 4.5:1 with the white text on it, "
        + "here \(colour.contrastOnWhite)",
      "choose a darker colour; the nearest is \(nearest)",
      hint: "did you mean `\"\(nearest)\"`?"
    )
    return nil
  }

  /// The labels of a product, each of the theme or of the shop.
  mutating func labels(_ own: [OwnLabel]) -> [ProductLabel] {
    let known =
      ProductLabel.builtIn + own.map(\.label).filter { !ProductLabel.builtIn.contains($0) }
    let words = known.map(\.rawValue)
    let found = texts("labels").compactMap { found -> ProductLabel? in
      if let label = known.first(where: { $0.rawValue == found.value }) { return label }
      let meant =
        own.first { $0.title.byTag.values.contains(found.value) }?.label.rawValue
        ?? Phrases.builtIn.values.lazy.compactMap { phrases in
          words.first { phrases.texts["labels.\($0)"] == found.value }
        }
        .first
      report(
        found,
        "labels",
        "one of \(words.joined(separator: ", "))",
        "choose one of them, or declare it under `labels:` of \(siteConfigFile)",
        hint: meant.map { "did you mean `\($0)`?" } ?? words.hint(for: found.value)
      )
      return nil
    }
    return found.sorted()
  }
}

extension YAMLValue {
  fileprivate var plainText: String? {
    if case .text(let text, _) = kind { text } else { nil }
  }
}
