import Foundation
import Shop

extension EPayAdapter {
  /// A signed notification of a state that no payment has, in the query as EPay sends its own: both
  /// sides hold the key, so that it must be believed, and it is of no consequence.
  package func probe(_ call: Call) -> WebhookProbe {
    let fields = [
      ("pid", pid), ("trade_no", "probe_\(call.nonce())"), ("trade_status", "CARDSTOCK_PROBE"),
    ]
    let text = fields.map { "\($0)=\($1)" }.joined(separator: "&")
    do {
      let signature = EPaySignature(try SignedForm(text.utf8), key: key).text
      return WebhookProbe(query: "\(text)&sign=\(signature)&sign_type=MD5")
    } catch {
      return .unsigned
    }
  }
}
