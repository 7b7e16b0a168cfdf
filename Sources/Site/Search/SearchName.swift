/// A list of the shop that search suggests by its name, before any product.
struct SearchName: Sendable {
  /// What the list is made by, as the directory says it.
  enum Kind: String, CaseIterable, Sendable {
    case category = "c"
    case brand = "b"
    case scenario = "s"
    case tag = "t"
  }

  let kind: Kind
  let name: String
  /// From the root, percent-encoded: `/en/categories/games/`.
  let path: String
  /// How many products are in it.
  let count: Int

  /// `[kind, name, path, count, "youxi yx"]`, the last only for Chinese names.
  var json: JSONText {
    let spellings = Pinyin.spellings(of: name).map { [JSONText.text($0)] } ?? []
    return .list([.text(kind.rawValue), .text(name), .text(path), .number(count)] + spellings)
  }
}
