import Text

/// The addresses in a stylesheet, as a browser reads them.
struct StyleAddresses {
  /// An address as written, without its escapes.
  struct Address {
    let written: String
    let kind: AllowedOrigins.Kind
    /// The offset of its first byte.
    let offset: Int

    /// The path from the root; nil for an address outside of the shop.
    func path(in folder: String) -> String? {
      let plain = written.prefix { $0 != "?" && $0 != "#" }
      let isForeign = plain.hasPrefix("//") || plain.prefix { $0 != "/" }.contains(":")
      guard !plain.isEmpty, !isForeign, !plain.contains("{{"),
        let decoded = PercentEncoding.decode(plain)
      else { return nil }
      return normalizedPath(decoded.hasPrefix("/") ? decoded : folder + decoded)
    }
  }

  /// The addresses outside of comments and texts.
  private(set) var found: [Address] = []

  private let css: [UInt8]
  private var index = 0
  /// The at-rule that is being read, such as `import`, and that of the block.
  private var rule = ""
  private var block = ""
  /// The names of the functions that are open.
  private var functions: [String] = []

  init(_ css: [UInt8]) {
    self.css = css
    while index < css.count { readNext() }
  }

  private mutating func readNext() {
    switch css[index] {
    case UInt8(ascii: "/") where css[index...].starts(with: "/*".utf8):
      index = css[(index + 2)...].firstRange(of: Array("*/".utf8))?.upperBound ?? css.count
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let text = takeString()
      let isAddress =
        functions.last.map { $0.hasSuffix("image-set") || $0 == "image" || $0 == "src" }
        ?? (rule == "import")
      if isAddress { add(text) }
    case UInt8(ascii: "@"):
      index += 1
      rule = takeName()
    case UInt8(ascii: "("):
      functions.append("")
      index += 1
    case UInt8(ascii: ")"):
      _ = functions.popLast()
      index += 1
    case UInt8(ascii: "{"): (block, rule, functions, index) = (rule, "", [], index + 1)
    case UInt8(ascii: "}"): (block, rule, functions, index) = ("", "", [], index + 1)
    case UInt8(ascii: ";"):
      if functions.isEmpty { rule = "" }
      index += 1
    case let byte where Self.isOfName(byte):
      let name = takeName()
      guard index < css.count, css[index] == UInt8(ascii: "(") else { return }
      index += 1
      if name == "url" { readURL() } else { functions.append(name) }
    default: index += 1
    }
  }

  /// Reads behind `url(`, in quotes or not, to the closing bracket.
  private mutating func readURL() {
    index = css[index...].firstIndex { $0 > 0x20 } ?? css.count
    guard index < css.count else { return }
    if css[index] == UInt8(ascii: "\"") || css[index] == UInt8(ascii: "'") {
      add(takeString())
    } else {
      add(take { $0 <= 0x20 || $0 == UInt8(ascii: ")") })
    }
    index = css[index...].firstIndex(of: UInt8(ascii: ")")).map { $0 + 1 } ?? css.count
  }

  private mutating func add(_ text: Range<Int>) {
    guard !text.isEmpty, rule != "namespace" else { return }
    let written = withoutStyleEscapes(String(decoding: css[text], as: UTF8.self))
    let isFont = block == "font-face" || written.contains(/\.(woff2?|ttf|otf)\b/.ignoresCase())
    let kind: AllowedOrigins.Kind = rule == "import" ? .style : isFont ? .font : .image
    found.append(Address(written: written, kind: kind, offset: text.lowerBound))
  }

  /// Takes a string, which ends with its line; returns what is within its quotes.
  private mutating func takeString() -> Range<Int> {
    let quote = css[index]
    index += 1
    let text = take { $0 == quote || $0 == UInt8(ascii: "\n") }
    index = min(index + 1, css.count)
    return text
  }

  private mutating func takeName() -> String {
    let name = take { !Self.isOfName($0) }
    return withoutStyleEscapes(String(decoding: css[name], as: UTF8.self)).lowercased()
  }

  /// Takes everything before such a byte that no backslash stands before.
  private mutating func take(until isEnd: (UInt8) -> Bool) -> Range<Int> {
    let start = index
    while index < css.count, !isEnd(css[index]) {
      index += css[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    index = min(index, css.count)
    return start..<index
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "\\"), 0x80...:
      true
    default: false
    }
  }
}

/// A text with CSS escapes replaced by their characters (CSS Syntax 3, "consume an escaped code
/// point").
func withoutStyleEscapes(_ text: String) -> String {
  guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
  return text.replacing(/\\(?:([0-9A-Fa-f]{1,6})\s?|(.))/.dotMatchesNewlines()) { match in
    guard let digits = match.1 else { return String(match.2 ?? "") }
    return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init).map { String($0) } ?? "?"
  }
}

/// A text of CSS with a blank for each comment; one that is not closed stays.
func withoutStyleComments(_ text: String) -> String {
  let bytes = Array(text.utf8)
  var result: [UInt8] = []
  var index = 0
  while let start = bytes[index...].firstRange(of: Array("/*".utf8)),
    let end = bytes[start.upperBound...].firstRange(of: Array("*/".utf8))
  {
    result += bytes[index..<start.lowerBound]
    result.append(0x20)
    index = end.upperBound
  }
  guard index > 0 else { return text }
  return String(decoding: result + bytes[index...], as: UTF8.self)
}
