import Shop

/// The most addresses in one sitemap file (sitemaps.org allows 50,000 and 50 MB).
private let sitemapLength = 25_000

/// `sitemap.xml` and `robots.txt` of the shop.
func sitemap(of theme: Theme) -> [OutputFile] {
  let entries = theme.content.config.languages.flatMap { language in
    theme.routes.map { sitemapEntry($0, in: language, of: theme) }
  }
  let robots = OutputFile(
    path: "robots.txt",
    text: "User-agent: *\nAllow: /\n\nSitemap: \(theme.address.url(path: "/sitemap.xml"))\n"
  )
  return [robots] + sitemapFiles(entries, baseURL: theme.content.config.baseURL)
}

/// `sitemap.xml` around its `<url>` elements; a large shop's is an index of several files.
package func sitemapFiles(_ entries: [String], baseURL: String) -> [OutputFile] {
  guard entries.count > sitemapLength else {
    return [OutputFile(path: "sitemap.xml", text: urlset(entries[...]))]
  }
  let parts = stride(from: 0, to: entries.count, by: sitemapLength).enumerated().map {
    number,
    start in
    OutputFile(
      path: "sitemap-\(number + 1).xml",
      text: urlset(entries[start..<min(start + sitemapLength, entries.count)])
    )
  }
  let list = parts.map { part in
    "<sitemap><loc>\("\(baseURL)/\(part.path)".escapedForHTML)</loc></sitemap>\n"
  }
  let index =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    + "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    + list.joined() + "</sitemapindex>\n"
  return parts + [OutputFile(path: "sitemap.xml", text: index)]
}

private func urlset(_ entries: ArraySlice<String>) -> String {
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    + "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
    + "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n" + entries.joined() + "</urlset>\n"
}

private func sitemapEntry(_ route: Route, in language: LanguageTag, of theme: Theme) -> String {
  let languages = theme.content.config.languages
  var entry = "<url><loc>\(theme.address.url(route, in: language).escapedForHTML)</loc>"
  if languages.count > 1 {
    for other in theme.address.alternates(route, languages: languages) {
      entry +=
        "<xhtml:link rel=\"alternate\" hreflang=\"\(other.lang)\" "
        + "href=\"\(other.url.escapedForHTML)\"/>"
    }
  }
  return entry + "</url>\n"
}
