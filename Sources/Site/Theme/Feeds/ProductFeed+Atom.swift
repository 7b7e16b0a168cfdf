import Shop

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
