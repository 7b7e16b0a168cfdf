import Text

/// A block between a line `:::NAME` and a line `:::`, which Cardstock adds to Markdown.
enum MarkdownBlock: Equatable, Sendable {
  /// `:::notice`, `:::notice warning`.
  case notice(isWarning: Bool)
  /// `:::steps`, around a numbered list.
  case steps
  /// `:::product SLUG`, a line by itself.
  case product(slug: String)

  /// The block's name in messages.
  var name: String {
    switch self {
    case .notice(let isWarning): isWarning ? ":::notice warning" : ":::notice"
    case .steps: ":::steps"
    case .product(let slug): ":::product \(slug)"
    }
  }

  /// Whether it has a body, which `:::` ends.
  var hasBody: Bool {
    if case .product = self { false } else { true }
  }

  /// The HTML that opens the block; a notice has the role `note`, since a page may have many.
  var opening: String {
    switch self {
    case .notice(let isWarning):
      isWarning
        ? "<aside class=\"notice warning\" role=\"note\">\n"
        : "<aside class=\"notice\" role=\"note\">\n"
    case .steps: "<div class=\"steps-list\">\n"
    case .product: ""
    }
  }

  var closing: String {
    switch self {
    case .notice: "</aside>\n"
    case .steps: "</div>\n"
    case .product: ""
    }
  }
}

/// Why a line `:::…` is not a block.
struct MarkdownBlockRefusal: Error, Equatable {
  let message: String
  var hint: String?
}

extension MarkdownBlock {
  /// Reads what follows `:::` on an opening line.
  init(reading text: String) throws(MarkdownBlockRefusal) {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    let name = words.first ?? ""
    switch (name, words.dropFirst().first, words.count) {
    case ("notice", nil, _): self = .notice(isWarning: false)
    case ("notice", "warning", 2): self = .notice(isWarning: true)
    case ("steps", nil, _): self = .steps
    case ("product", let slug?, 2): self = .product(slug: slug.composed)
    case ("product", nil, _):
      throw MarkdownBlockRefusal(
        message: "expected a product's slug after `:::product`, found none; "
          + "write `:::product SLUG` as in its address /products/SLUG/"
      )
    case ("notice", _, _):
      throw MarkdownBlockRefusal(
        message: "expected `:::notice` or `:::notice warning`, found \(quoted(":::" + text)); "
          + "write the text on the next line",
        hint: words.count == 2 && ["warning"].nearest(to: words[1]) != nil
          ? "did you mean `:::notice warning`?" : nil
      )
    case ("steps", _, _), ("product", _, _):
      throw MarkdownBlockRefusal(
        message: "expected nothing more on the line of `:::\(name)`, "
          + "found \(quoted(":::" + text)); write the text on a line of its own"
      )
    default:
      throw MarkdownBlockRefusal(
        message: "expected `:::notice`, `:::steps`, `:::product SLUG` or `:::`, "
          + "found \(quoted(":::" + text)); correct the name, or write `\\:::` for the characters",
        hint: Self.names.nearest(to: name).map { "did you mean `:::\($0)`?" }
      )
    }
  }

  private static let names = ["notice", "steps", "product"]
}
