import Shop

/// What every host must do with the shop's files, independent of its configuration's format.
struct HostRules: Sendable {
  /// The header rules in order; all matching ones apply, and no two set the same header.
  var headers: [HeaderRule]
  /// Redirects of old addresses and those of the settings, each path once.
  var redirects: [RedirectRule]
  /// Addresses under `gone:`, decoded, in all languages; a `*` at the end stands for any text.
  var gone: [String]
  /// The pages for missing addresses of each language but the default: `/en/` and `/en/404.html`.
  var missingPages: [(prefix: String, file: String)]
  /// Whether texts have compressed copies beside them.
  var isPrecompressed: Bool
  /// The path of the shop on its host, such as `/cards`; empty at the root.
  var path = ""

  /// The `Cache-Control` of pages, feeds and whatever else no rule names.
  static let revalidate = "public, max-age=0, must-revalidate"
  /// The `Cache-Control` of files that are named by their content.
  static let forever = "public, max-age=31536000, immutable"
  /// The `Cache-Control` of files copied from `site/static`.
  static let day = "public, max-age=86400"

  /// Files of the output for the host, which must not be served.
  static let settings = hostSettingsFiles

  /// Files of the output for the host that may be served.
  static let markers = [".nojekyll", "CNAME", "edgeone.json"]

  /// Redirects for hosts that compare addresses exactly: each with and without a slash at the end,
  /// which other hosts treat alike.
  var redirectsOfBothForms: [RedirectRule] {
    var taken = Set(redirects.map { Array($0.from.utf8) })
    return redirects.flatMap { rule -> [RedirectRule] in
      let other = rule.from.hasSuffix("/") ? String(rule.from.dropLast()) : rule.from + "/"
      let isPage = rule.from.hasSuffix(".html")
      guard !isPage, other.utf8.count > 1, taken.insert(Array(other.utf8)).inserted else {
        return [rule]
      }
      return [rule, RedirectRule(from: other, to: rule.to, status: rule.status)]
    }
  }

  /// The rules for a shop under a path of its host, whose files are in a folder of that name.
  func under(_ path: String) -> HostRules {
    guard !path.isEmpty else { return self }
    var moved = self
    moved.path = path
    moved.headers = headers.map { rule in
      HeaderRule(path + rule.pattern, rule.headers.map { ($0.name, $0.value) })
    }
    moved.redirects = redirects.map { rule in
      let isWithin = rule.to.hasPrefix("/") && !rule.to.hasPrefix("//")
      return RedirectRule(
        from: path + rule.from,
        to: isWithin ? path + rule.to : rule.to,
        status: rule.status
      )
    }
    moved.gone = gone.map { path + $0 }
    moved.missingPages = missingPages.map { (path + $0.prefix, path + $0.file) }
    return moved
  }

  /// The pattern of all addresses: `/*`, or `/cards/*`.
  var everything: String { path + "/*" }

  /// The value of a header by the last matching rule that names it; nil when none does.
  func value(of name: String, at pattern: String) -> String? {
    headers.last { $0.covers(pattern) && $0[name] != nil }.flatMap { $0[name] }
  }

  /// The file of the page for missing addresses below a pattern, in its language.
  func missingPage(below pattern: String) -> String {
    missingPages.first { pattern.hasPrefix($0.prefix) }?.file ?? rootMissingPage
  }

  /// The file of the page for missing addresses in the default language.
  var rootMissingPage: String { "\(path)/\(BuiltFile.missing)" }
}

/// Headers for one address, or for all that begin alike, such as `/assets/*`.
struct HeaderRule: Equatable, Sendable {
  /// The address, percent-encoded; a `*` at the end stands for any text.
  let pattern: String
  let headers: [Header]

  struct Header: Equatable, Sendable {
    let name: String
    let value: String
  }

  init(_ pattern: String, _ headers: [(name: String, value: String)]) {
    self.pattern = pattern
    self.headers = headers.map { Header(name: $0.name, value: $0.value) }
  }

  /// The pattern without its star.
  var start: String { isPrefix ? String(pattern.dropLast()) : pattern }
  var isPrefix: Bool { pattern.hasSuffix("*") }

  subscript(name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// Whether all addresses of another pattern are among this one's.
  func covers(_ other: String) -> Bool {
    isPrefix ? other.hasPrefix(start) : other == pattern
  }
}

/// A redirect.
struct RedirectRule: Equatable, Sendable {
  /// The old path from the root, decoded.
  let from: String
  /// The target: a percent-encoded path from the root, or a whole URL.
  let to: String
  let status: Int

  /// Whether the visitor's query may be appended, since the target has neither query nor fragment.
  var takesQuery: Bool { !to.contains("?") && !to.contains("#") }
}

extension HostRules {
  /// Makes the rules for the files that a build writes.
  init(for files: [OutputFile], of content: SiteContent, address: Address) {
    let config = content.config
    let others = Set(Self.settings + Self.markers + content.oldAddresses.map(\.file))
    headers = headerRules(for: files.filter { !others.contains($0.path) }, of: content)
      .adding(config.additions.headers)
    redirects = content.oldAddresses.map { old in
      RedirectRule(from: old.path, to: address.path(of: old), status: old.status)
    }
    gone = config.gone.map(\.value).flatMap { gone -> [String] in
      if gone.hasSuffix("*") { return config.addresses(ofAlias: gone).map(\.path) }
      return config.addresses(ofAlias: gone).flatMap { address -> [String] in
        guard !address.path.hasSuffix(".html") else { return [address.path] }
        let plain = address.path.hasSuffix("/") ? String(address.path.dropLast()) : address.path
        return [plain, plain + "/"]
      }
    }
    missingPages = config.languages.filter { $0 != config.language }.map { language in
      ("/\(language.shortTag)/", "/" + address.file(BuiltFile.missing, in: language))
    }
    isPrecompressed = config.isPrecompressed
  }
}

/// Files of the output for the host, by their paths; they must not be served.
package let hostSettingsFiles = [
  "_headers", "_redirects", "_nginx.conf", "_Caddyfile", "_rclone.sh",
]
