/// A key of one of the shop's files: what may stand there, and what an editor says about it.
///
/// The one table that files are read by, that the JSON Schemas are made of and the reference.
struct FileKey: Sendable {
  let name: String
  let shape: Shape
  /// One sentence for the writer.
  let text: String
  /// What holds where the key is missing, in words; nil when it is required.
  let standard: String?
  /// A value as it may stand behind the colon.
  let example: String
  /// Whether `title_en` and the like say the same in further languages.
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

  /// What a value looks like.
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
    /// A list of addresses, of words that stand for some, and of mappings of these keys.
    case links(words: [String], keys: [FileKey])
    /// Names of the shop's own, each with these keys.
    case named([FileKey])
    /// Labels: the theme's, and those that the shop declares.
    case labels
    /// A list of mappings of these keys.
    case entries([FileKey])
    /// Addresses, each with headers.
    case headers
    /// Names with texts, numbers, truths and lists of them.
    case params
  }
}
