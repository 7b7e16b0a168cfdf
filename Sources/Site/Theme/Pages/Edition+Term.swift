import Shop

extension Edition {
  /// A list's name and, when it is not in this page's language, the language that it is in.
  func name(_ term: ListTerm) -> (text: String, lang: String?) {
    if let declared = theme.declared(term) { return shown(declared.title) }
    let name = theme.listings[term]?.name ?? ""
    return switch term {
    case .everything: (phrases[.everything], nil)
    case .label(let label): (phrases[label: label], nil)
    // Undeclared ones are written once, in the shop's own language; a Latin name is in none.
    case .category, .scenario, .brand, .tag:
      (
        name,
        language == config.language || name.utf8.allSatisfy { $0 < 0x80 }
          ? nil : config.language.tag
      )
    }
  }

  /// A list's name and address, for a link: `title`, `lang`, `href`.
  func link(_ term: ListTerm) -> TemplateValues {
    let name = name(term)
    var values: TemplateValues = ["title": name.text, "href": path(.list(term))]
    values["lang"] = name.lang
    return values
  }
}
