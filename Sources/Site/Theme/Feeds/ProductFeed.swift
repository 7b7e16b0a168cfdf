import Shop

/// The newest products of the shop, or of one category, as feed readers want them.
///
/// A product without a date is not news and is left out; no moment of the build is in it, so that
/// the same content gives the same bytes.
struct ProductFeed: Sendable {
  /// More would be sent to every reader every hour, and nobody reads on.
  static let length = 50

  let title: String
  let description: String
  /// Of the shop: who speaks.
  let author: String
  let language: LanguageTag
  /// Absolute, of the page that the feed belongs to.
  let page: String
  /// Lasts as long as the shop has its host and its categories their keys.
  let id: String
  let entries: [Entry]

  /// One product.
  struct Entry: Sendable {
    /// Lasts as long as the SKU, whatever becomes of title and address.
    let id: String
    let url: String
    let title: String
    /// The first paragraph and the price.
    let text: String
    /// Nil where title and text are in the feed's language.
    let otherLanguage: String?
    /// Key and title.
    let category: (key: String, title: String)?
    let tags: [String]
    /// Absolute; nil for none and for SVG, which readers do not draw.
    let image: String?
    let published: Timestamp
    let updated: Timestamp
  }

  /// When anything in it changed last; the epoch for an empty feed, which Atom wants dated too.
  var updated: Timestamp { entries.map(\.updated).max() ?? Timestamp(milliseconds: 0) }

  /// Absolute, of the feed itself.
  func url(_ format: FeedFormat) -> String { page + format.fileName }

  /// The feed in one of the formats.
  func text(as format: FeedFormat) -> String {
    switch format {
    case .rss: rss
    case .atom: atom
    case .json: json
    }
  }
}
