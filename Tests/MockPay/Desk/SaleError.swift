package import Hummingbird

/// Why something cannot happen to a sale; each provider says it in its own form.
package enum SaleError: Error, Equatable, CustomStringConvertible {
  case noSale(String)
  case noPayment(String)
  case noRefund(String)
  case notOpen(String)
  /// The amounts are what was asked for and what is left.
  case refundTooLarge(Int64, left: Int64)
  case disputeCannotBecome(String)
  case noAction(String)

  package var description: String {
    switch self {
    case .noSale(let id): "no sale \(id)"
    case .noPayment(let id): "no payment \(id)"
    case .noRefund(let id): "no refund \(id)"
    case .notOpen(let id): "the sale \(id) is not open"
    case .refundTooLarge(let asked, let left):
      "expected a refund of 1 to \(left), found \(asked)"
    case .disputeCannotBecome(let state): "the dispute cannot become \(state) now"
    case .noAction(let name): "no action \(name)"
    }
  }
}

extension SaleError: HTTPResponseError {
  package var status: HTTPResponse.Status {
    switch self {
    case .noSale, .noPayment, .noRefund, .noAction: .notFound
    default: .conflict
    }
  }

  /// The words alone: only people and tests see them.
  package func response(from request: Request, context: some RequestContext) throws -> Response {
    Response(status: status, text: description + "\n")
  }
}
