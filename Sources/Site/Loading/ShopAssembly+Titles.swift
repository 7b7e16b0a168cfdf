import Foundation
import Shop
import Text

/// Checks for equal titles and brands, which readers cannot tell apart.
extension ShopAssembly {
  /// Warns about products with equal titles, in each language.
  mutating func checkTitles(_ published: [ParsedFile]) {
    var owners: [LanguageTag: [String: (file: ParsedFile, position: Position)]] = [:]
    var twice = Set<String>()
    for file in published {
      guard case .product(let fields) = file.item, fields.offer != nil,
        let title = fields.title
      else { continue }
      let own = (file, title.position)
      if let owner = owners[config.language, default: [:]].updateValue(own, forKey: title.value) {
        twice.insert(file.source.file)
        reportTitle(title, in: file, owner: owner)
      }
      for translation in shownTranslations(of: file) {
        guard case .translation(let text) = translation.item, let title = text.title else {
          continue
        }
        let position = translation.source.firstPosition(of: title)
        let own = (translation, position)
        let owner = owners[translation.language, default: [:]].updateValue(own, forKey: title)
        // Products whose titles are equal are not reported again for their translations.
        guard let owner, !twice.contains(file.source.file) else { continue }
        reportTitle(Located(title, at: position), in: translation, owner: owner)
      }
    }
  }

  private mutating func reportTitle(
    _ title: Located<String>,
    in file: ParsedFile,
    owner: (file: ParsedFile, position: Position)
  ) {
    report(
      file,
      .sameTitle,
      at: title.position,
      "title: expected one product of each title, found \(quoted(title.value)) in "
        + "\(owner.file.source.file):\(owner.position.line) too; "
        + "write what sets them apart, such as the region"
    )
  }

  /// Warns about categories or scenarios with equal titles.
  mutating func checkTermTitles() {
    var owners: [String: ParsedFile] = [:]
    for file in originals {
      guard case .term(let fields) = file.item, let title = fields.title else { continue }
      let isCategory = file.place.kind == .category
      let key = (isCategory ? "c " : "s ") + title.folded
      guard let owner = owners.updateValue(file, forKey: key) else { continue }
      let kind = isCategory ? "category" : "scenario"
      report(
        file,
        .sameTermTitle,
        at: file.source.firstPosition(of: title),
        "title: expected one \(kind) of each title, found \(quoted(title)) in "
          + "\(owner.source.file) too; put the two together, or write what sets them apart"
      )
    }
  }

  /// Warns about brands that differ only in case, width or blanks.
  mutating func checkBrands(_ published: [ParsedFile]) {
    var uses: [String: [(brand: Located<String>, file: ParsedFile)]] = [:]
    var counts: [String: Int] = [:]
    for file in published {
      guard case .product(let fields) = file.item, let brand = fields.brand else { continue }
      uses[brand.value.folded, default: []].append((brand, file))
      counts[brand.value, default: 0] += 1
    }
    for alike in uses.values {
      let first = alike.reduce(alike[0]) { best, use in
        counts[use.brand.value] ?? 0 > counts[best.brand.value] ?? 0 ? use : best
      }
      for use in alike.filter({ $0.brand.value != first.brand.value }).prefix(mostWarnings) {
        report(
          use.file,
          .brandSpelling,
          at: use.brand.position,
          "brand: expected \(quoted(first.brand.value)) as in "
            + "\(first.file.source.file):\(first.brand.position.line), found "
            + "\(quoted(use.brand.value)); write the brand in one way"
        )
      }
    }
  }
}

extension String {
  /// The text without differences of case, width and blanks.
  fileprivate var folded: String {
    if utf8.allSatisfy({ $0 < 0x80 && $0 != 0x20 && !(0x41...0x5A).contains($0) }) { return self }
    return precomposedStringWithCompatibilityMapping.lowercased().filter { !$0.isWhitespace }
  }
}
