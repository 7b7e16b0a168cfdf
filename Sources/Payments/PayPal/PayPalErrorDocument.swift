/// Both forms of PayPal's errors: of its API, and of the place where tokens are given out.
struct PayPalErrorDocument: Decodable {
  let name: String?
  let message: String?
  let details: [DetailDocument]?
  /// What PayPal's support asks for.
  let debugID: String?
  let error: String?
  let errorDescription: String?

  enum CodingKeys: String, CodingKey {
    case name
    case message
    case details
    case debugID = "debug_id"
    case error
    case errorDescription = "error_description"
  }

  struct DetailDocument: Decodable {
    let issue: String?
    let description: String?
  }

  /// Codes such as `ORDER_ALREADY_CAPTURED`.
  var issues: [String] { (details ?? []).compactMap(\.issue) }

  var words: [String] {
    let details = (details ?? []).flatMap { [$0.issue, $0.description] }
    let debug = debugID.map { "debug ID \($0)" }
    return ([name, message] + details + [error, errorDescription, debug]).compactMap { $0 }
  }
}

/// An access token and how many seconds it is good for.
struct PayPalTokenDocument: Decodable {
  let accessToken: String
  let expiresIn: Int64

  enum CodingKeys: String, CodingKey {
    case accessToken = "access_token"
    case expiresIn = "expires_in"
  }
}
