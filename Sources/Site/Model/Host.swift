import Text

/// A host of the shop's pages, for which a build writes configuration files.
///
/// The raw value is the word of `host:` in `site.yaml`.
package enum Host: String, CaseIterable, Sendable {
  case nginx
  case caddy
  case cloudflare
  case netlify
  case gitHubPages = "github-pages"
  case edgeOne = "edgeone"
  case s3

  /// Whether its configuration can set headers.
  var sendsHeaders: Bool {
    switch self {
    case .nginx, .caddy, .cloudflare, .netlify, .edgeOne: true
    case .gitHubPages, .s3: false
    }
  }
}

extension [Host] {
  /// Whether Cloudflare's limits apply, since it is among the hosts or none is named.
  var mayBeCloudflare: Bool { isEmpty || contains(.cloudflare) }
}

/// `headers` and `redirects` of `site.yaml`: what the shop adds to the rules for its hosts.
package struct HostAdditions: Equatable, Sendable {
  /// The headers, in the file's order.
  var headers: [OwnHeaders]
  /// The redirects, in the file's order, each old address once.
  var redirects: [OwnRedirect]

  init(headers: [OwnHeaders] = [], redirects: [OwnRedirect] = []) {
    self.headers = headers
    self.redirects = redirects
  }

  /// No additions.
  package init() { self.init(headers: [], redirects: []) }
}

/// Headers of the settings for an address, or for all that begin alike.
struct OwnHeaders: Equatable, Sendable {
  let rule: HeaderRule
  /// The address as written, and its place.
  let written: String
  let position: Position
  /// The place of each header's value, in the rule's order.
  let places: [Position]
}

/// A redirect of the settings.
struct OwnRedirect: Equatable, Sendable {
  /// The old path from the root, decoded, such as `/sale/`.
  let from: String
  /// The target: a percent-encoded path from the root, or a URL that begins with `https`.
  let to: String
  let status: Int
  let fromPosition: Position
  /// The target as written, and its place.
  let written: String
  let toPosition: Position

  /// Whether it leads to another page of the shop.
  var isWithin: Bool { to.hasPrefix("/") }
}

/// The origins that `csp:` of `site.yaml` adds to the Content-Security-Policy.
package struct AllowedOrigins: Equatable, Sendable {
  /// What may be loaded from an origin, by its name in `csp:`.
  package enum Kind: String, CaseIterable, Sendable {
    case script, style, image, connect, form, frame, font, media

    /// The policy's directive.
    package var directive: String {
      switch self {
      case .script: "script-src"
      case .style: "style-src"
      case .image: "img-src"
      case .connect: "connect-src"
      case .frame: "frame-src"
      case .font: "font-src"
      case .media: "media-src"
      case .form: "form-action"
      }
    }

    /// What it is called in messages, such as `a script`.
    var words: String {
      switch self {
      case .script: "a script"
      case .style: "a stylesheet"
      case .image: "an image"
      case .connect: "a request"
      case .frame: "a frame"
      case .font: "a font"
      case .media: "a film or sound"
      case .form: "a form"
      }
    }

    /// Whether the shop's own files of this kind are allowed without `csp:`.
    var isOwnAllowed: Bool {
      switch self {
      case .script, .style, .image, .connect, .form: true
      case .frame, .font, .media: false
      }
    }
  }

  /// The origins by kind: scheme and host such as `https://chat.example`, or `self`.
  package var origins: [Kind: [String]]

  package init(_ origins: [Kind: [String]] = [:]) {
    self.origins = origins
  }

  /// Whether files of that kind may be loaded from an origin.
  func allows(_ origin: String, _ kind: Kind) -> Bool {
    origins[kind]?.contains(origin) ?? false
  }

  /// The policy's sources of a kind.
  func sources(of kind: Kind) -> [String] {
    (origins[kind] ?? []).map { $0 == "self" ? "'self'" : $0 }
  }
}

/// `robots`: the rules of `robots.txt`.
package struct RobotsRules: Equatable, Sendable {
  /// The beginnings of addresses that no robot may request, such as `/policies/`.
  package var disallow: [String]
  /// The beginnings of addresses that they may request all the same.
  package var allow: [String]
  /// The names of robots that may request nothing, such as `GPTBot`.
  package var block: [String]

  package init(disallow: [String] = [], allow: [String] = [], block: [String] = []) {
    self.disallow = disallow
    self.allow = allow
    self.block = block
  }

  /// The text of `robots.txt`, which always names the sitemap.
  func text(sitemap: String) -> String {
    let rules = disallow.map { "Disallow: \($0)\n" } + allow.map { "Allow: \($0)\n" }
    var text = "User-agent: *\n\(rules.joined())Allow: /\n\n"
    if !block.isEmpty {
      text += block.map { "User-agent: \($0)\n" }.joined() + "Disallow: /\n\n"
    }
    return text + "Sitemap: \(sitemap)\n"
  }
}
