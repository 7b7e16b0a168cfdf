import Text

/// A fault of a header in the shop's settings, which weakens the build's headers or does nothing.
struct HeaderFault {
  /// The warning that it is; nil for an error.
  let warning: Diagnostic?
  let expected: String
  let remedy: String
  var hint: String?

  private init(_ warning: Diagnostic?, _ expected: String, _ remedy: String, hint: String? = nil) {
    self.warning = warning
    self.expected = expected
    self.remedy = remedy
    self.hint = hint
  }

  /// Why a header may not be set at all; nil when it may.
  static func refusal(of name: String) -> (expected: String, remedy: String)? {
    switch name.lowercased() {
    case "content-security-policy":
      (
        "a header besides the Content-Security-Policy, which the build writes",
        "allow origins under `csp:`, such as `csp: {script: [https://chat.example]}`"
      )
    case "content-type", "content-encoding", "content-length", "content-range", "accept-ranges",
      "transfer-encoding", "connection", "keep-alive", "date", "server", "etag", "last-modified",
      "vary", "upgrade", "trailer", "status", "host", "age":
      (
        "a header that hosts leave to the shop",
        "remove it: hosts set it from the file itself, its name and its ending"
      )
    case "location", "refresh":
      ("a header that leads nowhere", "write the old and the new address under `redirects:`")
    case "set-cookie":
      (
        "a header that is the same for every visitor",
        "remove it: pages are kept by caches, which would give one cookie to all"
      )
    case "expires", "pragma", "cdn-cache-control", "cloudflare-cdn-cache-control",
      "surrogate-control", "netlify-cdn-cache-control":
      ("`Cache-Control`, which every host and browser reads", "write `Cache-Control` instead")
    default: nil
    }
  }

  /// Common header names, for hints at misspelt ones.
  static let known = [
    "Access-Control-Allow-Origin", "Cache-Control", "Content-Disposition", "Content-Language",
    "Content-Security-Policy-Report-Only", "Cross-Origin-Embedder-Policy",
    "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Link", "NEL",
    "Origin-Agent-Cluster", "Permissions-Policy", "Referrer-Policy", "Report-To",
    "Reporting-Endpoints", "Service-Worker-Allowed", "Strict-Transport-Security",
    "Timing-Allow-Origin",
    "X-Content-Type-Options", "X-DNS-Prefetch-Control", "X-Download-Options", "X-Frame-Options",
    "X-Permitted-Cross-Domain-Policies", "X-Robots-Tag", "X-XSS-Protection",
  ]

  /// Examines a header; nil when its value does no harm.
  ///
  /// `pattern` is the decoded address.
  init?(name: String, value: String, at pattern: String) {
    let words = value.lowercased()
    switch name.lowercased() {
    case "x-content-type-options" where words != "nosniff":
      self.init(nil, "`nosniff`, the only value that there is", "write it or remove the line")
    case "x-frame-options" where words != "deny":
      self.init(
        .weakHeader,
        "`DENY`, since the shop's Content-Security-Policy lets nobody frame it",
        "write `DENY`: other values do nothing in browsers of today"
      )
    case "referrer-policy"
    where words.contains("unsafe-url") || words == "no-referrer-when-downgrade":
      self.init(
        .weakHeader,
        "a policy that keeps the pages that visitors look at from other sites",
        "write `strict-origin-when-cross-origin`, which is sent without the line, or `no-referrer`"
      )
    case "referrer-policy" where !Self.referrerPolicies.contains(words):
      self.init(
        nil,
        "one of \(Self.referrerPolicies.joined(separator: ", "))",
        "choose one of them",
        hint: Self.referrerPolicies.hint(for: words)
      )
    case "cross-origin-opener-policy" where words != "same-origin":
      self.init(
        .weakHeader,
        "`same-origin`, which keeps other sites from holding the shop's window",
        "remove the line"
      )
    case "permissions-policy" where words.contains("*"):
      self.init(
        .weakHeader,
        "features that are denied or named with who may use them, such as `camera=()`",
        "leave out those that everybody may use"
      )
    case "strict-transport-security":
      guard let age = words.firstMatch(of: /max-age\s*=\s*"?(\d+)/).flatMap({ Int($0.1) }) else {
        self.init(nil, "seconds such as `max-age=31536000`", "write them")
        return
      }
      guard age < 31_536_000 else { return nil }
      self.init(
        .weakHeader,
        "a year or more, `max-age=31536000`, which is sent without the line",
        "remove the line, or let it be longer"
      )
    case "cache-control":
      self.init(caching: words, at: pattern)
    default: return nil
    }
  }

  private static let referrerPolicies = [
    "no-referrer", "origin", "origin-when-cross-origin", "same-origin", "strict-origin",
    "strict-origin-when-cross-origin",
  ]

  private static let cacheWords = [
    "public", "private", "no-store", "no-cache", "no-transform", "must-revalidate",
    "proxy-revalidate", "immutable", "must-understand", "stale-while-revalidate", "stale-if-error",
    "max-age", "s-maxage",
  ]

  private init?(caching value: String, at pattern: String) {
    if pattern.hasPrefix(AddressFolder.assets.plainAddress) {
      self.init(
        nil,
        "what is sent without the line for /assets/, a year",
        "remove it: those files are named by their content, and another one has another name"
      )
      return
    }
    for part in value.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
      let word = sides.first ?? ""
      let takesSeconds = word.hasPrefix("stale-") || ["max-age", "s-maxage"].contains(word)
      if !Self.cacheWords.contains(word) {
        self.init(
          nil,
          "directives such as `public, max-age=3600`, separated by commas",
          "correct \(quoted(word))",
          hint: Self.cacheWords.hint(for: word)
        )
        return
      }
      if takesSeconds, sides.count < 2 || Int(sides[1]) == nil {
        self.init(nil, "seconds behind `\(word)=`, such as `\(word)=3600`", "write a number")
        return
      }
    }
    return nil
  }
}
