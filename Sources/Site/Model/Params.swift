/// What a shop or a product says to templates of its own: names and their values.
package struct Params: Equatable, Sendable {
  /// By name: letters, digits and `_`.
  package var values: [String: Value]

  package init(_ values: [String: Value] = [:]) {
    self.values = values
  }

  /// What is written behind a name.
  package enum Value: Equatable, Sendable {
    case text(String)
    /// As it was written, such as `4.50`.
    case number(String)
    case flag(Bool)
    case list([Value])
  }
}

extension Params {
  /// Every name, those for one language with and without its mark.
  var names: [String] {
    values.keys.flatMap { name -> [String] in
      name.lastIndex(of: "_").map { [name, String(name[..<$0])] } ?? [name]
    }
  }

  /// What a template in that language sees under `params`; those of `base` where these have none.
  ///
  /// `note_en` is `note` on pages in English.
  func values(in language: LanguageTag, over base: Params = Params()) -> TemplateValues {
    let all = base.values.merging(values) { _, own in own }
    var shown = all.mapValues(\.shown)
    for name in all.keys {
      let plain = name.dropLast(language.paramSuffix.count)
      guard name.hasSuffix(language.paramSuffix), !plain.isEmpty else { continue }
      shown[String(plain)] = all[name]?.shown
    }
    return TemplateValues(shown)
  }
}

extension Params.Value {
  fileprivate var shown: TemplateValue {
    switch self {
    case .text(let text), .number(let text): .text(text)
    case .flag(let flag): .flag(flag)
    case .list(let items): .list(items.map(\.shown))
    }
  }
}

extension LanguageTag {
  /// `_en`, `_zh_tw`: a template's names have no `-`.
  fileprivate var paramSuffix: String { "_" + shortTag.replacing("-", with: "_") }
}
