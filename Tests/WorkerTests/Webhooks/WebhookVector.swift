import Foundation
import Payments
import Shop
import Worker

/// One line of `webhooks.jsonl`: a request, and what must come of it.
struct WebhookVector: Decodable, Sendable {
  let id: String
  let provider: String
  let headers: [[String]]
  let bodyBase64: String?
  let bodyRecipe: [Piece]?
  let keys: String
  let now: Int64
  let storeOrders: [KnownOrder]
  let prior: [String]
  let expect: String
  let expectOrderId: String?
  let expectAmountMinor: Int64?
  let expectCurrency: String?
  let rejectClass: String?
  let expectAck: String
  let alsoOk: [String]

  struct KnownOrder: Decodable, Sendable {
    let orderId: String
    let amountMinor: Int64
    let currency: String
  }

  /// A piece of a long body, and how often it is repeated.
  struct Piece: Decodable, Sendable {
    let base64: String
    let count: Int

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      base64 = try values.decode(String.self)
      count = try values.decode(Int.self)
    }
  }

  var body: [UInt8] {
    if let bodyBase64 { return Array(Data(base64Encoded: bodyBase64) ?? Data()) }
    return (bodyRecipe ?? []).flatMap { piece in
      let bytes = Array(Data(base64Encoded: piece.base64) ?? Data())
      return (0..<piece.count).flatMap { _ in bytes }
    }
  }

  var arrival: Arrival {
    Arrival(method: "POST", query: "", headers: headers.map { ($0[0], $0[1]) }, body: body)
  }
}

/// A merchant's keys, as `webhooks.keys.json` holds them.
struct VectorKeys: Sendable {
  let webhookSecrets: [String]?
  let livemode: Bool?
  let secrets: [String]?
  let publicKeys: [String]?
  let map: [String: String]?

  func adapters() throws -> FrontDesk.Adapters {
    if let webhookSecrets {
      let secrets = try webhookSecrets.map { try unwrapped(Secret($0)) }
      let api = StripeAPI(key: try unwrapped(Secret(Sample.key)), url: "http://127.0.0.1:9")
      return FrontDesk.Adapters(
        stripe: StripeAdapter(secrets: secrets, isLive: livemode ?? true, api: api),
        standard: nil
      )
    }
    let standard = try StandardAdapter(
      secrets: try (secrets ?? []).map { try unwrapped(Secret($0)) },
      publicKeys: publicKeys ?? [],
      eventNames: StandardAdapter.EventNames(
        paid: map?["paid"] ?? "payment.succeeded",
        refunded: map?["refunded"] ?? "payment.refunded"
      )
    )
    return FrontDesk.Adapters(stripe: nil, standard: standard)
  }
}

/// The vectors of the providers that this worker speaks to.
///
/// The repository's own, or those of `CARDSTOCK_VECTORS=/path/x.jsonl` with `x.keys.json` beside.
struct VectorFile: Sendable {
  let vectors: [WebhookVector]
  let keys: [String: VectorKeys]

  static let shared = Result { try VectorFile() }

  private init() throws {
    let given = ProcessInfo.processInfo.environment["CARDSTOCK_VECTORS"]
    let own = Bundle.module.path(forResource: "Vectors/webhooks", ofType: "jsonl")
    let path = try unwrapped(given ?? own)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let providers = Set(Provider.allCases.map(\.rawValue))
    // The providers to come have vectors of other forms in the same file.
    vectors = try lines.compactMap { line in
      let head = try decoder.decode(Head.self, from: Data(line.utf8))
      guard providers.contains(head.provider) else { return nil }
      return try decoder.decode(WebhookVector.self, from: Data(line.utf8))
    }
    let stem = path.hasSuffix(".jsonl") ? String(path.dropLast(6)) : path
    let profiles = try Data(contentsOf: URL(fileURLWithPath: stem + ".keys.json"))
    // Not the strategy from above: it would rename the profiles too.
    let all = try JSONDecoder().decode([String: AnyProfile].self, from: profiles)
    keys = all.mapValues(\.keys)
  }

  private struct Head: Decodable {
    let provider: String
  }

  private struct AnyProfile: Decodable {
    let keys: VectorKeys

    private enum Name: String, CodingKey {
      case webhookSecrets = "webhook_secrets"
      case livemode, secrets
      case publicKeys = "public_keys"
      case map
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Name.self)
      keys = VectorKeys(
        webhookSecrets: try values.decodeIfPresent([String].self, forKey: .webhookSecrets),
        livemode: try values.decodeIfPresent(Bool.self, forKey: .livemode),
        secrets: try values.decodeIfPresent([String].self, forKey: .secrets),
        publicKeys: try values.decodeIfPresent([String].self, forKey: .publicKeys),
        map: try values.decodeIfPresent([String: String].self, forKey: .map)
      )
    }
  }
}
