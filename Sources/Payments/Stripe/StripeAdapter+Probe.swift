import Crypto
import Foundation
import Shop

extension StripeAdapter {
  /// An event of a type that Stripe does not have, signed with the first of the secrets.
  package func probe(_ call: Call) -> WebhookProbe {
    guard let secret = secrets.first else { return .unsigned }
    let id = "evt_probe_\(call.nonce())"
    let body = """
      {"id":"\(id)","object":"event","type":"cardstock.probe","livemode":\(isLive),\
      "data":{"object":{}}}
      """
    let seconds = call.now.seconds
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("\(seconds).\(body)".utf8),
      using: SymmetricKey(data: Data(secret.text.utf8))
    )
    let hex = code.map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
    return WebhookProbe(
      headers: [
        WebhookProbe.Header(name: "Content-Type", value: "application/json"),
        WebhookProbe.Header(name: "Stripe-Signature", value: "t=\(seconds),v1=\(hex.joined())"),
      ],
      body: body,
      isSigned: true
    )
  }
}
