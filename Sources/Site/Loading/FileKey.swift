/// A key of one of the shop's files: its values, its default, and what it is for.
///
/// Reading, JSON Schemas and the reference all use this table.
struct FileKey: Sendable {
  let name: String
  let shape: Shape
  /// What the key is for, in one sentence.
  let text: String
  /// The default in words; nil when the key is required.
  let standard: String?
  /// An example of a value, as written after the colon.
  let example: String
  /// Whether keys such as `title_en` hold the text in further languages.
  let isTranslated: Bool

  init(
    name: String,
    shape: Shape,
    text: String,
    standard: String? = nil,
    example: String,
    isTranslated: Bool = false
  ) {
    self.name = name
    self.shape = shape
    self.text = text
    self.standard = standard
    self.example = example
    self.isTranslated = isTranslated
  }

  /// The form of a value.
  indirect enum Shape: Sendable {
    case line(limit: Int)
    case words([String])
    case pattern(String)
    case amount
    /// Currencies with an amount each.
    case amounts
    case number(ClosedRange<Int>)
    case flag
    case moment
    case lines(limit: Int)
    case listOfWords([String])
    /// One of the words or a list of them.
    case wordOrList([String])
    /// Keys of declared categories or scenarios, by the folder of their files.
    case declared(folder: String, isList: Bool)
    /// One region or a list of them.
    case regions
    /// Further keys, indented.
    case mapping([FileKey])
    /// A list of addresses, of words that stand for addresses, and of mappings with these keys.
    case links(words: [String], keys: [FileKey])
    /// Names that the shop chooses, each with these keys.
    case named([FileKey])
    /// Labels of the theme and of the shop.
    case labels
    /// A list of mappings with these keys.
    case entries([FileKey])
    /// Addresses, each with headers.
    case headers
    /// Names that the shop chooses, with texts, numbers, booleans and lists of them.
    case params
  }
}

extension FileKey {
  /// For each key of a product or of site.yaml that holds keys or a list, its opening brackets.
  static let productBrackets = openingBrackets(of: product)
  static let siteBrackets = openingBrackets(of: site)

  private static func openingBrackets(of keys: [FileKey]) -> [String: String] {
    var brackets: [String: String] = [:]
    for key in keys {
      switch key.shape {
      case .amounts, .mapping, .named, .headers, .params: brackets[key.name] = "{"
      case .entries, .links: brackets[key.name] = "[{"
      case .lines, .listOfWords, .labels, .declared(_, isList: true): brackets[key.name] = "["
      case .line, .words, .pattern, .amount, .number, .flag, .moment, .wordOrList, .declared,
        .regions:
        break
      }
    }
    return brackets
  }
}
