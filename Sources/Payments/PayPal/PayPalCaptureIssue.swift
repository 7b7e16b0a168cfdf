/// What PayPal's No to a capture means.
///
/// The issues of `orders.capture-422` and of the table "Orders v2 errors", as far as an order of
/// one purchase unit that is paid from a PayPal wallet can meet them; by
/// https://github.com/paypal/paypal-rest-api-specifications, openapi/checkout_orders_v2.json, 2.13.
enum PayPalCaptureIssue: Equatable {
  /// The money was taken before: the order tells.
  case taken
  /// PayPal is not done yet: the same is asked again.
  case passing
  /// Another card or another way to pay may do: the buyer goes back to PayPal's page.
  case buyers
  /// Nothing can be paid with this order any more.
  case final
  /// Settings or limits of the shop's account: a person must mend it.
  case shops

  /// The worst of what an answer lists; what is not known here is the shop's to look at.
  init(_ issues: [String]) {
    let known = issues.map { Self.table[$0] ?? .shops }
    let order: [PayPalCaptureIssue] = [.taken, .passing, .final, .shops, .buyers]
    self = order.first { known.contains($0) } ?? .shops
  }

  private static let table: [String: PayPalCaptureIssue] = {
    let rows: [(PayPalCaptureIssue, [String])] = [
      (.taken, ["ORDER_ALREADY_CAPTURED", "ORDER_COMPLETED_OR_VOIDED"]),
      (
        .passing,
        ["ORDER_COMPLETION_IN_PROGRESS", "PREVIOUS_REQUEST_IN_PROGRESS", "AUTO_CAPTURE_ENABLED"]
      ),
      (.final, ["MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED", "ORDER_EXPIRED"]),
      (
        .buyers,
        [
          "INSTRUMENT_DECLINED", "PAYER_ACTION_REQUIRED", "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING",
          "ORDER_NOT_APPROVED", "PAYER_CANNOT_PAY", "PAYER_ACCOUNT_LOCKED_OR_CLOSED",
          "PAYER_ACCOUNT_RESTRICTED", "PAYMENT_DENIED", "TRANSACTION_REFUSED",
          "TRANSACTION_LIMIT_EXCEEDED", "COMPLIANCE_VIOLATION", "CONTINGENCY_NOT_SUCCESSFUL",
          "CARD_BRAND_NOT_SUPPORTED", "CARD_COUNTRY_NOT_SUPPORTED", "CARD_DATA_NOT_FOUND",
          "CARD_EXPIRED", "REFERENCED_CARD_EXPIRED", "DECLINED_DUE_TO_RELATED_TXN",
          "DOMESTIC_TRANSACTION_REQUIRED", "AGREEMENT_ALREADY_CANCELLED",
          "BILLING_AGREEMENT_NOT_FOUND", "BILLING_AGREEMENT_ID_MISMATCH", "TOKEN_ID_NOT_FOUND",
          "BANK_VERIFICATION_REQUIRED", "PAYMENT_SOURCE_NOT_SUPPORTED",
          "PREFERRED_PAYMENT_SOURCE_MISMATCH", "SHIPPING_ADDRESS_INVALID",
          // The shop's filters for fraud, about this buyer or this card.
          "PAYEE_BLOCKED_TRANSACTION", "TRANSACTION_BLOCKED_BY_PAYEE",
        ]
      ),
      (
        .shops,
        [
          "PAYEE_ACCOUNT_RESTRICTED", "PAYEE_ACCOUNT_LOCKED_OR_CLOSED", "PAYEE_ACCOUNT_INVALID",
          "TRANSACTION_RECEIVING_LIMIT_EXCEEDED", "AUTH_CAPTURE_NOT_ENABLED",
          "DUPLICATE_INVOICE_ID", "PAYEE_FX_RATE_ID_EXPIRED", "NOT_ENABLED_FOR_CARD_PROCESSING",
          "NOT_ENABLED_FOR_BANK_PROCESSING", "PAYEE_NOT_ENABLED_FOR_CARD_PROCESSING",
          "PAYEE_NOT_ENABLED_FOR_BANK_PROCESSING", "SETUP_ERROR_FOR_BANK",
        ]
      ),
    ]
    return Dictionary(
      uniqueKeysWithValues: rows.flatMap { meaning, names in names.map { ($0, meaning) } }
    )
  }()
}
