package import Hummingbird

/// A refusal in PayPal's own words and form.
///
/// Source: PayPal's API reference, "API errors".
package struct PayPalError: Error, Equatable {
  package let statusCode: Int
  package let name: String
  package let message: String
  package let issue: String?
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
