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
  // docs.stripe.com/currencies, minimum charge amounts: amount_too_small.
  static let stripeMinimum = Rule("stripe.minimum", "less than a currency's smallest amount")
  // The description of `amount` in the API and in stripe-python's PaymentIntent: eight digits.
  static let stripeMaximum = Rule("stripe.maximum", "an amount of more than eight digits")
  // docs.stripe.com/currencies, special cases: ISK and UGX are charged whole although written in
  // hundredths; the last of three decimals is zero.
  static let stripeStep = Rule("stripe.step", "digits that a currency does not move")
  // …/sessions/create, client_reference_id: at most 200 letters, digits, dashes and underscores.
  static let stripeReference = Rule(
    "stripe.reference",
    "a client_reference_id of other characters, or over 200 of them"
  )
  // docs.stripe.com/error-codes, email_invalid.
  static let stripeEmail = Rule("stripe.email", "a customer_email that is no address")

  static let stripe: [Rule] = [
    stripeExpiry, stripeIdempotency, stripeMinimum, stripeMaximum, stripeStep, stripeReference,
    stripeEmail,
  ]
}

/// The smallest amounts of docs.stripe.com/currencies, in minor units, written down anew.
let stripeMinimums: [String: Int64] = [
  "usd": 50, "aed": 200, "ars": 50, "aud": 50, "brl": 50, "cad": 50, "chf": 50, "cop": 50,
  "czk": 1500, "dkk": 250, "eur": 50, "gbp": 30, "hkd": 400, "huf": 17500, "idr": 50, "ils": 50,
  "inr": 50, "jpy": 50, "krw": 50, "mxn": 1000, "myr": 200, "nok": 300, "nzd": 50, "php": 50,
  "pln": 200, "ron": 200, "rub": 50, "sek": 300, "sgd": 50, "thb": 1000, "zar": 50,
]

/// What amounts of a currency are multiples of, in minor units.
func stripeStep(of currency: String) -> Int64 {
  switch currency {
  case "isk", "ugx": 100
  case "bhd", "jod", "kwd", "omr", "tnd": 10
  default: 1
  }
}
