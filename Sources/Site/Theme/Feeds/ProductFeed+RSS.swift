import Shop

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
    // A description is HTML inside XML: text is escaped once for each.
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
  /// As RSS writes moments: `Tue, 06 Jan 2026 02:00:00 GMT`.
  fileprivate var rfc822: String {
    let date = CivilDate(self)
    let weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][date.weekday]
    let day = date.day < 10 ? "0\(date.day)" : "\(date.day)"
    return "\(weekday), \(day) \(date.englishMonth.prefix(3)) \(date.year) \(clockText) GMT"
  }
}
