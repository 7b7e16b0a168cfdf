package import Shop
import Transport

/// A webhook endpoint at Stripe.
private struct StripeEndpoint: Equatable, Sendable {
  /// Stripe's ID: `we_…`.
  let id: String
  let url: String
  let events: [String]
  /// Nil where the account's own version applies.
  let version: String?
  let isEnabled: Bool
}

/// What `setUp` did, and the secret of a new endpoint.
package struct StripeSetup: Sendable {
  /// What was made or changed, a sentence each.
  package let changes: [String]
  /// The signing secret of a new endpoint, shown only now; nil where none was made.
  package let secret: Secret?
}

extension StripeAdapter {
  /// The events that report money; a person selects them for the endpoint.
  package static let events = [
    "checkout.session.completed", "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed", "checkout.session.expired", "charge.refunded",
    "refund.created", "refund.updated", "refund.failed", "charge.dispute.created",
    "charge.dispute.updated", "charge.dispute.funds_withdrawn", "charge.dispute.closed",
  ]

  /// What a person should mend of the endpoint at Stripe, a sentence each.
  package func inspect(
    notifyURL: String,
    _ call: Call
  ) throws(ProviderError) -> [String] {
    guard let endpoint = try endpoints().first(where: { $0.url == notifyURL }) else {
      return ["no endpoint sends to \(notifyURL): run `cardstock-worker payments setup stripe`"]
    }
    var remarks: [String] = []
    if !endpoint.isEnabled { remarks.append("the endpoint \(endpoint.id) is disabled") }
    let missing = Self.missing(of: endpoint)
    if !missing.isEmpty {
      remarks.append("the endpoint does not send \(missing.joined(separator: ", "))")
    }
    if endpoint.version != StripeAPI.version {
      remarks.append(
        "the endpoint's api_version is \(endpoint.version ?? "the account's own"), expected "
          + "\(StripeAPI.version), which requests are made with"
      )
    }
    return remarks
  }

  /// Makes the endpoint of that address, or mends the existing one; a repeat changes nothing.
  ///
  /// Only a new endpoint shows its secret. `isNew` makes one even where that address has one, which
  /// `changes` names for a person to delete.
  package func setUp(
    notifyURL: String,
    isNew: Bool,
    _ call: Call
  ) throws(ProviderError) -> StripeSetup {
    let old = try endpoints().filter { $0.url == notifyURL }
    if let endpoint = old.first, !isNew { return try mend(endpoint, call) }
    var form = Self.eventForm()
    form.add("url", notifyURL)
    form.add("api_version", StripeAPI.version)
    form.add("description", "cardstock")
    if api.account != nil { form.add("connect", "true") }
    // A new key each time: a repeat within a day would return an endpoint that was deleted.
    let response = try platform.post("/v1/webhook_endpoints", form, idempotencyKey: call.nonce())
    let made = try platform.read(StripeEndpointDocument.self, from: response)
    guard let secret = made.secret.flatMap({ Secret($0) }), WebhookBody.isIdentifier(made.id) else {
      throw .untrusted("Stripe made an endpoint and did not tell its secret")
    }
    let others = old.map {
      "the endpoint \($0.id) still sends there: delete it when the worker has the new secret"
    }
    return StripeSetup(
      changes: ["made the endpoint \(made.id) with \(Self.events.count) events"] + others,
      secret: secret
    )
  }

  private func mend(_ endpoint: StripeEndpoint, _ call: Call) throws(ProviderError) -> StripeSetup {
    var changes: [String] = []
    var form = FormBody()
    let missing = Self.missing(of: endpoint)
    if !missing.isEmpty {
      form = Self.eventForm(besides: endpoint.events)
      changes.append("added \(missing.joined(separator: ", ")) to \(endpoint.id)")
    }
    if !endpoint.isEnabled {
      form.add("disabled", "false")
      changes.append("enabled \(endpoint.id)")
    }
    if !changes.isEmpty {
      let path = "/v1/webhook_endpoints/\(endpoint.id)"
      let response = try platform.post(path, form, idempotencyKey: call.nonce())
      _ = try platform.read(StripeEndpointDocument.self, from: response)
    }
    // Stripe does not let the version of an endpoint be changed.
    if endpoint.version != StripeAPI.version {
      changes.append(
        "\(endpoint.id) keeps api_version \(endpoint.version ?? "of the account"): `--new` makes "
          + "an endpoint of \(StripeAPI.version)"
      )
    }
    return StripeSetup(changes: changes, secret: nil)
  }

  /// The API for the account that owns the key.
  ///
  /// With Connect the endpoint belongs to the platform too: events sent to an endpoint of the
  /// connected account do not name the account.
  ///
  /// https://docs.stripe.com/connect/webhooks
  private var platform: StripeAPI {
    var platform = api
    platform.account = nil
    return platform
  }

  private static func missing(of endpoint: StripeEndpoint) -> [String] {
    endpoint.events.contains("*") ? [] : events.filter { !endpoint.events.contains($0) }
  }

  private static func eventForm(besides others: [String] = []) -> FormBody {
    var form = FormBody()
    let all = events + others.filter { !events.contains($0) }
    for (index, event) in all.enumerated() { form.add("enabled_events[\(index)]", event) }
    return form
  }

  /// All endpoints; Stripe allows sixteen.
  private func endpoints() throws(ProviderError) -> [StripeEndpoint] {
    var query = FormBody()
    query.add("limit", "100")
    let response = try platform.get("/v1/webhook_endpoints", query)
    let list = try platform.read(StripeListDocument<StripeEndpointDocument>.self, from: response)
    return list.data.filter { Self.isID($0.id) }.map { document in
      StripeEndpoint(
        id: document.id,
        url: document.url,
        events: document.events ?? [],
        version: document.version,
        isEnabled: document.status != "disabled"
      )
    }
  }
}

/// A `webhook_endpoint`.
private struct StripeEndpointDocument: Decodable {
  let id: String
  let url: String
  let events: [String]?
  let version: String?
  let status: String?
  /// Shown once, when the endpoint is made.
  let secret: String?

  enum CodingKeys: String, CodingKey {
    case id, url, status, secret
    case events = "enabled_events"
    case version = "api_version"
  }
}
