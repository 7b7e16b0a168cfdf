import Shop

/// The most rules that a `_headers` file may hold (Cloudflare's limit is 100).
private let headerRules = 90

/// `_headers`: the security policy for everything, and how long what may be cached.
///
/// Every rule that matches adds its headers, and the same header twice is joined by a comma. So the
/// patterns that set `Cache-Control` are disjoint, one for each first part of a path.
func headersFile(for files: [OutputFile], of content: SiteContent) -> OutputFile {
  var rules = [Rule(pattern: "/*", headers: security(content))]
  rules.append(Rule(pattern: "/assets/*", headers: [("Cache-Control", forever)]))
  rules.append(Rule(pattern: "/", headers: [("Cache-Control", revalidate)]))
  let generated = Set(files.map { firstPart($0.path) }).subtracting([
    "assets", "index.html", "_redirects",
  ])
  let copied = Set(content.staticFiles.map { firstPart($0.path) })
    .subtracting(generated).subtracting(["assets", "index.html", "_redirects"])
  rules += generated.sorted().map { rule($0, revalidate, isFolder: isFolder($0, in: files)) }
  let folders = Set(content.staticFiles.filter { $0.path.contains("/") }.map { firstPart($0.path) })
  rules += copied.sorted().map { rule($0, day, isFolder: folders.contains($0)) }
  let text = rules.prefix(headerRules).map(\.text).joined(separator: "\n")
  return OutputFile(path: "_headers", text: text)
}

private let forever = "public, max-age=31536000, immutable"
private let revalidate = "public, max-age=0, must-revalidate"
private let day = "public, max-age=86400"

private struct Rule {
  let pattern: String
  let headers: [(name: String, value: String)]

  var text: String {
    "\(pattern)\n" + headers.map { "  \($0.name): \($0.value)\n" }.joined()
  }
}

private func rule(_ part: String, _ value: String, isFolder: Bool) -> Rule {
  Rule(
    pattern: Address.encode("/\(part)") + (isFolder ? "/*" : ""),
    headers: [("Cache-Control", value)]
  )
}

private func firstPart(_ path: String) -> String {
  String(path.prefix { $0 != "/" })
}

private func isFolder(_ part: String, in files: [OutputFile]) -> Bool {
  files.contains { $0.path.hasPrefix(part + "/") }
}

private func security(_ content: SiteContent) -> [(name: String, value: String)] {
  var headers: [(name: String, value: String)] = [
    ("Content-Security-Policy", contentSecurityPolicy(content)),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
  ]
  if content.config.baseURL.hasPrefix("https:") {
    headers.append(("Strict-Transport-Security", "max-age=31536000"))
  }
  return headers
}

/// Nothing but our own scripts, stylesheet and images, and what `csp:` allows; forms go to the
/// search page and the worker, and scripts ask the worker what is in stock.
///
/// The payment providers are not named: a form leads to the worker's own checkout page, and from
/// there on.
private func contentSecurityPolicy(_ content: SiteContent) -> String {
  let config = content.config
  let worker = sources(config.workerURL.map { [$0] } ?? [])
  let own: [AllowedOrigins.Kind: String] = [
    .script: "'self'", .style: "'self'", .image: "'self'", .connect: worker, .form: worker,
  ]
  let directives = AllowedOrigins.Kind.allCases.compactMap { kind -> String? in
    let sources = [own[kind]].compactMap { $0 } + config.allowedOrigins.sources(of: kind)
    return sources.isEmpty ? nil : kind.directive + " " + sources.joined(separator: " ")
  }
  return (["default-src 'none'"] + directives + ["base-uri 'none'", "frame-ancestors 'none'"])
    .joined(separator: "; ")
}

/// The shop itself and the origins of the addresses, each once.
private func sources(_ urls: [String]) -> String {
  var seen: Set<String> = []
  return (["'self'"] + urls.map(origin(of:)).filter { seen.insert($0).inserted })
    .joined(separator: " ")
}
