import Shop

/// `_redirects`: from each alias to its page, for good; as many as hosts take.
///
/// Those beyond are forwarded by their page alone.
func redirectsFile(of content: SiteContent, address: Address) -> OutputFile {
  let lines = content.oldAddresses.prefix(HostLimits.redirects).map { old in
    "\(Address.encode(old.path)) \(address.path(old.route, in: old.language)) 301\n"
  }
  return OutputFile(path: "_redirects", text: lines.joined())
}

/// A page at each alias that forwards: for hosts that do not read `_redirects`, and for more
/// aliases than they take.
func aliasPages(of content: SiteContent, address: Address) -> [OutputFile] {
  content.oldAddresses.concurrentMap { old in
    OutputFile(path: old.file, text: aliasPage(old, of: content.config, address: address))
  }
}

/// Whole without the theme, and allowed by its Content-Security-Policy: no script and no style.
private func aliasPage(_ old: OldAddress, of config: SiteConfig, address: Address) -> String {
  let path = address.path(old.route, in: old.language).escapedForHTML
  let url = address.url(old.route, in: old.language).escapedForHTML
  let title = old.title.text(in: old.language).escapedForHTML
  let shop = config.title.text(in: old.language).escapedForHTML
  let isTranslated = old.title.isTranslated(to: old.language)
  let lang = isTranslated ? old.language.tag : config.language.tag
  return """
    <!doctype html>
    <html lang="\(lang)">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <meta http-equiv="refresh" content="0; url=\(path)">
    <title>\(title) – \(shop)</title>
    <link rel="canonical" href="\(url)">
    </head>
    <body>
    <main><h1>\(shop)</h1><p><a href="\(path)">\(title)</a></p></main>
    </body>
    </html>

    """
}
