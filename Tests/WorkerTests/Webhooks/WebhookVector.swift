import Foundation
import Payments
import Shop
import Worker

/// One line of `webhooks.jsonl`: a request, and its expected outcome.
struct WebhookVector: Decodable, Sendable {
  let id: String
  let provider: String
  let method: String
  let path: String
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

  var incoming: IncomingRequest {
    let query = path.split(separator: "?", maxSplits: 1).dropFirst().first.map(String.init)
    return IncomingRequest(
      method: method,
      query: query ?? "",
      headers: headers.map { ($0[0], $0[1]) },
      body: body
    )
  }

  /// The vector's provider; nil when the worker does not have it.
  var worker: Provider? { Provider(rawValue: provider == "wechat" ? "wechatpay" : provider) }
}

/// The vectors of the worker's providers.
///
/// Those of the repository, or of `CARDSTOCK_VECTORS=/path/x.jsonl` with `x.keys.json` beside it.
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
    let known = Set(AdapterTable.all.map { $0.provider })
    vectors = try lines.map { try decoder.decode(WebhookVector.self, from: Data($0.utf8)) }
      .filter { vector in vector.worker.map(known.contains) ?? false }
    let stem = path.hasSuffix(".jsonl") ? String(path.dropLast(6)) : path
    let profiles = try Data(contentsOf: URL(fileURLWithPath: stem + ".keys.json"))
    // Without the key strategy used above, which would rename the profiles.
    keys = try JSONDecoder().decode([String: VectorKeys].self, from: profiles)
  }
}
