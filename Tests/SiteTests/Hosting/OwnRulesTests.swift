import Site
import Testing
import Text

/// `headers:` and `redirects:` of the settings, in every host's files.
@Suite(.timeLimit(.minutes(20))) struct OwnRulesTests {
  private func shop(_ settings: String, _ files: [String: String] = [:]) throws -> TemporaryShop {
    let shop = try TemporaryShop(
      ["site/static/downloads/a.pdf": "a", "content/pages/sale.md": "---\ntitle: 特价\n---\n字。\n"]
        .merging(files) { _, new in new }
    )
    try shop.write(
      "title: 店\nbase_url: https://cards.example.com\ncurrency: CNY\nlanguages: [zh-CN, en]\n"
        + "worker_url: https://pay.example.com\n\(settings)\n",
      to: "site/site.yaml"
    )
    return shop
  }

  /// Line 6 is the first line of the given settings.
  private func check(
    _ settings: String,
    _ place: String,
    _ warning: Diagnostic?,
    _ words: String
  ) throws {
    let shop = try shop(settings)
    let problems = try checkSite(shop.request()).problems
    #expect(problems.count == 1, "\(settings): \(problems.map { $0.text() })")
    let problem = try #require(problems.first)
    #expect("\(problem.file):\(problem.position.line)" == "site/site.yaml:\(place)")
    #expect(problem.warning == warning, "\(problem.text())")
    #expect(problem.text().contains(words), "\(problem.text())")
    #expect(problem.message.contains("; ") || problem.hint != nil, "no mend: \(problem.text())")
  }

  @Test(arguments: [
    ("X-Frame-Options: SAMEORIGIN", Diagnostic.weakHeader, "write `DENY`"),
    ("Content-Security-Policy: default-src *", nil, "allow origins under `csp:`"),
    ("content-security-policy: \"\"", nil, "allow origins under `csp:`"),
    ("X-Content-Type-Options: none", nil, "expected `nosniff`"),
    ("Referrer-Policy: unsafe-url", .weakHeader, "strict-origin-when-cross-origin"),
    ("Referrer-Policy: no-referer", nil, "did you mean `no-referrer`?"),
    ("Cross-Origin-Opener-Policy: unsafe-none", .weakHeader, "remove the line"),
    ("Permissions-Policy: camera=*", .weakHeader, "everybody"),
    ("Strict-Transport-Security: max-age=60", .weakHeader, "a year"),
    ("Strict-Transport-Security: a year", nil, "max-age=31536000"),
    ("Cache-Control: max-age=60", nil, "name a folder of copied files"),
    ("Set-Cookie: a=b", nil, "one cookie to all"),
    ("Content-Type: text/html", nil, "hosts set it"),
    ("Location: /a/", nil, "`redirects:`"),
    ("Expires: \"0\"", nil, "write `Cache-Control`"),
    ("X-Robot-Tag: noindex", .headerSpelling, "did you mean `X-Robots-Tag`?"),
    ("X-Robots-Tag: 不收录", nil, "ASCII"),
    ("X-Robots-Tag: ｎoindex", nil, "did you mean `noindex`?"),
    ("X-Price: $5", nil, "ASCII but `$`"),
    ("X Robots: a", nil, "letters, digits and hyphens"),
    ("Ｘ-Robots-Tag: a", nil, "did you mean `X-Robots-Tag`?"),
    ("{X-Robots-Tag: a, x-robots-tag: b}", nil, "each header once"),
  ])
  func `a header for everything`(header: String, warning: Diagnostic?, words: String) throws {
    let lines = header.hasPrefix("{") ? "  \"/*\": \(header)" : "  \"/*\":\n    \(header)"
    let place = header.hasPrefix("{") ? "7" : "8"
    try check("headers:\n\(lines)", place, warning, words)
  }

  @Test(arguments: [
    ("/download/*", "X-A: b", "7", Diagnostic.unusedHeader, "did you mean `/downloads/*`?"),
    ("/downloads/b.pdf", "X-A: b", "7", .unusedHeader, "did you mean `/downloads/a.pdf`?"),
    ("/sale", "X-A: b", "7", .unusedHeader, "did you mean `/sale/`?"),
    ("/assets/*", "Cache-Control: no-cache", "8", nil, "named by their content"),
    ("/sale/*", "Cache-Control: \"public, max-age=60\"", "8", .stalePages, "a price"),
    ("/downloads/a.pdf", "Cache-Control: max-age=60", "8", nil, "write it under `/downloads/*`"),
    ("/downloads/*", "Cache-Control: max_age=60", "8", nil, "did you mean `max-age`?"),
    ("/downloads/*", "Cache-Control: max-age=1h", "8", nil, "write a number"),
    ("/downloads/*", "Referrer-Policy: no-referrer", "8", nil, "write it under `/*`"),
    ("\"/*.pdf\"", "X-A: b", "7", nil, "a star at the end alone"),
    ("downloads/*", "X-A: b", "7", nil, "from the root"),
    ("https://cards.example.com/downloads/*", "X-A: b", "7", nil, "did you mean `/downloads/*`?"),
    ("／downloads／*", "X-A: b", "7", nil, "did you mean `/downloads/*`?"),
    ("X-Frame-Options", "DENY: a", "7", nil, "put the header under an address"),
  ])
  func `a header for one address`(
    address: String,
    header: String,
    place: String,
    warning: Diagnostic?,
    words: String
  ) throws {
    try check("headers:\n  \(address):\n    \(header)", place, warning, words)
  }

  @Test func `two headers of the shop's own do not meet at one address`() throws {
    try check(
      "headers:\n  \"/*\": {X-A: b}\n  /sale/: {x-a: c}",
      "8",
      nil,
      "put the header under one of the two"
    )
    try check("headers: [a]", "6", nil, "expected addresses with headers under them")
    try check("headers:\n  /sale/: noindex", "7", nil, "as `NAME: VALUE`")
  }

  @Test(arguments: [
    ("from: /old/, to: /sal/", Diagnostic?.none, "did you mean `/sale/`?"),
    ("from: /old/, to: /sale", .linkWithoutSlash, "write `/sale/`"),
    ("from: /old/, to: /old/", nil, "the address itself"),
    ("from: /old/, to: /old", nil, "the address itself"),
    ("from: /sale/, to: /search/", nil, "content/pages/sale.md has `/sale/`"),
    ("from: /Sale, to: /search/", nil, "content/pages/sale.md has `/Sale`"),
    ("from: /downloads/a.pdf, to: /search/", nil, "site/static/downloads/a.pdf has"),
    ("from: /robots.txt, to: /search/", nil, "where the shop has a page or a file"),
    ("from: /products/, to: /search/", nil, "where the shop has a page or a file"),
    ("from: /old/, to: \"http://a.example/\"", nil, "did you mean `https://a.example/`?"),
    ("from: /old/, to: //a.example/", nil, "did you mean `https://a.example/`?"),
    ("from: /old/, to: a.example", nil, "did you mean `https://a.example`?"),
    ("from: /old/, to: sale/", nil, "did you mean `/sale/`?"),
    ("from: /old/, to: \"https://cards.example.com/sale/\"", nil, "did you mean `/sale/`?"),
    ("from: /old/, to: \"javascript:x()\"", nil, "write the whole address"),
    ("from: /old/, to: ／sale／", nil, "did you mean `/sale/`?"),
    ("from: ／old／, to: /sale/", nil, "did you mean `/old/`?"),
    ("from: old, to: /sale/", nil, "did you mean `/old`?"),
    ("from: /old/*, to: /sale/", nil, "`gone: [/old/*]`"),
    ("from: \"/old?id=3\", to: /sale/", nil, "did you mean `/old`?"),
    ("from: /%E6%97%A7/, to: /sale/", nil, "did you mean `/旧/`?"),
    ("from: \"https://cards.example.com/old/\", to: /sale/", nil, "did you mean `/old/`?"),
    ("from: /.git/, to: /sale/", nil, "hosts hide"),
    ("from: /, to: /sale/", nil, "write the path from the root"),
    ("from: /old/, to: /sale/, status: 200", nil, "no host but Netlify"),
    ("from: /old/, to: /sale/, status: 410", nil, "`gone:`"),
    ("from: /old/, to: /sale/, status: permanent", nil, "301 for good"),
    ("from: /old/", nil, "add a line `to: …`"),
    ("frm: /old/, to: /sale/", nil, "did you mean `from`?"),
  ])
  func `a redirect`(entry: String, warning: Diagnostic?, words: String) throws {
    guard !entry.hasPrefix("frm") else {
      let problems = try shop("redirects:\n  - {\(entry)}").load().problems
      #expect(problems.contains { $0.text().contains(words) })
      return
    }
    try check("redirects:\n  - {\(entry)}", "7", warning, words)
  }

  @Test(arguments: [
    ("[{from: /a/, to: /b/}, {from: /b/, to: /sale/}]", Diagnostic.redirectChain, "`/sale/`?"),
    ("[{from: /a/, to: /sale/}, {from: /a, to: /search/}]", nil, "each address once"),
    ("{/a/: /sale/}", nil, "`- {from: /a/, to: /sale/}`"),
    ("[/a/ /sale/ 302]", nil, "`- {from: /a/, to: /sale/, status: 302}`"),
    ("/a/", nil, "expected a list"),
  ])
  func `redirects together`(list: String, warning: Diagnostic?, words: String) throws {
    try check("redirects: \(list)", "6", warning, words)
  }

  @Test func `a circle is one error`() throws {
    let problems = try shop(
      "redirects: [{from: /a/, to: /b}, {from: /b/, to: /c/}, {from: /c, to: /a}, "
        + "{from: /d/, to: /a}]"
    )
    .load().problems
    #expect(problems.map(\.severity) == [.error])
    #expect(problems[0].message.contains("in a circle: /a → /b → /c → /a"))
  }

  @Test func `both are in the files of every host, and a page forwards elsewhere`() throws {
    let shop = try shop(
      """
      host: [nginx, caddy, netlify, edgeone]
      headers:
        "/*": {Referrer-Policy: no-referrer, X-Frame-Options: DENY}
        /downloads/*: {Cache-Control: no-store}
      redirects:
        - {from: /特价, to: /sale/, status: 302}
        - {from: /en/chat/, to: "https://chat.example/我"}
      """
    )
    let report = try shop.build()
    #expect(report.problems.map { $0.text() } == [])
    let headers = try shop.text("public/_headers")
    #expect(headers.count(of: "Referrer-Policy") == 1)
    #expect(headers.contains("  Referrer-Policy: no-referrer\n  X-Frame-Options: DENY\n"))
    #expect(headers.contains("/downloads/*\n  Cache-Control: no-store\n"))
    let nginx = try shop.text("public/_nginx.conf")
    #expect(nginx.contains("add_header X-Frame-Options \"DENY\" always;"))
    #expect(nginx.contains(#"location = "/特价" { return 302 "/sale/$is_args$args"; }"#))
    let caddy = try shop.text("public/_Caddyfile")
    #expect(caddy.contains("  header /downloads/* Cache-Control \"no-store\"\n"))
    #expect(caddy.contains(#""/en/chat/" "https://chat.example/%E6%88%91" 301 yes"#))
    let redirects = try shop.text("public/_redirects")
    #expect(redirects.contains("/%E7%89%B9%E4%BB%B7 /sale/ 302!\n"))
    #expect(try shop.text("public/edgeone.json").contains(#""source":"/en/chat/""#))
    let page = try shop.text("public/特价/index.html")
    #expect(page.contains("content=\"0; url=/sale/\"") && page.contains(">特价</a>"))
    let foreign = try shop.text("public/en/chat/index.html")
    #expect(foreign.contains("<html lang=\"en\">") && foreign.contains(">chat.example</a>"))
    #expect(try shop.text("site/addresses.txt").contains("/特价 /sale/\n"))
  }

  @Test func `hosts that send no headers of a shop's own are told`() throws {
    for (host, count) in [("github-pages", 1), ("s3", 0), ("nginx", 0)] {
      let shop = try shop("host: \(host)\nheaders:\n  /downloads/*: {Cache-Control: no-store}")
      let problems = try shop.build().problems
      #expect(problems.map(\.warning) == Array(repeating: .hostLimit, count: count))
      guard host == "s3" else { continue }
      let script = try shop.text("public/_rclone.sh")
      #expect(script.contains("put 'no-store' --filter '+ /downloads/**' --filter '- *' \"$@\""))
    }
  }
}
