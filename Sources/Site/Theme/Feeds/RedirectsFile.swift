import Shop

/// `_redirects`: from each old address to its page.
///
/// Cloudflare reads 2,000 lines; where it may be the host, the rest is forwarded by pages alone.
/// Netlify shows a page that is there, and so the one that forwards, unless the status has a `!`.
/// Cloudflare passes over such a line: both have their own where both are meant.
func redirectsFile(_ rules: HostRules, for hosts: [Host]) -> OutputFile {
  let isNetlify = hosts.contains(.netlify)
  let most = hosts.mayBeCloudflare ? HostLimits.redirects : rules.redirects.count
  var lines: [String] = []
  for rule in rules.redirects.prefix(most) {
    let line = "\(Address.encode(rule.from)) \(rule.to) \(rule.status)"
    if isNetlify { lines.append(line + "!\n") }
    if !isNetlify || hosts.contains(.cloudflare) { lines.append(line + "\n") }
  }
  if isNetlify {
    lines += rules.missingPages.map { "\(Address.encode($0.prefix))* \($0.file) 404\n" }
  }
  return OutputFile(path: "_redirects", text: lines.joined())
}

/// A page at each alias that forwards: for hosts that do not read `_redirects`, and for more
/// aliases than they take.
func aliasPages(of editions: [Edition]) -> [OutputFile] {
  guard let first = editions.first else { return [] }
  let byLanguage = Dictionary(uniqueKeysWithValues: editions.map { ($0.language, $0) })
  return first.content.oldAddresses.concurrentMap { old in
    OutputFile(path: old.file, text: aliasPage(old, in: byLanguage[old.language] ?? first))
  }
}

/// Without the theme's frame, and allowed by its Content-Security-Policy: no script.
private func aliasPage(_ old: OldAddress, in edition: Edition) -> String {
  let path = edition.theme.address.path(of: old).escapedForHTML
  let url = edition.theme.address.url(of: old).escapedForHTML
  let (text, lang) = edition.title(of: old)
  let title = text.escapedForHTML
  let shop = edition.config.title.text(in: edition.language).escapedForHTML
  let sheet = edition.theme.stylesheet
  let mark = lang.map { " lang=\"\($0)\"" } ?? ""
  return """
    <!doctype html>
    <html lang="\(edition.language.tag)"\(edition.language.isRightToLeft ? " dir=\"rtl\"" : "")>
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <meta http-equiv="refresh" content="0; url=\(path)">
    <title>\(title) – \(shop)</title>
    <link rel="canonical" href="\(url)">
    <link rel="stylesheet" href="/\(sheet.file.path)" integrity="\(sheet.integrity)">
    </head>
    <body>
    <main class="wrap missing">
    <h1>\(shop)</h1>
    <p>\(edition.phrases[.movedText].escapedForHTML) <a href="\(path)"\(mark)>\(title)</a></p>
    </main>
    </body>
    </html>

    """
}

extension Edition {
  /// What the page is called that an old address leads to; a foreign one by its host.
  fileprivate func title(of old: OldAddress) -> (text: String, lang: String?) {
    switch old.destination {
    case .page(_, let title): return shown(title)
    case .address(let address):
      if let title = content.title(ofLinkTo: address, below: language) { return shown(title) }
      let isOwn = address.hasPrefix("/")
      let host = origin(of: address).split(separator: "/").last.map(String.init)
      return (isOwn ? config.title.text(in: language) : host ?? address, nil)
    }
  }
}

extension Address {
  /// Where an old address leads: from the root and percent-encoded, or a whole address.
  func path(of old: OldAddress) -> String {
    switch old.destination {
    case .page(let route, _): path(route, in: old.language)
    case .address(let address): address
    }
  }

  /// Likewise, absolute.
  func url(of old: OldAddress) -> String {
    switch old.destination {
    case .page(let route, _): url(route, in: old.language)
    case .address(let address): address.hasPrefix("/") ? url(path: address) : address
    }
  }
}
