/// Renders every generated file of the shop, ordered by path.
///
/// Pure: the same content gives the same bytes. Throws when an overriding template is malformed.
package func renderSite(_ content: SiteContent) throws(ThemeProblem) -> [OutputFile] {
  let theme = try Theme(content)
  let editions = content.config.languages.map { Edition(of: theme, in: $0) }
  var files = theme.assets
  for edition in editions {
    files += theme.pages.concurrentMap { edition.render($0) }
    files += edition.feeds + [edition.merchantFeed]
  }
  // Two languages may share a part of their indexes.
  files += editions.flatMap { [$0.search.directory] + $0.search.files }.eachOnce
  files += editions.map { $0.render(.missing) }
  files += sitemap(of: theme)
  files.append(catalogFile(of: content))
  files.append(redirectsFile(of: content, address: theme.address))
  files.append(headersFile(for: files, of: content))
  files += aliasPages(of: editions)
  return files.sorted { $0.path < $1.path }
}

extension OutputFile {
  init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }
}
