package import Shop

/// The limits of sitemaps.org for one file.
private let sitemapLength = 50_000
private let sitemapBytes = 50 * 1024 * 1024

/// Bytes reserved for the frame around a file's entries.
private let sitemapFrame = 1024

/// One address of a sitemap.
package struct SitemapEntry: Sendable {
  /// The whole `<url>` element.
  package let xml: String
  /// When the page's content last changed, if known.
  package let changed: Timestamp?

  package init(xml: String, changed: Timestamp?) {
    self.xml = xml
    self.changed = changed
  }
}

/// `sitemap.xml` and `robots.txt` of the shop.
func sitemap(of theme: Theme) -> [OutputFile] {
  let pages = theme.sitemapPages
  let entries = theme.content.config.languages.flatMap { language in
    pages.filter { $0.languages.contains(language) }
      .concurrentMap { sitemapEntry($0, in: language, of: theme) }
  }
  let robots = OutputFile(
    path: BuiltFile.robots,
    text: theme.content.config.storefront.robots
      .text(sitemap: theme.address.url(path: "/" + BuiltFile.sitemap))
  )
  return [robots] + sitemapFiles(entries, baseURL: theme.content.config.baseURL)
}

/// `sitemap.xml` with these entries; for a large shop an index of several files.
package func sitemapFiles(_ entries: [SitemapEntry], baseURL: String) -> [OutputFile] {
  let parts = sitemapParts(entries)
  guard parts.count > 1 else {
    return [OutputFile(path: BuiltFile.sitemap, text: urlset(entries[...]))]
  }
  var files: [OutputFile] = []
  var index =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    + "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
  for (number, part) in parts.enumerated() {
    let path = "sitemap-\(number + 1).xml"
    files.append(OutputFile(path: path, text: urlset(part)))
    index += "<sitemap><loc>\("\(baseURL)/\(path)".escapedForXML)</loc>"
    index += lastModified(part.compactMap(\.changed).max()) + "</sitemap>\n"
  }
  return files + [OutputFile(path: BuiltFile.sitemap, text: index + "</sitemapindex>\n")]
}

/// The entries in order, in as few parts as the limits allow.
private func sitemapParts(_ entries: [SitemapEntry]) -> [ArraySlice<SitemapEntry>] {
  var parts: [ArraySlice<SitemapEntry>] = []
  var start = 0
  var bytes = sitemapFrame
  for (index, entry) in entries.enumerated() {
    let size = entry.xml.utf8.count
    if index - start == sitemapLength || bytes + size > sitemapBytes {
      parts.append(entries[start..<index])
      (start, bytes) = (index, sitemapFrame)
    }
    bytes += size
  }
  return parts + [entries[start...]]
}

private func urlset(_ entries: ArraySlice<SitemapEntry>) -> String {
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    + "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
    + "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n" + entries.map(\.xml).joined()
    + "</urlset>\n"
}

private func lastModified(_ moment: Timestamp?) -> String {
  moment.map { "<lastmod>\($0.iso8601)</lastmod>" } ?? ""
}

private func sitemapEntry(
  _ page: SitemapPage,
  in language: LanguageTag,
  of theme: Theme
) -> SitemapEntry {
  let languages = page.languages
  var xml = "<url><loc>\(theme.address.url(page.route, in: language).escapedForXML)</loc>"
  xml += lastModified(page.changed)
  if languages.count > 1 {
    for other in theme.address.alternates(page.route, languages: languages) {
      xml +=
        "<xhtml:link rel=\"alternate\" hreflang=\"\(other.lang)\" "
        + "href=\"\(other.url.escapedForXML)\"/>"
    }
  }
  return SitemapEntry(xml: xml + "</url>\n", changed: page.changed)
}

/// A page for search engines, in all its languages.
private struct SitemapPage: Sendable {
  let route: PageRoute
  let changed: Timestamp?
  /// The languages that it has its own text in.
  let languages: [LanguageTag]
}

extension Theme {
  /// Every page that is its own canonical address, in the order of the shop.
  fileprivate var sitemapPages: [SitemapPage] {
    let changes = content.products.map { product in
      [product.date, product.updated].compactMap(\.self).max()
    }
    let newest = changes.compactMap(\.self).max()
    var ofLists: [ListTerm: Timestamp] = [:]
    for listing in listings.all {
      ofLists[listing.term] = listing.products.compactMap { changes[$0] }.max()
    }
    return pages.compactMap { page in
      guard let route = route(page), route.canonical == route, route != .search else { return nil }
      let all = content.config.languages
      switch page {
      case .home: return SitemapPage(route: route, changed: newest, languages: all)
      case .product(let index, _):
        return SitemapPage(
          route: route,
          changed: changes[index],
          languages: content.products[index].texts.languages(of: all)
        )
      case .list(let slice):
        let changed = ofLists[slice.address.term]
        return SitemapPage(route: route, changed: changed, languages: all)
      case .text(let index):
        let spoken = content.pages[index].languages(of: all)
        return SitemapPage(route: route, changed: nil, languages: spoken)
      case .search, .missing: return SitemapPage(route: route, changed: nil, languages: all)
      }
    }
  }
}
