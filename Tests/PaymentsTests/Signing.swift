import Crypto
import Foundation
import Payments
import Shop
import Testing

/// 2026-11-18T11:06:40Z, the moment of every test here.
let now = Timestamp(seconds: 1_795_000_000)

/// A signature as Stripe's documentation describes it, written a second time for the tests.
func stripeCode(_ body: String, _ secret: String, at seconds: String = "1795000000") -> String {
  HMAC<SHA256>.authenticationCode(
    for: Data("\(seconds).\(body)".utf8),
    using: SymmetricKey(data: Data(secret.utf8))
  )
  .map { byte in
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }
  .joined()
}

/// A signature as the Standard Webhooks specification describes it.
func standardCode(_ body: String, _ key: [UInt8], id: String, at seconds: String) -> String {
  let code = HMAC<SHA256>.authenticationCode(
    for: Data("\(id).\(seconds).\(body)".utf8),
    using: SymmetricKey(data: key)
  )
  return Data(code).base64EncodedString()
}

func secret(_ text: String) throws -> Secret {
  try #require(Secret(text))
}

/// Stripe's API with a key, at the address that the provider has.
func stripeAPI(_ key: String) throws -> StripeAPI {
  let address = try #require(ProviderAddress("https://api.stripe.com"))
  return StripeAPI(key: try secret(key), address: address)
}

extension PaymentAdapter {
  /// What a request proves; a claim counts as confirmed.
  func event(_ request: WebhookRequest, at now: Timestamp) throws(WebhookRefusal) -> PaymentEvent {
    switch try verify(request, at: now) {
    case .event(let event): event
    case .events(let events): events[0]
    case .claim(let claim): claim.event(saying: claim.claimed)
    }
  }
}
