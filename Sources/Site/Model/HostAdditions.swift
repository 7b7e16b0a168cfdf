import Text

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

  /// Whether browsers and search engines may keep it for good.
  var isPermanent: Bool { status == 301 || status == 308 }
  /// Whether it leads to another page of the shop.
  var isWithin: Bool { to.hasPrefix("/") }
}
