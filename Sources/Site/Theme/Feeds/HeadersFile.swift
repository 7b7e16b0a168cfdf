import Shop

/// `_headers`: the security policy for everything, and how long what may be cached.
///
/// Where Cloudflare may read it, no more rules than it takes: those that say what it does by itself
/// go first.
func headersFile(_ rules: HostRules, for hosts: [Host]) -> OutputFile {
  let kept = hosts.mayBeCloudflare ? rules.headers.fittingCloudflare : rules.headers
  return OutputFile(path: "_headers", text: kept.map(\.text).joined(separator: "\n"))
}

extension [HeaderRule] {
  /// Not more than Cloudflare reads.
  var fittingCloudflare: [HeaderRule] {
    guard count > HostLimits.headerRules else { return self }
    return Array(needed.prefix(HostLimits.headerRules))
  }

  /// Without those that ask for what Cloudflare does with every file.
  var needed: [HeaderRule] {
    filter { rule in
      rule.headers != [HeaderRule.Header(name: "Cache-Control", value: HostRules.revalidate)]
    }
  }
}

extension HeaderRule {
  fileprivate var text: String {
    "\(pattern)\n" + headers.map { "  \($0.name): \($0.value)\n" }.joined()
  }
}

/// The security policy, and a rule for each first part of a path.
///
/// Every rule that matches adds its headers, and the same header twice is joined by a comma: so the
/// patterns that set `Cache-Control` are disjoint.
func headerRules(for files: [OutputFile], of content: SiteContent) -> [HeaderRule] {
  var rules = [HeaderRule("/*", security(content))]
  rules.append(HeaderRule("/assets/*", [("Cache-Control", HostRules.forever)]))
  rules.append(HeaderRule("/", [("Cache-Control", HostRules.revalidate)]))
  let named = ["assets", "index.html"]
  let generated = Set(files.map { firstPart($0.path) }).subtracting(named)
  let copied = Set(content.staticFiles.map { firstPart($0.path) })
    .subtracting(generated).subtracting(named)
  rules += generated.sorted().map {
    rule($0, HostRules.revalidate, isFolder: isFolder($0, in: files))
  }
  let folders = Set(content.staticFiles.filter { $0.path.contains("/") }.map { firstPart($0.path) })
  rules += copied.sorted().map { rule($0, HostRules.day, isFolder: folders.contains($0)) }
  return rules
}

private func rule(_ part: String, _ value: String, isFolder: Bool) -> HeaderRule {
  HeaderRule(
    Address.encode("/\(part)") + (isFolder ? "/*" : ""),
    [("Cache-Control", value)]
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
func contentSecurityPolicy(_ content: SiteContent) -> String {
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

/// The same for hosts that send no headers of ours; a page cannot say who may frame it.
func contentPolicyOfPage(_ content: SiteContent) -> String {
  contentSecurityPolicy(content).replacing("; frame-ancestors 'none'", with: "")
}

/// The shop itself and the origins of the addresses, each once.
private func sources(_ urls: [String]) -> String {
  var seen: Set<String> = []
  return (["'self'"] + urls.map(origin(of:)).filter { seen.insert($0).inserted })
    .joined(separator: " ")
}
