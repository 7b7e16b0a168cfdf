import Foundation
import Site
import Testing

/// Every pair of text and ground reaches WCAG AA, in both schemes, for every accent.
@Suite(.timeLimit(.minutes(20))) struct ContrastTests {
  private static let text = [
    ("ink", "paper"), ("ink", "raised"), ("muted", "paper"), ("muted", "raised"),
    ("accent", "paper"), ("accent", "raised"), ("on-accent", "accent"),
  ]

  @Test(arguments: ["#0b6b5c", "#0b5d51", "#767676", "#000000", "#b00020", "#5b21b6", "#1a4fd6"])
  func `reaches 4.5 to 1 for text and 3 to 1 for the edges of fields`(accent: String) throws {
    var content = try SampleShop.content()
    content.config.accent = accent
    let css = try #require(try rendered(content).first { $0.key.hasSuffix(".css") }?.value)
    let rules = css.matches(of: /:root \{ (?:color-scheme: light dark; )?(--ink[^}]*)\}/)
    try #require(rules.count == 2)
    for rule in rules {
      let tokens = Dictionary(
        uniqueKeysWithValues: rule.1.matches(of: /--([a-z-]+): #([0-9a-f]{6})/)
          .map { (String($0.1), String($0.2)) }
      )
      for (text, ground) in Self.text {
        let ratio = contrast(try #require(tokens[text]), try #require(tokens[ground]))
        #expect(ratio >= 4.5, "\(text) on \(ground): \(ratio)")
      }
      for ground in ["paper", "raised"] {
        #expect(contrast(try #require(tokens["edge"]), try #require(tokens[ground])) >= 3)
      }
    }
  }

  @Test func `draws cards whose words can be read`() throws {
    var content = try SampleShop.content()
    let face = /role="img"[^>]*><rect[^>]*fill="#([0-9a-f]{6})".*?<g fill="#([0-9a-f]{6})" font/
    for number in 0..<60 {
      content.products[0].shelving.brand = "Brand \(number)"
      let page = try rendered("products/cairnlight-50/index.html", of: content)
      let card = try #require(page.firstMatch(of: face))
      #expect(contrast(String(card.1), String(card.2)) >= 4.5)
    }
  }

  private func contrast(_ one: String, _ other: String) -> Double {
    let lights = [luminance(one), luminance(other)].sorted()
    return (lights[1] + 0.05) / (lights[0] + 0.05)
  }

  private func luminance(_ hex: String) -> Double {
    let value = UInt32(hex, radix: 16) ?? 0
    let parts = [value >> 16 & 255, value >> 8 & 255, value & 255].map { Double($0) / 255 }
    let linear = parts.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }
}
