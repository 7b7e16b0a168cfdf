/// Renders every generated file of the shop, ordered by path.
///
/// Pure: the same content gives the same bytes. Throws when a shop's own template is malformed.
/// `onPages` is called with the number of rendered pages and of all pages.
package func renderSite(
  _ content: SiteContent,
  onPages: (Int, Int) -> Void = { _, _ in }
) throws(ThemeProblem) -> [OutputFile] {
  let theme = try Theme(content)
  let total = theme.pages.count * content.config.languages.count
  onPages(0, total)
  let editions = content.config.languages.map { Edition(of: theme, in: $0) }
  var files = theme.assets
  var done = 0
  for edition in editions {
    for start in stride(from: 0, to: theme.pages.count, by: pagesAtOnce) {
      let pages = theme.pages[start..<min(start + pagesAtOnce, theme.pages.count)]
      files += Array(pages).concurrentMap { edition.render($0) }
      done += pages.count
      onPages(done, total)
    }
    files += edition.feeds + [edition.merchantFeed]
  }
  // Indexes of two languages may share files.
  files += editions.flatMap { [$0.search.directory] + $0.search.files }.eachOnce
  files += editions.map { $0.render(.missing) }
  files += sitemap(of: theme)
  files.append(catalogFile(of: content))
  let rules = HostRules(for: files, of: content, address: theme.address)
  let moved = rules.under(content.config.basePath)
  files.append(redirectsFile(moved, for: content.config.hosts))
  files.append(headersFile(moved, for: content.config.hosts))
  files += hostFiles(rules, of: content)
  files += aliasPages(of: editions)
  return files.sorted { $0.path < $1.path }
}

/// How many pages are rendered between two calls of `onPages`, enough to keep all cores busy.
private let pagesAtOnce = 1024

extension OutputFile {
  init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }
}
