/// The `id`s of one page's headings: as GitHub makes them, with CJK letters kept, each once.
struct HeadingAnchors {
  /// In the order of the headings.
  private(set) var anchors: [String] = []
  private var taken = Set<String>()

  /// The anchor of the next heading.
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

  /// Letters and digits of any script in lower case, `_` and `-`; spaces become `-`.
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
