import Shop

/// What every host is to do with the shop's files, before it is written in the words of one.
struct HostRules: Sendable {
  /// In order; those that match add up, and no two of them set the same header for one address.
  var headers: [HeaderRule]
  /// Old addresses and the shop's own, each path once.
  var redirects: [RedirectRule]
  /// Addresses that are gone for good, decoded, in all languages; one that ends with `*` stands for
  /// all that begin like it.
  var gone: [String]
  /// The page for what is not there below an address, by language: `/en/` and `/en/404.html`.
  var missingPages: [(prefix: String, file: String)]
  /// Whether texts have compressed copies beside them.
  var isPrecompressed: Bool
  /// The path that the shop lives under: `/cards`; nothing at the root of its host.
  var path = ""

  /// What is sent where no rule names a header: pages, feeds and whatever a build writes.
  static let revalidate = "public, max-age=0, must-revalidate"
  /// For files that are named by their content.
  static let forever = "public, max-age=31536000, immutable"
  /// For files that the shop copies.
  static let day = "public, max-age=86400"

  /// Files of the output that are for the host alone: nobody else is to read them.
  static let settings = hostSettingsFiles

  /// Files of the output that only say something by being there.
  static let markers = [".nojekyll", "CNAME", "edgeone.json"]

  /// The redirects of hosts that compare addresses to the letter: with and without a slash at the
  /// end, as a folder and its page are one elsewhere.
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

  /// The same for a shop that lives under a path of its host: its files are in a folder of that
  /// name below the host's own.
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

  /// The pattern of everything: `/*`, or `/cards/*`.
  var everything: String { path + "/*" }

  /// What the last rule that matches and names the header says; nil when none does.
  func value(of name: String, at pattern: String) -> String? {
    headers.last { $0.covers(pattern) && $0[name] != nil }.flatMap { $0[name] }
  }

  /// The languages' own pages for what is missing, without the default one's.
  func missingPage(below pattern: String) -> String {
    missingPages.first { pattern.hasPrefix($0.prefix) }?.file ?? path + "/404.html"
  }
}

/// Headers for one address, or for all that begin alike: `/assets/*`.
struct HeaderRule: Equatable, Sendable {
  /// Percent-encoded; a `*` at the end stands for any text.
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

  /// The pattern's text before its star.
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

/// Where visitors of an address are sent.
struct RedirectRule: Equatable, Sendable {
  /// Decoded, from the root.
  let from: String
  /// From the root and percent-encoded, or a whole address.
  let to: String
  let status: Int

  /// Whether the visitor's own query may follow: the target has none, and no fragment.
  var takesQuery: Bool { !to.contains("?") && !to.contains("#") }
}

extension HostRules {
  /// The rules for the files that a build writes.
  init(for files: [OutputFile], of content: SiteContent, address: Address) {
    let config = content.config
    let others = Set(Self.settings + Self.markers + content.oldAddresses.map(\.file))
    headers = headerRules(for: files.filter { !others.contains($0.path) }, of: content)
      .adding(config.additions.headers)
    redirects = content.oldAddresses.map { old in
      RedirectRule(from: old.path, to: address.path(of: old), status: old.status)
    }
    gone = config.gone.flatMap { gone -> [String] in
      if gone.hasSuffix("*") { return config.addresses(ofAlias: gone).map(\.path) }
      return config.addresses(ofAlias: gone).flatMap { address -> [String] in
        guard !address.path.hasSuffix(".html") else { return [address.path] }
        let plain = address.path.hasSuffix("/") ? String(address.path.dropLast()) : address.path
        return [plain, plain + "/"]
      }
    }
    missingPages = config.languages.filter { $0 != config.language }.map { language in
      ("/\(language.shortTag)/", "/" + address.file("404.html", in: language))
    }
    isPrecompressed = config.isPrecompressed
  }
}

/// Files of the output that are for the host alone, from its folder: no visitor sees them.
package let hostSettingsFiles = [
  "_headers", "_redirects", "_nginx.conf", "_Caddyfile", "_rclone.sh",
]
