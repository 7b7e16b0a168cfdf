import Shop

/// A file that pages link to, named by its content so that it may be kept for ever.
package struct Asset: Equatable, Sendable {
  /// `/assets/worker.0123456789abcdef.css`.
  package let path: String
  /// How the body is to be read.
  package let type: Reply.MediaType
  /// Its bytes.
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

  static let copyScript = Asset(
    name: "copy",
    suffix: "js",
    type: .script,
    text: CopyScript.text
  )

  static let bridgeScript = Asset(
    name: "bridge",
    suffix: "js",
    type: .script,
    text: BridgeScript.text
  )

  static let payScript = Asset(name: "pay", suffix: "js", type: .script, text: PayScript.text)

  /// FNV-1a of 64 bits: names the content, proves nothing.
  private static func hash(_ bytes: [UInt8]) -> String {
    let hash = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
