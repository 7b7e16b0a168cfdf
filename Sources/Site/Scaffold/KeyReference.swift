import Text

/// docs/reference.md: every key of every file with its type, default and example.
package func keyReference() throws -> String {
  var lines = [
    "# Reference: every key of every file",
    "",
    "Made by `cardstock schema --format markdown` from the tables that the files are read by, and "
      + "compared with them by a test. An unknown key is an error with a guess at what was meant. "
      + "For an editor that completes keys: `cardstock schema --of site`, `product`, `term`, "
      + "`page`, `translation`.",
    "",
  ]
  for file in KeyedFile.allCases {
    lines += ["## \(file.heading)", "", file.place, ""]
    lines += ["| Key | Type | Without it | Example | |", "|---|---|---|---|---|"]
    for key in file.keys {
      lines += key.rows(isRequired: file.required.contains(key.name))
    }
    lines.append("")
  }
  lines += wordRows()
  return lines.joined(separator: "\n") + "\n"
}

/// docs/diagnostics.md: every warning by its name, with a wrong and a right example.
package func diagnosticReference() -> String {
  var lines = [
    "# Warnings, by name",
    "",
    "Made by `cardstock schema --of warnings --format markdown`; a test runs the examples. A "
      + "warning that is meant is allowed by its name: `allow: [no-alt-text]` in the file that it "
      + "is about, or in site/site.yaml for itself and for files without front matter, such as "
      + "pictures and templates. With `--strict` warnings stop a build. "
      + "Errors have no name, since none may be allowed: each says where, what was expected, what "
      + "was found and what to do.",
    "",
  ]
  for entry in Diagnostic.table {
    lines += ["## \(entry.diagnostic.name)", "", entry.meaning + ".", ""]
    switch entry.place {
    case .described:
      lines += ["Told of: \(entry.wrong)", "", "Not told of: \(entry.right)", ""]
    case .text: lines += example("In a text", entry, "markdown")
    case .matter: lines += example("In the front matter", entry, "yaml")
    case .settings: lines += example("In site/site.yaml", entry, "yaml")
    case .file(let path): lines += example("In \(path)", entry, "")
    }
  }
  return lines.dropLast().joined(separator: "\n") + "\n"
}

private func example(_ place: String, _ entry: Diagnostic.Entry, _ language: String) -> [String] {
  let fence = "````"
  return [
    "\(place), told of:", "", fence + language, entry.wrong, fence, "", "Not told of:", "",
    fence + language, entry.right, fence, "",
  ]
}

/// The theme's texts, by key.
private func wordRows() -> [String] {
  let english = WordsFile(PackageResources.en_yaml, named: "en.yaml").texts
  let chinese = WordsFile(PackageResources.zh_CN_yaml, named: "zh-CN.yaml").texts
  var lines = [
    "## site/words/TAG.yaml",
    "",
    "What the theme says, a file for each language; a shop writes the keys that it changes. A part "
      + "behind a dot stands indented under the key before it.",
    "",
    "| Key | English | 中文 |", "|---|---|---|",
  ]
  for key in Set(english.keys).union(chinese.keys).sorted() {
    let texts = [english[key], chinese[key]].map { tableCell($0 ?? "") }
    lines.append("| `\(key)` | \(texts[0]) | \(texts[1]) |")
  }
  return lines
}

extension KeyedFile {
  fileprivate var heading: String {
    switch self {
    case .site: "site/site.yaml"
    case .product: "content/products/**/NAME.md"
    case .term: "content/categories/KEY.md, content/scenarios/KEY.md"
    case .page: "content/pages/**/NAME.md"
    case .translation: "NAME.TAG.md: a translation"
    }
  }

  fileprivate var place: String {
    switch self {
    case .site: "The shop's settings; no secret belongs here."
    case .product: "Front matter between two lines of `---`, then the text in Markdown."
    case .term:
      "The file's name is the key and part of the address; the text is shown above the list."
    case .page: "The file's path is the address: content/pages/policies/refund.md."
    case .translation:
      "Beside the file in the shop's own language: steam-50.en.md. Text alone: prices and other "
        + "facts have one home."
    }
  }
}

extension FileKey {
  /// The key's row, and those of the keys below it.
  fileprivate func rows(isRequired: Bool, under parent: String = "") -> [String] {
    let path = parent + name
    let names = "`\(path)`" + (isTranslated ? ", `\(path)_en` …" : "")
    let without = isRequired ? "required" : tableCell(standard ?? "none")
    let line = "`\(name): \(tableCell(example))`"
    let row = "| \(names) | \(tableCell(type)) | \(without) | \(line) | \(tableCell(text)) |"
    switch shape {
    case .mapping(let keys), .links(_, let keys), .entries(let keys):
      return [row] + keys.flatMap { $0.rows(isRequired: false, under: path + ".") }
    case .named(let keys):
      return [row] + keys.flatMap { $0.rows(isRequired: false, under: path + ".NAME.") }
    case .line, .words, .pattern, .amount, .amounts, .number, .flag, .moment, .lines, .listOfWords,
      .wordOrList, .declared, .regions, .labels, .headers, .params:
      return [row]
    }
  }

  private var type: String {
    switch shape {
    case .line(let limit): "text, at most \(limit) characters"
    case .words(let words): Self.choice(words)
    case .pattern: "text"
    case .amount: "amount, in quotes"
    case .amounts: "currencies with an amount each"
    case .number(let range): "whole number, \(range.lowerBound) to \(range.upperBound)"
    case .flag: "`true` or `false`"
    case .moment: "day or moment"
    case .lines: "list of texts"
    case .listOfWords(let words):
      words.count > 12 ? "list of names" : "list of " + Self.choice(words)
    case .wordOrList(let words): "one or a list of " + Self.choice(words)
    case .declared(_, let isList): isList ? "list of keys" : "key"
    case .regions: "region, list of regions, or `GLOBAL`"
    case .mapping: "keys under it"
    case .links: "list of links"
    case .entries: "list of keys"
    case .headers: "addresses with headers under them"
    case .named: "names with keys under them"
    case .labels: "list of `hot`, `new`, `discount` and the shop's own"
    case .params: "names with values"
    }
  }

  private static func choice(_ words: [String]) -> String {
    words.map { "`\($0)`" }.joined(separator: ", ")
  }
}
