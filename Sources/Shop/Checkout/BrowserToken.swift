/// The secret by which the browser is known that began a checkout; a cookie holds it, the checkout
/// a keyed hash of it.
///
/// New for each checkout, so that nothing which somebody put into a browser, or read there before,
/// opens what is bought in it later. Never given to a provider, never logged.
package struct BrowserToken: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
  /// The secret itself.
  package let text: String

  package init?(_ text: String) {
    guard SecretText.isOne(text) else { return nil }
    self.text = text
  }

  /// A new token, from the caller's source of randomness.
  package init(using generator: inout some RandomNumberGenerator) {
    text = SecretText.new(using: &generator)
  }

  /// How long it opens its checkout, from the order on: long enough to miss a letter overnight, and
  /// short, since others may use the device.
  package static let lifetimeSeconds: Int64 = 24 * 3600

  /// Never the secret.
  package var description: String { "<redacted>" }
  /// Without children, so that a dump shows nothing.
  package var customMirror: Mirror { Mirror(self, children: []) }
}
