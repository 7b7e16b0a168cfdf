/// A language that the worker's pages and letters are written in.
package enum Language: String, CaseIterable, Sendable {
  case chinese = "zh-CN"
  case english = "en"

  /// Reads a BCP 47 tag by its first subtag: `zh`, `zh-Hans-CN` and `zh-CN` are all Chinese.
  ///
  /// Returns nil for any other language.
  package init?(tag: String) {
    switch tag.lowercased().split(separator: "-").first {
    case "zh": self = .chinese
    case "en": self = .english
    default: return nil
    }
  }

  /// The BCP 47 tag, as in `lang` attributes and in `site.yaml`.
  package var tag: String { rawValue }
}
