/// The addresses that PayPal publishes its signing certificates at: nothing else is ever fetched.
///
/// The address comes with the webhook, so whoever writes one chooses it: host and path are pinned
/// to the letter, without user, port, query or another way to write the same.
struct PayPalCertificatePins: Sendable {
  /// `https://HOST/v1/notifications/certs/` for each host.
  private let beginnings: [String]

  /// The mode's own hosts; the mock's origin alone where that is called.
  init(isLive: Bool, address: ProviderAddress) {
    let hosts =
      isLive
      ? ["api.paypal.com", "api-m.paypal.com"]
      : ["api.sandbox.paypal.com", "api-m.sandbox.paypal.com"]
    let origins = address.isMock ? [address.origin] : hosts.map { "https://\($0)" }
    beginnings = origins.map { $0 + "/v1/notifications/certs/" }
  }

  /// Whether a certificate may be fetched from there: a pinned beginning, then a plain name.
  func allow(_ url: String) -> Bool {
    guard let beginning = beginnings.first(where: url.hasPrefix) else { return false }
    let name = url.utf8.dropFirst(beginning.utf8.count)
    return (1...200).contains(name.count)
      && name.allSatisfy { byte in
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
      }
  }
}
