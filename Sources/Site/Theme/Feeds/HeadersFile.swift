import Shop

/// `_headers`: the security policy of all files, and how long they may be cached.
///
/// If Cloudflare may read it, it has no more rules than Cloudflare accepts: rules for what it does
/// by default are dropped first.
func headersFile(_ rules: HostRules, for hosts: [Host]) -> OutputFile {
  let kept = hosts.mayBeCloudflare ? rules.headers.fittingCloudflare : rules.headers
  return OutputFile(path: "_headers", text: kept.map(\.text).joined(separator: "\n"))
}

extension [HeaderRule] {
  /// As many rules as Cloudflare reads.
  var fittingCloudflare: [HeaderRule] {
    guard count > HostLimits.headerRules else { return self }
    return Array(needed.prefix(HostLimits.headerRules))
  }

  /// The rules without those for what Cloudflare does by default.
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

/// The rules: the security policy, and one for each first part of a path.
///
/// All matching rules add their headers, and a header that is set twice is joined by a comma. So
/// patterns that set `Cache-Control` are disjoint.
func headerRules(for files: [OutputFile], of content: SiteContent) -> [HeaderRule] {
  var rules = [HeaderRule("/*", security(content))]
  let assets = AddressFolder.assets
  rules.append(HeaderRule(assets.plainAddress + "*", [("Cache-Control", HostRules.forever)]))
  rules.append(HeaderRule("/", [("Cache-Control", HostRules.revalidate)]))
  let named = [assets.rawValue, "index.html"]
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

/// The policy: only the shop's own scripts, stylesheet and images and what `csp:` allows; forms to
/// the search page and the worker, requests of scripts to the worker.
///
/// It names no payment providers, since the form leads to the worker's checkout page first.
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

/// The policy within a page, for hosts without configurable headers; there `frame-ancestors` has
/// no effect.
func contentPolicyOfPage(_ content: SiteContent) -> String {
  contentSecurityPolicy(content).replacing("; frame-ancestors 'none'", with: "")
}

/// The policy's sources: the shop itself and the origins of the URLs, each once.
private func sources(_ urls: [String]) -> String {
  var seen: Set<String> = []
  return (["'self'"] + urls.map(origin(of:)).filter { seen.insert($0).inserted })
    .joined(separator: " ")
}
