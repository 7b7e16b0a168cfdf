/// Values of a shop or a product for its own templates, by name.
package struct Params: Equatable, Sendable {
  /// The values by name; names have letters, digits and `_`.
  package var values: [String: Value]

  package init(_ values: [String: Value] = [:]) {
    self.values = values
  }

  /// A value.
  package enum Value: Equatable, Sendable {
    case text(String)
    /// As it was written, such as `4.50`.
    case number(String)
    case flag(Bool)
    case list([Value])
  }
}

extension Params {
  /// All names; those for one language both with and without its suffix.
  var names: [String] {
    values.keys.flatMap { name -> [String] in
      name.lastIndex(of: "_").map { [name, String(name[..<$0])] } ?? [name]
    }
  }

  /// What a template in that language sees under `params`: these values, over those of `base`.
  ///
  /// On pages in English `note` is the value of `note_en`.
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
  /// The suffix of names for one language, such as `_en` or `_zh_tw`; names have no `-`.
  fileprivate var paramSuffix: String { "_" + shortTag.replacing("-", with: "_") }
}
