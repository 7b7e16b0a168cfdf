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
