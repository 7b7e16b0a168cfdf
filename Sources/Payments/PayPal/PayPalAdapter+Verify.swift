package import Shop

extension PayPalAdapter {
  /// Checks where the certificate comes from, the signature over the raw bytes and its age; then
  /// reads the event.
  package func verify(
    _ request: WebhookRequest,
    at now: Timestamp
  ) throws(WebhookRefusal) -> VerifiedWebhook {
    let transmission = try PayPalTransmission(request)
    let url = transmission.certificateURL
    guard shelf.pins.allow(url) else { throw .authentication }
    guard let key = shelf.key(from: url, at: now) else {
      // Nothing is fetched for what could not be believed with the right key either.
      try transmission.checkForm(at: now)
      throw .unknownKey(url)
    }
    try transmission.check(request.body, webhookIDs: webhookIDs, key: key, at: now)
    shelf.noteGenuine(url, from: request.sender, at: now)
    let document = try WebhookBody.decode(PayPalEventDocument.self, from: request.body)
    guard WebhookBody.isIdentifier(document.id), WebhookBody.isIdentifier(document.type) else {
      throw .malformed
    }
    let event = PayPalEvent(
      document: document,
      body: request.body,
      reading: PayPalReading(merchantID: merchantID)
    )
    return try event.verified()
  }
}
