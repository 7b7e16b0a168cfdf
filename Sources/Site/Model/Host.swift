import Text

/// Where the shop's pages are put: a host that wants files of its own beside them.
///
/// The raw value is the word of `host:` in site.yaml.
package enum Host: String, CaseIterable, Sendable {
  case nginx
  case caddy
  case cloudflare
  case netlify
  case gitHubPages = "github-pages"
  case edgeOne = "edgeone"
  case s3

  /// Whether it can be told which headers to send.
  var sendsHeaders: Bool {
    switch self {
    case .nginx, .caddy, .cloudflare, .netlify, .edgeOne: true
    case .gitHubPages, .s3: false
    }
  }
}

extension [Host] {
  /// Whether Cloudflare's limits count: it is one of them, or nobody has said.
  var mayBeCloudflare: Bool { isEmpty || contains(.cloudflare) }
}

/// `headers` and `redirects` of `site.yaml`: what the shop adds to the rules for its hosts.
package struct HostAdditions: Equatable, Sendable {
  /// In the order of the file.
  var headers: [OwnHeaders]
  /// Likewise; each old address once.
  var redirects: [OwnRedirect]

  init(headers: [OwnHeaders] = [], redirects: [OwnRedirect] = []) {
    self.headers = headers
    self.redirects = redirects
  }

  /// A shop that adds nothing.
  package init() { self.init(headers: [], redirects: []) }
}

/// Headers of the shop's own for an address, or for all that begin like it.
struct OwnHeaders: Equatable, Sendable {
  let rule: HeaderRule
  /// The address as it was written, and where.
  let written: String
  let position: Position
  /// Where each header's value stands, in the order of the rule.
  let places: [Position]
}

/// An address that leads to another one, by the shop's own word.
struct OwnRedirect: Equatable, Sendable {
  /// Decoded, from the root: `/sale/`.
  let from: String
  /// From the root and percent-encoded, or a whole address that begins with https.
  let to: String
  let status: Int
  let fromPosition: Position
  /// The target as it was written, and where.
  let written: String
  let toPosition: Position

  /// Whether it leads to another page of the shop.
  var isWithin: Bool { to.hasPrefix("/") }
}

/// The origins that `csp:` of `site.yaml` adds to the Content-Security-Policy.
package struct AllowedOrigins: Equatable, Sendable {
  /// What may come from there, as `csp:` names it.
  package enum Kind: String, CaseIterable, Sendable {
    case script, style, image, connect, form, frame, font, media

    /// The policy's own word.
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

    /// What it is to an editor: `a script`.
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

    /// Whether the shop's own files of this kind need no word in `csp:`.
    var isOwnAllowed: Bool {
      switch self {
      case .script, .style, .image, .connect, .form: true
      case .frame, .font, .media: false
      }
    }
  }

  /// Scheme and host such as `https://chat.example`, or `self`, by kind.
  package var origins: [Kind: [String]]

  package init(_ origins: [Kind: [String]] = [:]) {
    self.origins = origins
  }

  /// Whether files of that kind may come from there.
  func allows(_ origin: String, _ kind: Kind) -> Bool {
    origins[kind]?.contains(origin) ?? false
  }

  /// The policy's sources of a kind.
  func sources(of kind: Kind) -> [String] {
    (origins[kind] ?? []).map { $0 == "self" ? "'self'" : $0 }
  }
}

/// `robots`: what search engines and other robots shall leave alone, besides nothing.
package struct RobotsRules: Equatable, Sendable {
  /// The beginnings of addresses that no robot shall ask for: `/policies/`.
  package var disallow: [String]
  /// The beginnings that they may ask for all the same.
  package var allow: [String]
  /// Robots that shall ask for nothing, by name: `GPTBot`.
  package var block: [String]

  package init(disallow: [String] = [], allow: [String] = [], block: [String] = []) {
    self.disallow = disallow
    self.allow = allow
    self.block = block
  }

  /// `robots.txt`; the sitemap stands in it in any case.
  func text(sitemap: String) -> String {
    let rules = disallow.map { "Disallow: \($0)\n" } + allow.map { "Allow: \($0)\n" }
    var text = "User-agent: *\n\(rules.joined())Allow: /\n\n"
    if !block.isEmpty {
      text += block.map { "User-agent: \($0)\n" }.joined() + "Disallow: /\n\n"
    }
    return text + "Sitemap: \(sitemap)\n"
  }
}
