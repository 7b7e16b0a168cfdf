/// `_Caddyfile`: the directives for a site's block in Caddy, below `root`.
///
/// All are in one `route`, since elsewhere Caddy orders directives by its own rules. Of headers
/// that are set twice the last one is sent.
func caddyFile(_ rules: HostRules) -> OutputFile {
  let path = rules.path
  let root = path.isEmpty ? "/srv/www/shop" : "/srv/www"
  let folder = path.isEmpty ? root : root + path
  var lines = [
    "# Written by `cardstock build`: a change in here is lost with the next one.",
    "# In the block of the site, after `root * \(root)`:  import \(folder)/_Caddyfile",
    "",
  ]
  // Under a path, the host's other addresses are not affected.
  if !path.isEmpty { lines.append("@cardstock path \(path) \(path)/*") }
  lines += [path.isEmpty ? "route {" : "route @cardstock {", "  header {"]
  lines += caddyHeaders(rules)
  lines += [
    "  @writing not method GET HEAD",
    "  header @writing Allow \"GET, HEAD\"",
    "  error @writing 405",
    "  # Sent back as an address, it would lead to another host.",
    #"  @elsewhere expression {http.request.uri.path}.matches("^/[/\\\\]")"#,
    "  error @elsewhere 404",
  ]
  if !rules.gone.isEmpty {
    lines.append("  @gone path " + rules.gone.map(caddyQuoted).joined(separator: " "))
    lines.append("  error @gone 410")
  }
  lines += caddyRedirects(rules)
  lines += [
    "  # One address a page; never with the name of its file.",
    #"  @named path_regexp /index\.html$"#,
    "  route @named {",
    "    uri strip_suffix index.html",
    "    header -Content-Type",
    "    redir * {uri} 301",
    "  }",
    "  # Caddy's own redirect to the slash forgets the visitor's query.",
    "  @folder {",
    #"    path_regexp [^/]$"#,
    "    file {http.request.uri.path}/index.html",
    "  }",
    "  route @folder {",
    "    rewrite * {http.request.uri.path}/",
    "    header -Content-Type",
    "    redir * {http.request.uri} 308",
    "  }",
    "  @settings path " + HostRules.settings.map { "\(path)/\($0)" }.joined(separator: " ")
      + " \(path)/404.html "
      + rules.missingPages.map { Address.encode($0.file) }.joined(separator: " "),
    "  error @settings 404",
    "  @dotted {",
    #"    path_regexp /\.|\x00"#,
    "    not path \(path)/.well-known \(path)/.well-known/*",
    "  }",
    "  error @dotted 404",
    "  encode zstd gzip {",
    "    match {",
  ]
  lines += (rules.mediaTypes.filter(\.isText).map(\.type) + ["image/svg+xml"])
    .map { "      header Content-Type \($0)*" }
  lines += [
    "    }",
    "  }",
    "  file_server {",
    "    index index.html",
  ]
  if rules.isPrecompressed { lines.append("    precompressed gzip") }
  lines += ["  }", "}", ""] + caddyErrors(rules)
  return OutputFile(path: "_Caddyfile", text: lines.joined(separator: "\n") + "\n")
}

private func caddyHeaders(_ rules: HostRules) -> [String] {
  var lines = rules.headerNames.map { "    \($0) \(caddyQuoted(rules.standard($0)))" }
    .filter { !$0.hasSuffix(" \"\"") }
  lines.append("  }")
  for rule in rules.headers where rule.pattern != rules.everything {
    for header in rule.headers where header.value != rules.standard(header.name) {
      lines.append("  header \(rule.pattern) \(header.name) \(caddyQuoted(header.value))")
    }
  }
  for kind in rules.mediaTypes where kind.isText {
    let paths = kind.endings.map { "*.\($0)" }.joined(separator: " ")
    let name = "@" + (kind.endings.first ?? "")
    lines.append("  \(name) path \(paths)")
    lines.append("  header \(name) Content-Type \"\(kind.type); charset=utf-8\"")
  }
  return lines
}

private func caddyRedirects(_ rules: HostRules) -> [String] {
  guard !rules.redirects.isEmpty else { return [] }
  var lines = [
    "  map {http.request.uri.path} {cardstock_to} {cardstock_status} {cardstock_query} {"
  ]
  lines += rules.redirectsOfBothForms.map { rule in
    let parts = [caddyQuoted(rule.from), caddyQuoted(braceless(rule.to)), "\(rule.status)"]
    return "    " + parts.joined(separator: " ") + (rule.takesQuery ? " yes" : " no")
  }
  return lines + [
    #"    default "" "" """#,
    "  }",
    #"  @asked expression {cardstock_query} == "yes" && {http.request.uri.query} != """#,
    "  redir @asked {cardstock_to}?{http.request.uri.query} {cardstock_status}",
    #"  @moved expression {cardstock_to} != """#,
    "  redir @moved {cardstock_to} {cardstock_status}",
  ]
}

private func caddyErrors(_ rules: HostRules) -> [String] {
  var lines = [
    "header Cache-Control \"\(HostRules.revalidate)\"",
    "@missing expression {http.error.status_code} in [403, 404]",
    "handle @missing {",
    "  header Content-Type \"text/html; charset=utf-8\"",
  ]
  for (number, page) in rules.missingPages.enumerated() {
    lines += [
      "  @language\(number) path \(Address.encode(page.prefix))*",
      "  handle @language\(number) {",
      "    rewrite * \(Address.encode(page.file))",
      "    file_server {",
      "      status 404",
      "    }",
      "  }",
    ]
  }
  lines += [
    "  handle {",
    "    rewrite * \(rules.path)/404.html",
    "    file_server {",
    "      status 404",
    "    }",
    "  }",
    "}",
    "handle {",
    "  header Content-Type \"text/plain; charset=utf-8\"",
    "  respond \"{http.error.status_code} {http.error.status_text}\"",
    "}",
  ]
  if !rules.path.isEmpty {
    lines =
      ["@cardstock_lost path \(rules.path) \(rules.path)/*", "handle @cardstock_lost {"]
      + lines.map { "  " + $0 } + ["}"]
  }
  return ["handle_errors {"] + lines.map { "  " + $0 } + ["}"]
}

/// A text in quotes, with quotes and backslashes escaped.
private func caddyQuoted(_ text: String) -> String {
  "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
}

/// An address with braces encoded, which Caddy would read as placeholders.
private func braceless(_ address: String) -> String {
  address.replacing("{", with: "%7B").replacing("}", with: "%7D")
}
