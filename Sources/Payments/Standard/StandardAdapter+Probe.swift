import Crypto
import Foundation
import Shop

extension StandardAdapter {
  /// An event of a type of our own, signed with the first of the secrets; unsigned with public keys
  /// alone.
  package func probe(_ call: Call) -> WebhookProbe {
    guard let secret = keys.secrets.first else { return .unsigned }
    let id = "msg_probe_\(call.nonce())"
    let body = #"{"type":"cardstock.probe"}"#
    let seconds = call.now.seconds
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("\(id).\(seconds).\(body)".utf8),
      using: secret
    )
    let text = Data(code).base64EncodedString()
    return WebhookProbe(
      headers: [
        WebhookProbe.Header(name: "Content-Type", value: "application/json"),
        WebhookProbe.Header(name: "webhook-id", value: id),
        WebhookProbe.Header(name: "webhook-timestamp", value: String(seconds)),
        WebhookProbe.Header(name: "webhook-signature", value: "v1,\(text)"),
      ],
      body: body,
      isSigned: true
    )
  }
}
