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
