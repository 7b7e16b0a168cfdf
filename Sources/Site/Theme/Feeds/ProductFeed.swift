import Shop

/// A feed of the newest products of the shop, or of one category.
///
/// Products without a date are left out. It does not hold the moment of the build, so that the
/// same content gives the same bytes.
struct ProductFeed: Sendable {
  /// The most entries, since readers fetch the whole feed again and again.
  static let length = 50

  let title: String
  let description: String
  /// The feed's author, which is the shop.
  let author: String
  let language: LanguageTag
  /// The absolute URL of the feed's page.
  let page: String
  /// An id that is constant as long as the shop's host and the category's key are.
  let id: String
  let entries: [Entry]

  /// One product.
  struct Entry: Sendable {
    /// An id that is constant as long as the SKU is, even if title and address change.
    let id: String
    let url: String
    let title: String
    /// The first paragraph and the price.
    let text: String
    /// Nil when title and text are in the feed's language.
    let otherLanguage: String?
    /// The category's key and title.
    let category: (key: String, title: String)?
    let tags: [String]
    /// The absolute URL of the image; nil for none and for SVG, which readers do not draw.
    let image: String?
    let published: Timestamp
    let updated: Timestamp
  }

  /// When an entry last changed; the epoch for an empty feed, since Atom requires a date.
  var updated: Timestamp { entries.map(\.updated).max() ?? Timestamp(milliseconds: 0) }

  /// The absolute URL of the feed.
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

extension ProductFeed {
  /// Atom 1.0, RFC 4287.
  var atom: String {
    let entries = entries.map(entry).joined()
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\(language.tag)">
      <id>\(id.escapedForXML)</id>
      <title>\(title.escapedForXML)</title>
      <subtitle>\(description.escapedForXML)</subtitle>
      <updated>\(updated.iso8601)</updated>
      <author><name>\(author.escapedForXML)</name></author>
      <link rel="self" type="\(FeedFormat.atom.mediaType)" href="\(url(.atom).escapedForXML)"/>
      <link rel="alternate" type="text/html" href="\(page.escapedForXML)"/>
      \(entries)</feed>

      """
  }

  private func entry(_ entry: Entry) -> String {
    let lang = entry.otherLanguage.map { " xml:lang=\"\($0)\"" } ?? ""
    let category = entry.category.map { category in
      "<category term=\"\(category.key.escapedForXML)\" "
        + "label=\"\(category.title.escapedForXML)\"/>\n"
    }
    let tags = entry.tags.map { "<category term=\"\($0.escapedForXML)\"/>\n" }.joined()
    return """
      <entry\(lang)>
      <id>\(entry.id.escapedForXML)</id>
      <title>\(entry.title.escapedForXML)</title>
      <link rel="alternate" type="text/html" href="\(entry.url.escapedForXML)"/>
      <published>\(entry.published.iso8601)</published>
      <updated>\(entry.updated.iso8601)</updated>
      \(category ?? "")\(tags)<summary>\(entry.text.escapedForXML)</summary>
      </entry>

      """
  }
}

extension ProductFeed {
  /// RSS 2.0.
  var rss: String {
    let items = entries.map(item).joined()
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
      <channel>
      <title>\(title.escapedForXML)</title>
      <link>\(page.escapedForXML)</link>
      <description>\(description.escapedForXML)</description>
      <language>\(language.tag)</language>
      <lastBuildDate>\(updated.rfc822)</lastBuildDate>
      <atom:link rel="self" type="\(FeedFormat.rss.mediaType)" href="\(url(.rss).escapedForXML)"/>
      \(items)</channel>
      </rss>

      """
  }

  private func item(_ entry: Entry) -> String {
    let categories = ((entry.category.map { [$0.title] } ?? []) + entry.tags)
      .map { "<category>\($0.escapedForXML)</category>\n" }.joined()
    // A description is HTML within XML, so its text is escaped twice.
    return """
      <item>
      <title>\(entry.title.escapedForXML)</title>
      <link>\(entry.url.escapedForXML)</link>
      <guid isPermaLink="false">\(entry.id.escapedForXML)</guid>
      <pubDate>\(entry.published.rfc822)</pubDate>
      \(categories)<description>\(entry.text.escapedForHTML.escapedForXML)</description>
      </item>

      """
  }
}

extension Timestamp {
  /// The moment in the format of RSS: `Tue, 06 Jan 2026 02:00:00 GMT`.
  fileprivate var rfc822: String {
    let date = CivilDate(self)
    let weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][date.weekday]
    let day = date.day < 10 ? "0\(date.day)" : "\(date.day)"
    return "\(weekday), \(day) \(date.englishMonth.prefix(3)) \(date.year) \(clockText) GMT"
  }
}

extension ProductFeed {
  /// JSON Feed 1.1.
  var json: String {
    let feed = JSONText.object([
      ("version", .text("https://jsonfeed.org/version/1.1")),
      ("title", .text(title)),
      ("home_page_url", .text(page)),
      ("feed_url", .text(url(.json))),
      ("description", .text(description)),
      ("authors", .list([.object([("name", .text(author))])])),
      ("language", .text(language.tag)),
      ("items", .list(entries.map(item))),
    ])
    return feed.script + "\n"
  }

  private func item(_ entry: Entry) -> JSONText {
    let tags = (entry.category.map { [$0.title] } ?? []) + entry.tags
    let hasChanged = entry.updated > entry.published
    return .object([
      ("id", .text(entry.id)),
      ("url", .text(entry.url)),
      ("title", .text(entry.title)),
      ("content_text", .text(entry.text)),
      ("image", entry.image.map { .text($0) }),
      ("date_published", .text(entry.published.iso8601)),
      ("date_modified", hasChanged ? .text(entry.updated.iso8601) : nil),
      ("tags", tags.isEmpty ? nil : .list(tags.map { .text($0) })),
      ("language", entry.otherLanguage.map { .text($0) }),
    ])
  }
}
