package import Hummingbird

/// What PayPal refuses, each with the page or program that says so.
extension Rule {
  // paypal-rest-api-specifications, openapi/checkout_orders_v2.json: description and invoice_id are
  // 1 to 127, custom_id 1 to 255 characters; payments_payment_v2.json: note_to_payer is 1 to 255.
  // Counted here in bytes of UTF-8, the strictest reading.
  static let paypalLengths = Rule(
    "paypal.lengths",
    "a description or an invoice_id over 127 bytes, a custom_id or a note_to_payer over 255"
  )
  // developer.paypal.com/api/rest/reference/idempotency: a repeated PayPal-Request-Id is answered
  // with what came of the first request, also where that was a refusal.
  static let paypalRepeats = Rule(
    "paypal.repeats",
    "a capture or a refund that was refused, under the request ID that it was refused under"
  )
  // The same page: an ID names one request; another request needs another.
  static let paypalRequestBodies = Rule(
    "paypal.request-bodies",
    "a request ID that is used again with another body"
  )
  // openapi/checkout_orders_v2.json, orders.capture-422: MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED.
  // How many is not published; ten here.
  static let paypalAttempts = Rule("paypal.attempts", "an eleventh attempt to capture an order")
  // The same file, PayPal-Request-Id: 1 to 108 characters, and required where a payment_source is.
  static let paypalRequestIDs = Rule(
    "paypal.request-ids",
    "an order without a request ID, or with one of over 108 characters"
  )
  // The same file, Money: a value above zero; 0.01 is the least of what has decimals.
  static let paypalMinimum = Rule("paypal.minimum", "an amount of zero")

  // developer.paypal.com/docs/reports/reference/paypal-supported-currencies: HUF, JPY and TWD are
  // without decimals, and a decimal amount is an error; the same file, DECIMALS_NOT_SUPPORTED.
  static let paypalDecimals = Rule(
    "paypal.decimals",
    "an amount with decimals in a currency that PayPal takes whole"
  )

  // The same file, securitySchemes: every call carries a bearer token of the account's own.
  static let paypalAuthorization = Rule(
    "paypal.authorization",
    "a call without a token, or with one that is over"
  )

  static let paypal: [Rule] = [
    paypalAuthorization, paypalLengths, paypalRepeats, paypalRequestBodies, paypalAttempts,
    paypalRequestIDs, paypalMinimum, paypalDecimals,
  ]
}

/// A refusal in PayPal's own words and form.
///
/// Source: PayPal's API reference, "API errors".
package struct PayPalError: Error, Equatable {
  /// The HTTP status.
  package let statusCode: Int
  /// Such as `UNPROCESSABLE_ENTITY`.
  package let name: String
  /// For people.
  package let message: String
  /// Such as `INSTRUMENT_DECLINED`; nil where there is no detail.
  package let issue: String?
  /// Which member of the request it is about, as a path.
  package let field: String?

  private init(_ code: Int, _ name: String, _ message: String, issue: String?, field: String?) {
    statusCode = code
    self.name = name
    self.message = message
    self.issue = issue
    self.field = field
  }

  /// The request is not well-formed.
  static func invalid(_ field: String, _ issue: String = "INVALID_PARAMETER_VALUE") -> PayPalError {
    PayPalError(
      400,
      "INVALID_REQUEST",
      "Request is not well-formed, syntactically incorrect, or violates schema.",
      issue: issue,
      field: field
    )
  }

  /// The request is well-formed, and yet it cannot be done.
  static func impossible(_ issue: String, _ field: String? = nil) -> PayPalError {
    PayPalError(
      422,
      "UNPROCESSABLE_ENTITY",
      "The requested action could not be performed, semantically incorrect, or failed business "
        + "validation.",
      issue: issue,
      field: field
    )
  }

  static let notFound = PayPalError(
    404,
    "RESOURCE_NOT_FOUND",
    "The specified resource does not exist.",
    issue: "INVALID_RESOURCE_ID",
    field: nil
  )

  static let unauthorized = PayPalError(
    401,
    "AUTHENTICATION_FAILURE",
    "Authentication failed due to invalid authentication credentials or a missing Authorization "
      + "header.",
    issue: nil,
    field: nil
  )
}

extension PayPalError: HTTPResponseError {
  /// As PayPal documents it for the name.
  package var status: HTTPResponse.Status { .init(code: statusCode) }

  /// The refusal as JSON.
  package func response(from request: Request, context: some RequestContext) throws -> Response {
    let details = issue.map { [PayPalErrorDocument.Detail(field: field, issue: $0)] }
    let document = PayPalErrorDocument(
      name: name,
      message: message,
      debug_id: Chance.text(13, of: "0123456789abcdef"),
      details: details
    )
    return Response(status: status, json: document)
  }
}

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
