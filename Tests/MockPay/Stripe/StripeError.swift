package import Hummingbird

/// A refusal in Stripe's own words and form.
///
/// Source: Stripe's API reference, "Errors".
package struct StripeError: Error, Equatable {
  /// Of the answer, such as 400.
  package let statusCode: Int
  package let type: String
  package let message: String
  /// The field that is wrong, if one is.
  package let parameter: String?
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

  static let otherParameters = StripeError(
    """
    Keys for idempotent requests can only be used with the same parameters they were first used \
    with.
    """,
    type: "idempotency_error"
  )
}

extension StripeError: HTTPResponseError {
  package var status: HTTPResponse.Status { .init(code: statusCode) }

  /// The refusal as JSON.
  package func response(from request: Request, context: some RequestContext) throws -> Response {
    let document = ErrorDocument(
      error: .init(type: type, message: message, param: parameter, code: code)
    )
    return Response(status: status, json: document)
  }
}
