import Text

/// Why `cardstock new` writes nothing.
package enum ScaffoldRefusal: Error, Equatable, CustomStringConvertible {
  /// A new shop needs an empty folder.
  case notEmpty(String)
  /// The name has no letters or digits for a slug or a SKU; `option` sets one.
  case noName(String, option: String)
  case malformed(option: String, found: String, expected: String)
  /// The shop has it already, in `file`.
  case duplicate(what: String, value: String, file: String)
  /// There is no category for a product.
  case noCategory
  /// No file declares the category; `nearest` is probably meant.
  case unknownCategory(String, known: [String], nearest: String?)
  case noShop(String)
  /// The shop has a words file of that language.
  case hasLanguage(file: String)
  /// A country's code or another one that is no language's tag; `meant` is.
  case otherCode(String, meant: String)
  /// The theme has that language; a file needs only what differs.
  case builtInLanguage(String, file: String)
  /// These templates would be overwritten.
  case hasTemplates([String])
  case disk(DiskError)

  /// What was expected, what was found, and what to do.
  package var description: String {
    switch self {
    case .notEmpty(let path):
      "\(path): expected an empty folder or none, found files in it; choose another"
    case .noName(let name, let option):
      "expected letters or digits to make a name from, found `\(printable(name))`; "
        + "give one with \(option)"
    case .malformed(let option, let found, let expected):
      "\(option): expected \(expected), found `\(printable(found))`; correct it"
    case .duplicate(let what, let value, let file):
      "expected a new \(what), found `\(value)` in \(file); "
        + "give another with --\(what.lowercased())"
    case .noCategory:
      "content/categories: expected at least one category, found none; "
        + "add content/categories/KEY.md with a title"
    case .unknownCategory(let key, let known, let nearest):
      "--category: expected one of \(Self.listed(known)), found `\(printable(key))`; "
        + (nearest.map { "did you mean `\($0)`?" }
          ?? "choose one, or add content/categories/\(printable(key)).md with a title")
    case .noShop(let path):
      "\(path): expected a shop's folder with site/site.yaml, found none; "
        + "give one with --shop, or make one with `cardstock new shop`"
    case .hasLanguage(let file):
      "\(file): expected a new language, found this file; translate in it"
    case .otherCode(let code, let meant):
      "the language: expected a language's tag, found `\(printable(code))`, another code; "
        + "did you mean `\(meant)`?"
    case .builtInLanguage(let tag, let file):
      "expected a language that the theme does not speak, found `\(tag)`; "
        + "to change some of its words, write just those in \(file)"
    case .hasTemplates(let files):
      "\(files[0]): expected no file, found this one"
        + (files.count == 1 ? "" : " and \(files.count - 1) more of the theme's")
        + "; give another folder, pick templates with --only, or overwrite with --force"
    case .disk(let error): error.description
    }
  }

  /// The first ten keys, and how many more there are.
  private static func listed(_ keys: [String]) -> String {
    let shown = keys.prefix(10).map { "`\($0)`" }.joined(separator: ", ")
    return keys.count > 10 ? "\(shown) and \(keys.count - 10) more" : shown
  }
}
