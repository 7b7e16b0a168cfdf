import Shop
import Transport

extension PayPalAdapter {
  /// The events that report money; a person selects them for the app's webhook.
  package static let events = [
    "PAYMENT.CAPTURE.COMPLETED", "CHECKOUT.ORDER.APPROVED", "PAYMENT.CAPTURE.PENDING",
    "PAYMENT.CAPTURE.REFUNDED",
    "PAYMENT.REFUND.FAILED", "PAYMENT.CAPTURE.REVERSED", "PAYMENT.CAPTURE.DENIED",
    "PAYMENT.CAPTURE.DECLINED", "CUSTOMER.DISPUTE.CREATED", "CUSTOMER.DISPUTE.UPDATED",
    "CUSTOMER.DISPUTE.RESOLVED",
  ]

  /// The webhook IDs of the settings that PayPal does not know: messages of another are refused.
  package func faults(asking call: Call) throws(ProviderError) -> [SettingFault] {
    var faults: [SettingFault] = []
    for id in webhookIDs {
      let isID = WebhookBody.isIdentifier(id) && !id.contains("/")
      if isID {
        let response = try api.get("/v1/notifications/webhooks/\(id)", call)
        guard response.status == 404 else { continue }
      }
      faults.append(
        SettingFault(
          "webhook_ids",
          expected: "the ID of a webhook of this app",
          found: "\(id), which PayPal does not know: every webhook is refused",
          remedy: "copy it from the app's page (Apps & Credentials, Webhooks)"
        )
      )
    }
    return faults
  }

  /// What a person should mend of the webhooks in the settings, a sentence each.
  ///
  /// https://developer.paypal.com/docs/api/webhooks/v1/#webhooks_get
  package func inspect(
    notifyURL: String,
    _ call: Call
  ) throws(ProviderError) -> [String] {
    var remarks: [String] = []
    for id in webhookIDs where WebhookBody.isIdentifier(id) && !id.contains("/") {
      let response = try api.get("/v1/notifications/webhooks/\(id)", call)
      // `faults` reports those that PayPal does not know.
      guard response.status != 404 else { continue }
      let webhook = try api.read(PayPalWebhookDocument.self, from: response)
      if webhook.url != notifyURL {
        remarks.append("the webhook \(id) sends to another address than \(notifyURL)")
      }
      let names = webhook.eventTypes.map(\.name)
      let missing = names.contains("*") ? [] : Self.events.filter { !names.contains($0) }
      if !missing.isEmpty {
        remarks.append("the webhook \(id) does not send \(missing.joined(separator: ", "))")
      }
    }
    return remarks
  }
}

/// A webhook of the app.
private struct PayPalWebhookDocument: Decodable {
  let url: String
  let eventTypes: [EventTypeDocument]

  struct EventTypeDocument: Decodable {
    let name: String
  }

  enum CodingKeys: String, CodingKey {
    case url
    case eventTypes = "event_types"
  }
}
