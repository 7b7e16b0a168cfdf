/// Where a product has a term: the two low bits of a posting.
///
/// The script knows their weights.
enum SearchField: Int, Comparable, Sendable {
  /// Read from Chinese characters, not written: weight 1.
  case pinyin
  /// In the name of its category or a scenario, or in a tag: weight 4.
  case listing
  /// In the title, the brand or the SKU: weight 8.
  case name
  /// At the very beginning of the title: weight 10.
  case titleStart

  static func < (left: SearchField, right: SearchField) -> Bool { left.rawValue < right.rawValue }
}

/// The first character of terms that are not written words.
enum SearchSpace {
  /// A whole SKU, letters and digits alone: `#steamcn50`.
  static let sku = "#"
  /// Syllables or initials, as in `~youxi`: after every plain letter, before every ideograph.
  static let pinyin = "~"
}
