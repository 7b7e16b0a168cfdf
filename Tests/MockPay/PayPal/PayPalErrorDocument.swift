/// A refusal as PayPal writes it.
struct PayPalErrorDocument: Encodable {
  struct Detail: Encodable {
    let field: String?
    let issue: String
  }

  let name: String
  let message: String
  let debug_id: String
  let details: [Detail]?
}

/// A refusal of the token's endpoint, which speaks OAuth.
struct OAuthErrorDocument: Encodable {
  let error: String
  let error_description: String
}

/// An access token.
struct AccessTokenDocument: Encodable {
  let scope = "https://uri.paypal.com/services/payments https://uri.paypal.com/services/reporting"
  let access_token: String
  let token_type = "Bearer"
  let app_id: String
  let expires_in: Int64
  let nonce: String
}
