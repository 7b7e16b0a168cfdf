import Shop

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
