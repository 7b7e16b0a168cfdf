import Crypto
import Foundation

/// An ES module of the theme, as it is; named by its content.
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

  /// `Theme/Scripts/shop.js`: what every page loads.
  static let shop = Script(name: "shop", bytes: PackageResources.shop_js)

  /// Every script of the theme.
  static let all = [search, shop]
}
