import Foundation
import Shop

extension EPayAdapter {
  /// A signed notification of a state that no payment has, in the query as EPay sends its own.
  ///
  /// Both sides hold the key of the first interface, so that it must be believed, and it is of no
  /// consequence. In the second the aggregator alone can sign.
  package func probe(_ call: Call) -> WebhookProbe {
    guard case .v1 = dialect else { return .unsigned }
    let fields = [
      FormField("pid", pid), FormField("trade_no", "probe_\(call.nonce())"),
      FormField("trade_status", "CARDSTOCK_PROBE"),
    ]
    do {
      let signed = try dialect.signed(fields, at: call.now)
      return WebhookProbe(query: signed.map { "\($0.name)=\($0.value)" }.joined(separator: "&"))
    } catch {
      return .unsigned
    }
  }
}
