/// What PayPal refuses, each with the page or program that says so.
extension Rule {
  // paypal-rest-api-specifications, openapi/checkout_orders_v2.json: description and invoice_id are
  // 1 to 127, custom_id 1 to 255 characters. Counted here in bytes of UTF-8, the strictest reading.
  static let paypalLengths = Rule(
    "paypal.lengths",
    "a description or an invoice_id over 127 bytes, a custom_id over 255"
  )
  // developer.paypal.com/api/rest/reference/idempotency: a repeated PayPal-Request-Id is answered
  // with what came of the first request, also where that was a refusal.
  static let paypalRepeats = Rule(
    "paypal.repeats",
    "a capture that was declined, under the request ID that it was declined under"
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

  // The same file, securitySchemes: every call carries a bearer token of the account's own.
  static let paypalAuthorization = Rule(
    "paypal.authorization",
    "a call without a token, or with one that is over"
  )

  static let paypal: [Rule] = [
    paypalAuthorization, paypalLengths, paypalRepeats, paypalRequestBodies, paypalAttempts,
    paypalRequestIDs,
    paypalMinimum,
  ]
}
