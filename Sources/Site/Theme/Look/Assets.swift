import Crypto
import Foundation
import Text

/// The stylesheet: the colours of both schemes, then `site.css`; named by its content.
struct Stylesheet: Sendable {
  /// `assets/site.HASH.css`.
  let file: OutputFile
  /// `sha256-…`, for the integrity attribute.
  let integrity: String

  /// `rules` is the text of `site.css`, the theme's or the shop's; `labels` may have colours.
  init(accent: SRGB, rules: String, labels: [OwnLabel] = []) {
    let chips = labels.compactMap { label in
      label.color.map { ".chip[data-label=\"\(label.label.rawValue)\"] { background: \($0) }\n" }
    }
    let text = """
      :root { color-scheme: light dark; \(Scheme.light(accent: accent).declarations) }
      @media (prefers-color-scheme: dark) {
        :root { \(Scheme.dark(accent: accent).declarations) }
      }
      \(rules)\(chips.joined())
      """
    let bytes = Array(text.utf8)
    file = OutputFile(path: Asset.path(name: "site", extension: "css", bytes: bytes), bytes: bytes)
    integrity = "sha256-" + Data(SHA256.hash(data: bytes)).base64EncodedString()
  }
}

/// Names of files that may be cached for ever.
enum Asset {
  /// `assets/NAME.HASH.EXT`, with the first 12 hex digits of the content's SHA-256.
  static func path(name: String, extension ext: String, bytes: [UInt8]) -> String {
    AddressFolder.assets.path + "\(name).\(hash(bytes)).\(ext)"
  }

  /// The first 12 hex digits of the content's SHA-256.
  static func hash(_ bytes: [UInt8]) -> String { String(SHA256.hash(data: bytes).hex.prefix(12)) }
}

/// An ES module of the theme, unchanged and named by its content.
struct Script: Sendable {
  /// `assets/NAME.HASH.js`.
  let file: OutputFile
  /// `sha384-…`, for the integrity attribute.
  let integrity: String

  /// `name` is the file's without `.js`.
  init(name: String, bytes: [UInt8]) {
    file = OutputFile(path: Asset.path(name: name, extension: "js", bytes: bytes), bytes: bytes)
    integrity = "sha384-" + Data(SHA384.hash(data: bytes)).base64EncodedString()
  }

  /// `Theme/Scripts/search.js`.
  static let search = Script(name: "search", bytes: PackageResources.search_js)

  /// `Theme/Scripts/shop.js`, which every page loads.
  static let shop = Script(name: "shop", bytes: PackageResources.shop_js)

  /// `Theme/Scripts/buy.js`, for pages with a buy form.
  static let buy = Script(name: "buy", bytes: PackageResources.buy_js)

  /// Every script of the theme.
  static let all = [search, shop, buy]
}
