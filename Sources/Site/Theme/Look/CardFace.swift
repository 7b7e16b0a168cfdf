import Shop

/// A product drawn as the card it is, when it has no image: the brand's two colours, a motif, and
/// the face value large.
///
/// Presentation attributes only: the Content-Security-Policy allows no style attribute.
struct CardFace {
  static let width = 428
  static let height = 270

  private let brand: String
  private let value: String
  private let corner: String
  private let pair: CardPalette.Pair
  private let motif: Int

  init(_ product: Product, title: String, in language: LanguageTag) {
    brand = product.brand ?? title
    value = product.faceValueText(in: language) ?? (product.brand == nil ? "" : title)
    corner = product.region ?? ""
    let hash = Self.hash(product.brand ?? product.category)
    pair = CardPalette.pairs[Int(hash % UInt64(CardPalette.pairs.count))]
    motif = Int(hash >> 16 & 0xFF)
  }

  /// The `<svg>` element; hidden from screen readers when there is no label.
  func svg(label: String?) -> String {
    let access =
      label.map { "role=\"img\" aria-label=\"\($0.escapedForHTML)\"" }
      ?? "aria-hidden=\"true\""
    let shape = CardMotif.markup(number: motif, color: pair.shape)
    return """
      <svg class="face" viewBox="0 0 \(Self.width) \(Self.height)" \(access)>\
      <rect width="\(Self.width)" height="\(Self.height)" fill="\(pair.ground)"/>\(shape)\
      <g fill="\(pair.text)" font-weight="700">\(words)</g></svg>
      """
  }

  private var words: String {
    let bigSize = Self.size(fitting: value, width: 300, atMost: 56)
    let top = text(brand, x: 28, y: 48, size: Self.size(fitting: brand, width: 180, atMost: 20))
    let big = value.isEmpty ? "" : text(value, x: 28, y: 240, size: bigSize)
    let end =
      corner.isEmpty
      ? ""
      : "<text x=\"400\" y=\"240\" font-size=\"18\" text-anchor=\"end\">"
        + "\(corner.escapedForHTML)</text>"
    return top + big + end
  }

  private func text(_ text: String, x: Int, y: Int, size: Int) -> String {
    "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\">\(text.escapedForHTML)</text>"
  }

  /// The largest size at which a text is about that wide at most: CJK is square, Latin about 0.6.
  private static func size(fitting text: String, width: Int, atMost largest: Int) -> Int {
    let tenths = text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? 10 : 6) }
    guard tenths > 0 else { return largest }
    return max(12, min(largest, width * 10 / tenths))
  }

  /// FNV-1a: the same on every machine and in every run, unlike `Hasher`.
  private static func hash(_ text: String) -> UInt64 {
    text.lowercased().utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}

/// Pairs of colours that go together; the text reaches 4.5:1 on the ground and on the shape's edge
/// of it.
enum CardPalette {
  struct Pair {
    let ground: SRGB
    let shape: SRGB
    let text: SRGB
  }

  static let pairs: [Pair] = [
    Pair(ground: 0x1D2A45, shape: 0xE29A32, text: 0xF6EFE0),
    Pair(ground: 0x3B1434, shape: 0xD95743, text: 0xFBE9DF),
    Pair(ground: 0x0F3B36, shape: 0x3F9C82, text: 0xEAF4E6),
    Pair(ground: 0x27324A, shape: 0x7C95C9, text: 0xF0F2F8),
    Pair(ground: 0x4A1F12, shape: 0xC8702F, text: 0xFAEBD9),
    Pair(ground: 0x16324F, shape: 0x3F86B8, text: 0xEAF3F9),
    Pair(ground: 0x2F2A1E, shape: 0xB08D3C, text: 0xF5EEDC),
    Pair(ground: 0x24223F, shape: 0x7B6CC4, text: 0xF0EEFA),
    Pair(ground: 0x123A2A, shape: 0xA9B84A, text: 0xF1F4DF),
    Pair(ground: 0x431C2B, shape: 0xC5587C, text: 0xFAE8EE),
  ]
}

extension CardPalette.Pair {
  fileprivate init(ground: UInt32, shape: UInt32, text: UInt32) {
    self.init(ground: SRGB(hex: ground), shape: SRGB(hex: shape), text: SRGB(hex: text))
  }
}

/// The figure on a card without an image; all of them stay in the upper right, clear of the words.
enum CardMotif {
  static func markup(number: Int, color: SRGB) -> String {
    switch number % 6 {
    case 0: "<circle cx=\"358\" cy=\"70\" r=\"120\" fill=\"\(color)\"/>"
    case 1: "<path d=\"M214 0h214v214A214 214 0 0 1 214 0Z\" fill=\"\(color)\"/>"
    case 2:
      "<path d=\"M208 150l68-150h52l-68 150ZM292 150l68-150h52l-68 150ZM376 150l52-115v115Z\" "
        + "fill=\"\(color)\"/>"
    case 3:
      "<g fill=\"none\" stroke=\"\(color)\" stroke-width=\"18\"><circle cx=\"428\" cy=\"0\" "
        + "r=\"80\"/><circle cx=\"428\" cy=\"0\" r=\"125\"/>"
        + "<circle cx=\"428\" cy=\"0\" r=\"170\"/></g>"
    case 4:
      "<g fill=\"\(color)\"><rect x=\"218\" y=\"84\" width=\"182\" height=\"38\" rx=\"19\"/>"
        + "<rect x=\"270\" y=\"132\" width=\"130\" height=\"38\" rx=\"19\"/>"
        + "<rect x=\"322\" y=\"36\" width=\"78\" height=\"38\" rx=\"19\"/></g>"
    default:
      "<g fill=\"\(color)\"><circle cx=\"260\" cy=\"92\" r=\"44\"/>"
        + "<circle cx=\"360\" cy=\"92\" r=\"44\"/>"
        + "<path d=\"M216 176a44 44 0 0 1 88 0ZM316 176a44 44 0 0 1 88 0Z\"/></g>"
    }
  }
}
