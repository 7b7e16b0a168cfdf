/// What a shop asks for when it opens a checkout session: read once, strictly.
///
/// Stricter than Stripe where a mistake would only show later: a session whose payment does not
/// carry `order_id` is refused, because its refunds and disputes could not be mapped to an order.
package struct SessionRequest: Equatable, Sendable {
  /// Three lower-case letters.
  package let currency: String
  /// What the bill says.
  package let items: [Sale.Line]
  let successURL: String
  let cancelURL: String
  /// The shop's number, as `client_reference_id`.
  package let clientReference: String?
  /// Of the session; not copied to the payment.
  package let metadata: [String: String]
  /// Of the payment and its charge.
  package let paymentMetadata: [String: String]
  /// The buyer's.
  package let email: String?
  /// Unix seconds.
  package let expiresAt: Int64
  let locale: String?

  /// The whole sum, in minor units.
  package var total: Int64 {
    items.reduce(0) { $0 + $1.unitAmount * $1.quantity }
  }

  static let limits = (
    items: 20,
    reference: 200,
    lifetimeSeconds: Int64(30 * 60)...Int64(24 * 3600)
  )

  /// Reads the fields of `POST /v1/checkout/sessions`.
  ///
  /// Throws what Stripe would refuse, and a missing `order_id`; `now` is in Unix seconds.
  package init(
    _ fields: FormFields,
    now: Int64,
    controls: Controls = Controls()
  ) throws(StripeError) {
    var fields = fields
    let mode = try fields.require("mode")
    guard mode == "payment" else {
      throw .invalid("mode: expected payment, found \(mode)", parameter: "mode")
    }
    (items, currency) = try Self.takeItems(&fields)
    successURL = try Self.takeURL("success_url", &fields)
    cancelURL = try Self.takeURL("cancel_url", &fields)
    clientReference = try Self.takeReference(&fields, controls)
    metadata = try fields.takeMap("metadata", controls)
    paymentMetadata = try fields.takeMap("payment_intent_data[metadata]", controls)
    email = try Self.takeEmail(&fields, controls)
    expiresAt = try Self.takeExpiry(&fields, controls, now: now)
    locale = fields.take("locale")
    try Self.takeOptions(&fields)
    if let name = fields.firstName { throw .unknown(name) }
    try checkOrder()
    try checkTotal(controls)
  }

  /// What may stand there and changes nothing here.
  private static func takeOptions(_ fields: inout FormFields) throws(StripeError) {
    for name in [
      "payment_method_types[0]", "submit_type", "payment_intent_data[description]",
      "payment_intent_data[receipt_email]",
    ] {
      _ = fields.take(name)
    }
    for name in ["adaptive_pricing", "automatic_tax", "invoice_creation"] {
      let field = "\(name)[enabled]"
      guard let text = fields.take(field) else { continue }
      guard ["true", "false"].contains(text) else {
        throw .invalid("Invalid boolean: \(text)", parameter: field)
      }
    }
  }

  private func checkTotal(_ controls: Controls) throws(StripeError) {
    let most = stripeMaximum(of: currency)
    if controls.follows(.stripeMaximum), total > most {
      throw .amount("amount_too_large", "at most \(most)")
    }
    let least = stripeMinimums[currency] ?? 1
    if controls.follows(.stripeMinimum), total < least {
      throw .amount("amount_too_small", "at least \(least) \(currency)")
    }
    let step = stripeStep(of: currency)
    if controls.follows(.stripeStep), total % step != 0 {
      throw .amount("invalid_charge_amount", "a multiple of \(step) \(currency)")
    }
  }

  private func checkOrder() throws(StripeError) {
    for (name, map) in [("metadata", metadata), ("payment_intent_data[metadata]", paymentMetadata)]
    where map["order_id", default: ""].isEmpty {
      throw .missing("\(name)[order_id]")
    }
  }

  private static func takeItems(
    _ fields: inout FormFields
  ) throws(StripeError) -> ([Sale.Line], String) {
    var items: [Sale.Line] = []
    var currency: String?
    while items.isEmpty || fields.has("line_items[\(items.count)]"), items.count < limits.items {
      let item = "line_items[\(items.count)]"
      let found = try fields.require("\(item)[price_data][currency]")
      guard found.count == 3, found.allSatisfy({ $0.isASCII && $0.isLowercase }) else {
        throw .invalid("Invalid currency: \(found)", parameter: "\(item)[price_data][currency]")
      }
      guard currency ?? found == found else {
        throw .invalid("all line items must have one currency", parameter: item)
      }
      currency = found
      _ = fields.take("\(item)[price_data][product_data][description]")
      _ = fields.take("\(item)[price_data][tax_behavior]")
      items.append(
        Sale.Line(
          name: try fields.require("\(item)[price_data][product_data][name]"),
          unitAmount: try fields.requireCount("\(item)[price_data][unit_amount]"),
          quantity: try fields.requireCount("\(item)[quantity]")
        )
      )
    }
    return (items, currency ?? "")
  }

  private static func takeURL(
    _ name: String,
    _ fields: inout FormFields
  ) throws(StripeError) -> String {
    let text = try fields.require(name)
    guard text.hasPrefix("http://") || text.hasPrefix("https://"), origin(of: text) != nil else {
      throw .invalid("\(name): expected an absolute URL, found \(text)", parameter: name)
    }
    return text
  }

  private static func takeReference(
    _ fields: inout FormFields,
    _ controls: Controls
  ) throws(StripeError) -> String? {
    guard let text = fields.take("client_reference_id") else { return nil }
    let isAllowed = { (letter: Character) in
      letter.isASCII && (letter.isLetter || letter.isNumber || letter == "-" || letter == "_")
    }
    let isGood = (1...limits.reference).contains(text.count) && text.allSatisfy(isAllowed)
    guard isGood || !controls.follows(.stripeReference) else {
      throw .invalid(
        "client_reference_id: expected 1 to 200 letters, digits, - or _",
        parameter: "client_reference_id"
      )
    }
    return text
  }

  private static func takeEmail(
    _ fields: inout FormFields,
    _ controls: Controls
  ) throws(StripeError) -> String? {
    guard let text = fields.take("customer_email") else { return nil }
    let halves = text.split(separator: "@", omittingEmptySubsequences: false)
    let isGood = halves.count == 2 && halves.allSatisfy({ !$0.isEmpty }) && !text.contains(" ")
    guard isGood || !controls.follows(.stripeEmail) else {
      throw .invalid("Invalid email address: \(text)", parameter: "customer_email")
    }
    return text
  }

  private static func takeExpiry(
    _ fields: inout FormFields,
    _ controls: Controls,
    now: Int64
  ) throws(StripeError) -> Int64 {
    guard let text = fields.take("expires_at") else {
      return now + limits.lifetimeSeconds.upperBound
    }
    let lifetime = Int64(text).map { $0 - now }
    let isGood = lifetime.map(limits.lifetimeSeconds.contains) ?? false
    guard let moment = Int64(text), isGood || !controls.follows(.stripeExpiry) else {
      throw .invalid(
        "expires_at: expected Unix seconds 30 minutes to 24 hours from now, found \(text)",
        parameter: "expires_at"
      )
    }
    return moment
  }
}

/// The scheme, host and port of an absolute URL, as a Content-Security-Policy names them.
///
/// Nil if the text has no host or a character that could end a policy's item.
func origin(of url: String) -> String? {
  guard let scheme = url.firstRange(of: "://") else { return nil }
  let host = url[scheme.upperBound...].prefix { !"/?#".contains($0) }
  let isAllowed = { (letter: Character) in
    letter.isASCII && (letter.isLetter || letter.isNumber || ".-:[]".contains(letter))
  }
  guard !host.isEmpty, host.allSatisfy(isAllowed) else { return nil }
  return String(url[..<scheme.upperBound] + host)
}

/// The fields of a form, each taken out once, so that what is left at the end was not understood.
package struct FormFields: Equatable, Sendable {
  private(set) var values: [String: String]

  /// Reads `application/x-www-form-urlencoded` text.
  ///
  /// Throws for a broken escape, bytes that are not UTF-8, or a name sent twice.
  package init(form: String) throws(StripeError) {
    do {
      values = try Form(form).values
    } catch .twice(let name) {
      throw .invalid("received the parameter \(name) twice", parameter: name)
    } catch {
      throw .invalid("the request body is not form-encoded UTF-8")
    }
  }

  /// The first name left, in the order of the alphabet.
  var firstName: String? { values.keys.min() }

  /// Whether a field is left whose name begins so.
  func has(_ prefix: String) -> Bool {
    values.keys.contains { $0.hasPrefix(prefix) }
  }

  /// Takes out an optional field.
  mutating func take(_ name: String) -> String? {
    values.removeValue(forKey: name)
  }

  /// Takes out a field that must be there and not empty.
  mutating func require(_ name: String) throws(StripeError) -> String {
    guard let value = take(name), !value.isEmpty else { throw .missing(name) }
    return value
  }

  /// Takes out a whole number of 1 or more.
  mutating func requireCount(_ name: String) throws(StripeError) -> Int64 {
    let text = try require(name)
    guard let number = Int64(text), number >= 1 else {
      throw .invalid(
        "\(name): expected a whole number of 1 or more, found \(text)",
        parameter: name
      )
    }
    return number
  }

  /// Takes out `prefix[KEY]` for every KEY.
  mutating func takeMap(
    _ prefix: String,
    _ controls: Controls
  ) throws(StripeError) -> [String: String] {
    var map: [String: String] = [:]
    for name in values.keys.sorted() where name.hasPrefix(prefix + "[") && name.hasSuffix("]") {
      let key = String(name.dropFirst(prefix.count + 1).dropLast())
      guard !key.isEmpty, key.count <= 40, !key.contains("["), !key.contains("]") else {
        throw .invalid("\(name): metadata keys have 1 to 40 characters", parameter: name)
      }
      map[key] = take(name)
      let length = map[key, default: ""].utf8.count
      guard length <= 500 || !controls.follows(.stripeMetadata) else {
        throw .invalid("\(name): metadata values have at most 500 characters", parameter: name)
      }
    }
    return map
  }
}
