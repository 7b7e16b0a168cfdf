import Shop

/// `_redirects`: a redirect from each old address to its page.
///
/// Cloudflare reads 2,000 lines; if it may be the host, pages alone forward the rest. Netlify shows
/// an existing page, such as the one that forwards, unless the status has a `!`. Cloudflare ignores
/// such lines, so for both hosts each redirect has a line for each.
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

/// Pages that forward at each old address, for hosts that do not read `_redirects` or not all of
/// it.
func aliasPages(of editions: [Edition]) -> [OutputFile] {
  guard let first = editions.first else { return [] }
  let byLanguage = Dictionary(uniqueKeysWithValues: editions.map { ($0.language, $0) })
  return first.content.oldAddresses.concurrentMap { old in
    OutputFile(path: old.file, text: aliasPage(old, in: byLanguage[old.language] ?? first))
  }
}

/// A page that forwards, without the theme's frame and without a script.
private func aliasPage(_ old: OldAddress, in edition: Edition) -> String {
  let path = edition.theme.address.path(of: old).escapedForHTML
  let url = edition.theme.address.url(of: old).escapedForHTML
  let (text, lang) = edition.title(of: old)
  let title = text.escapedForHTML
  let shop = edition.shown(edition.config.title)
  let sheet = edition.theme.stylesheet
  let direction = edition.otherDirection.map { " dir=\"\($0)\"" }.joined()
  let mark = { (lang: String?) in lang.map { " lang=\"\($0)\"\(direction)" } ?? "" }
  return """
    <!doctype html>
    <html lang="\(edition.language.tag)"\(edition.language.isRightToLeft ? " dir=\"rtl\"" : "")>
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <meta http-equiv="refresh" content="0; url=\(path)">
    <title>\(title) – \(shop.text.escapedForHTML)</title>
    <link rel="canonical" href="\(url)">
    <link rel="stylesheet" href="/\(sheet.file.path)" integrity="\(sheet.integrity)">
    </head>
    <body>
    <main class="wrap missing">
    <h1\(mark(shop.lang))>\(shop.text.escapedForHTML)</h1>
    <p>\(edition.phrases[.movedText].escapedForHTML) <a href="\(path)"\(mark(lang))>\(title)</a></p>
    </main>
    </body>
    </html>

    """
}

extension Edition {
  /// The title of the page that an old address leads to, or the host of another site.
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
  /// The target of an old address: a percent-encoded path from the root, or an absolute URL.
  func path(of old: OldAddress) -> String {
    switch old.destination {
    case .page(let route, _): path(route, in: old.language)
    case .address(let address): address
    }
  }

  /// The absolute URL of the target of an old address.
  func url(of old: OldAddress) -> String {
    switch old.destination {
    case .page(let route, _): url(route, in: old.language)
    case .address(let address): address.hasPrefix("/") ? url(path: address) : address
    }
  }
}
