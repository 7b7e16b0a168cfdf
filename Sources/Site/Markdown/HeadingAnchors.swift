/// The `id`s of a page's headings, made as on GitHub, with CJK letters, and unique.
struct HeadingAnchors {
  /// The ids in the order of headings.
  private(set) var anchors: [String] = []
  private var taken = Set<String>()

  /// Makes the id of the next heading.
  mutating func add(_ heading: String) -> String {
    let stem = Self.slug(heading)
    var anchor = stem
    var number = 0
    while !taken.insert(anchor).inserted {
      number += 1
      anchor = "\(stem)-\(number)"
    }
    anchors.append(anchor)
    return anchor
  }

  /// A text reduced to letters and digits of any script in lower case, `_` and `-`, with `-` for
  /// spaces.
  static func slug(_ heading: String) -> String {
    var slug = String.UnicodeScalarView()
    for scalar in heading.lowercased().unicodeScalars {
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .decimalNumber, .letterNumber, .nonspacingMark, .spacingMark:
        slug.append(scalar)
      case .spaceSeparator:
        slug.append("-")
      default:
        if scalar == "-" || scalar == "_" { slug.append(scalar) }
      }
    }
    return slug.isEmpty ? "section" : String(slug)
  }
}
