import Hummingbird

/// Where a shop wants its events, as `POST /v1/webhook_endpoints` makes it.
///
/// Source: docs.stripe.com/api/webhook_endpoints. Events go to `--worker` all the same.
struct StripeEndpoint: Sendable {
  let id: String
  let url: String
  var events: [String]
  let version: String?
  var isEnabled = true
}

/// An endpoint as the API shows it; its secret is told once.
struct WebhookEndpointDocument: Encodable {
  let id: String
  let object = "webhook_endpoint"
  let url: String
  let enabledEvents: [String]
  let apiVersion: String?
  let status: String
  let livemode: Bool
  let secret: String?

  init(_ endpoint: StripeEndpoint, isLive: Bool, secret: String? = nil) {
    id = endpoint.id
    url = endpoint.url
    enabledEvents = endpoint.events
    apiVersion = endpoint.version
    status = endpoint.isEnabled ? "enabled" : "disabled"
    livemode = isLive
    self.secret = secret
  }

  enum CodingKeys: String, CodingKey {
    case id, object, url, status, livemode, secret
    case enabledEvents = "enabled_events"
    case apiVersion = "api_version"
  }
}

extension MockState {
  /// Makes an endpoint; one of the same address is another.
  mutating func makeEndpoint(
    _ fields: FormFields
  ) throws(StripeError) -> WebhookEndpointDocument {
    var fields = fields
    let url = try fields.require("url")
    let version = fields.take("api_version")
    _ = fields.take("description")
    // With Connect: events of connected accounts, which the mock has none of.
    _ = fields.take("connect")
    let events = try Self.takeEvents(&fields)
    guard !events.isEmpty else { throw .missing("enabled_events") }
    if let name = fields.firstName { throw .unknown(name) }
    let endpoint = StripeEndpoint(id: nextID("we"), url: url, events: events, version: version)
    stripe.endpoints.append(endpoint)
    let secret = keys.stripe.webhookSecret
    return WebhookEndpointDocument(endpoint, isLive: place.isLive, secret: secret)
  }

  /// Changes an endpoint; its version stays.
  mutating func changeEndpoint(
    _ id: String,
    _ fields: FormFields
  ) throws(StripeError) -> WebhookEndpointDocument {
    var fields = fields
    guard let index = stripe.endpoints.firstIndex(where: { $0.id == id }) else {
      throw .noSuch("webhook_endpoint", id)
    }
    let events = try Self.takeEvents(&fields)
    if !events.isEmpty { stripe.endpoints[index].events = events }
    if let text = fields.take("disabled") { stripe.endpoints[index].isEnabled = text != "true" }
    if let name = fields.firstName { throw .unknown(name) }
    return WebhookEndpointDocument(stripe.endpoints[index], isLive: place.isLive)
  }

  private static func takeEvents(_ fields: inout FormFields) throws(StripeError) -> [String] {
    var events: [String] = []
    while let event = fields.take("enabled_events[\(events.count)]") {
      guard event == "*" || event.wholeMatch(of: /[a-z0-9_]+(\.[a-z0-9_]+)+/) != nil else {
        throw .invalid("Invalid enabled_events: \(event)", parameter: "enabled_events")
      }
      events.append(event)
    }
    return events
  }
}
