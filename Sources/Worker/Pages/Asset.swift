import Shop
import Text

/// A file that pages link to, named by its content so that browsers may cache it for ever.
package struct Asset: Equatable, Sendable {
  /// The URL's path, such as `/assets/worker.0123456789abcdef.css`.
  package let path: String
  /// The body's media type.
  package let type: Reply.MediaType
  /// The file's bytes.
  package let body: [UInt8]

  init(name: String, suffix: String, type: Reply.MediaType, text: String) {
    body = Array(text.utf8)
    self.type = type
    path = Route.asset(named: "\(name).\(Self.hash(body)).\(suffix)").path
  }

  /// The stylesheet in the shop's accent colour.
  static func stylesheet(accent: CatalogDocument.AccentEntry) -> Asset {
    Asset(name: "worker", suffix: "css", type: .css, text: Stylesheet.text(accent: accent))
  }

  /// Makes the copy buttons work, and shows them.
  ///
  /// Without it the buttons stay hidden and a code is selected with one tap (`user-select: all`).
  static let copyScript = script("copy", PackageResources.copy_js)

  /// Opens WeChat's payment sheet: calls the bridge of WeChat's browser with the form's fields.
  ///
  /// The bridge's answer proves nothing: after `ok` the return route asks the provider.
  ///
  /// The form's button calls the bridge again. Without JavaScript the button stays hidden.
  static let bridgeScript = script("bridge", PackageResources.bridge_js)

  /// Sends the buyer on to the provider's page, once: going back or reloading does not do it again.
  ///
  /// Without it the button does the same.
  static let payScript = script("pay", PackageResources.pay_js)

  private static func script(_ name: String, _ bytes: [UInt8]) -> Asset {
    let text = String(decoding: bytes, as: UTF8.self)
    return Asset(name: name, suffix: "js", type: .script, text: text)
  }

  /// 16 digits that name the content.
  private static func hash(_ bytes: [UInt8]) -> String {
    let digits = String(bytes.fnv1a, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
