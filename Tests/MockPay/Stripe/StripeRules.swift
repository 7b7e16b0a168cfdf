package import Hummingbird

/// What Stripe refuses, each with the page that says so.
extension Rule {
  // docs.stripe.com/api/checkout/sessions/create, expires_at: 30 minutes to 24 hours from creation.
  static let stripeExpiry = Rule(
    "stripe.expiry",
    "a session that expires sooner than 30 minutes or later than 24 hours"
  )
  // docs.stripe.com/api/idempotent_requests: a key that comes again with other parameters is an
  // error of type idempotency_error.
  static let stripeIdempotency = Rule(
    "stripe.idempotency",
    "an idempotency key that is used again with other parameters"
  )
  // The same page: status and body of the first request are kept under its key for at least a day,
  // whether it succeeded or failed.
  static let stripeRepeats = Rule(
    "stripe.repeats",
    "a refund that was refused within a day, under the idempotency key that it was refused under"
  )
  // docs.stripe.com/currencies, minimum charge amounts: amount_too_small.
  static let stripeMinimum = Rule("stripe.minimum", "less than a currency's smallest amount")
  // docs.stripe.com/currencies, minimum and maximum charge amounts: up to twelve digits for IDR, up
  // to eight for all other currencies.
  static let stripeMaximum = Rule(
    "stripe.maximum",
    "an amount of more than eight digits, or than twelve of IDR"
  )
  // docs.stripe.com/currencies, special cases: ISK and UGX are charged whole although written in
  // hundredths; the last of three decimals is zero.
  static let stripeStep = Rule("stripe.step", "digits that a currency does not move")
  // …/sessions/create, client_reference_id: at most 200 letters, digits, dashes and underscores.
  static let stripeReference = Rule(
    "stripe.reference",
    "a client_reference_id of other characters, or over 200 of them"
  )
  // docs.stripe.com/api/metadata: keys of at most 40 characters, values of at most 500. Counted
  // here in bytes of UTF-8, the strictest reading.
  static let stripeMetadata = Rule("stripe.metadata", "a value of metadata over 500 bytes")
  // docs.stripe.com/error-codes, email_invalid.
  static let stripeEmail = Rule("stripe.email", "a customer_email that is no address")

  static let stripe: [Rule] = [
    stripeExpiry, stripeIdempotency, stripeRepeats, stripeMinimum, stripeMaximum, stripeStep,
    stripeReference, stripeMetadata, stripeEmail,
  ]
}

/// The smallest amounts of docs.stripe.com/currencies, in minor units, written down anew.
let stripeMinimums: [String: Int64] = [
  "usd": 50, "aed": 200, "ars": 50, "aud": 50, "brl": 50, "cad": 50, "chf": 50, "cop": 50,
  "czk": 1500, "dkk": 250, "eur": 50, "gbp": 30, "hkd": 400, "huf": 17500, "idr": 50, "ils": 50,
  "inr": 50, "jpy": 50, "krw": 50, "mxn": 1000, "myr": 200, "nok": 300, "nzd": 50, "php": 50,
  "pln": 200, "ron": 200, "rub": 50, "sek": 300, "sgd": 50, "thb": 1000, "zar": 50,
]

/// The largest amount of a currency, in minor units.
func stripeMaximum(of currency: String) -> Int64 {
  currency == "idr" ? 999_999_999_999 : 99_999_999
}

/// What amounts of a currency are multiples of, in minor units.
func stripeStep(of currency: String) -> Int64 {
  switch currency {
  case "isk", "ugx": 100
  case "bhd", "jod", "kwd", "omr", "tnd": 10
  default: 1
  }
}

/// A refusal in Stripe's own words and form.
///
/// Source: Stripe's API reference, "Errors".
package struct StripeError: Error, Equatable {
  /// Of the answer, such as 400.
  package let statusCode: Int
  /// `invalid_request_error` and its like.
  package let type: String
  /// For people.
  package let message: String
  /// The field that is wrong, if one is.
  package let parameter: String?
  /// Stripe's own name of it, where it has one.
  package let code: String?

  private init(
    _ message: String,
    statusCode: Int = 400,
    type: String = "invalid_request_error",
    parameter: String? = nil,
    code: String? = nil
  ) {
    self.statusCode = statusCode
    self.type = type
    self.message = message
    self.parameter = parameter
    self.code = code
  }

  static func invalid(_ message: String, parameter: String? = nil) -> StripeError {
    StripeError(message, parameter: parameter)
  }

  static func missing(_ name: String) -> StripeError {
    StripeError("Missing required param: \(name).", parameter: name, code: "parameter_missing")
  }

  static func amount(_ code: String, _ expected: String) -> StripeError {
    StripeError("The total must be \(expected).", parameter: "line_items", code: code)
  }

  static func unknown(_ name: String) -> StripeError {
    StripeError("Received unknown parameter: \(name)", parameter: name, code: "parameter_unknown")
  }

  static func noSuch(_ kind: String, _ id: String) -> StripeError {
    StripeError("No such \(kind): '\(id)'", statusCode: 404, code: "resource_missing")
  }

  static let unauthorized = StripeError("Invalid API Key provided.", statusCode: 401)

  static let alreadyRefunded = StripeError(
    "The charge has already been refunded.",
    code: "charge_already_refunded"
  )

  // docs.stripe.com/error-codes.
  static let balance = StripeError(
    "Insufficient funds in your Stripe balance to refund this amount.",
    code: "balance_insufficient"
  )

  static let otherParameters = StripeError(
    """
    Keys for idempotent requests can only be used with the same parameters they were first used \
    with.
    """,
    type: "idempotency_error"
  )
}

extension StripeError: HTTPResponseError {
  /// As Stripe documents it for the type.
  package var status: HTTPResponse.Status { .init(code: statusCode) }

  /// The refusal as JSON.
  package func response(from request: Request, context: some RequestContext) throws -> Response {
    let document = ErrorDocument(
      error: .init(type: type, message: message, param: parameter, code: code)
    )
    return Response(status: status, json: document)
  }
}

/// A refusal in the form of Stripe's API.
struct ErrorDocument: Encodable {
  struct Body: Encodable {
    let type: String
    let message: String
    let param: String?
    let code: String?
  }

  let error: Body
}
