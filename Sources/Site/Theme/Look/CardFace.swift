import Shop
import Text

/// The drawing of a card for a product without an image: two colours by its brand, a motif, and the
/// face value in large type.
///
/// It has only presentation attributes, since the Content-Security-Policy forbids `style`.
struct CardFace {
  static let width = 428
  static let height = 270

  private let brand: String
  private let value: String
  private let corner: String
  private let pair: CardPalette.Pair
  private let motif: Int

  init(_ product: Product, title: String, in language: LanguageTag) {
    let worth = product.offer.faceValueText(in: language)
    value = worth ?? title
    brand = product.shelving.brand ?? (worth == nil ? "" : title)
    let regions = (product.offer.region ?? "").split(separator: ",")
    corner = regions.count > 1 ? "\(regions[0]) +\(regions.count - 1)" : regions.joined()
    let hash = (product.shelving.brand ?? product.shelving.category).lowercased().utf8.fnv1a
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
    // The widths left beside the motif above and the region below.
    let top = line(brand, y: 48, width: 180, atMost: 20)
    let big = line(value, y: 240, width: corner.isEmpty ? 372 : 300, atMost: 56)
    let end =
      corner.isEmpty
      ? ""
      : "<text x=\"400\" y=\"240\" font-size=\"18\" text-anchor=\"end\">"
        + "\(corner.escapedForHTML)</text>"
    return top + big + end
  }

  /// One line of text, in smaller type when it is long, and cut when it is too long.
  private func line(_ text: String, y: Int, width: Int, atMost largest: Int) -> String {
    let widths = text.unicodeScalars.map(Self.tenths)
    guard !widths.isEmpty else { return "" }
    let size = max(Self.smallest, min(largest, width * 10 / widths.reduce(0, +)))
    var room = width * 10 / size
    let fits = widths.prefix { width in
      room -= width
      return room >= 0
    }
    let shown =
      fits.count == widths.count
      ? text : String(text.unicodeScalars.prefix(max(1, fits.count - 1))) + "…"
    return "<text x=\"28\" y=\"\(y)\" font-size=\"\(size)\">\(shown.escapedForHTML)</text>"
  }

  /// The smallest legible size in a list.
  private static let smallest = 14

  /// A character's width in tenths of the font's size: CJK is square, Latin about 0.6.
  private static func tenths(_ scalar: Unicode.Scalar) -> Int { scalar.value >= 0x1100 ? 10 : 6 }
}

/// Pairs of matching colours; the text reaches 4.5:1 on the ground, where all of it is.
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

/// The motifs of cards without an image, all in the upper right, beside the texts.
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
