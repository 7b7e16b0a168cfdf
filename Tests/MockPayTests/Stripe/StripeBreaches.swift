import cardstock_mockpay

/// What Stripe refuses, done.
enum StripeBreaches {
  static func all() throws -> [Breach] {
    [
      try session("stripe.expiry", ["expires_at": "1799"]),
      try session(
        "stripe.minimum",
        [
          "line_items[0][price_data][currency]": "hkd",
          "line_items[0][price_data][unit_amount]": "199",
        ]
      ),
      try session("stripe.maximum", ["line_items[0][price_data][unit_amount]": "50000000"]),
      try session(
        "stripe.step",
        [
          "line_items[0][price_data][currency]": "isk",
          "line_items[0][price_data][unit_amount]": "12345",
        ]
      ),
      try session("stripe.reference", ["client_reference_id": "with%20space"]),
      try session("stripe.metadata", ["metadata[note]": String(repeating: "a", count: 501)]),
      try session("stripe.email", ["customer_email": "nobody"]),
      try Breach("stripe.repeats") { mock in
        let id = try mock.openSession(sampleForm(), key: nil, at: 0).id
        try mock.pay(id, at: 1)
        let payment = try mock.sale(id).payments[0].id
        let form = try FormFields(form: "payment_intent=\(payment)&amount=700")
        let isRefused = { (mock: inout MockState, at: Int64) in
          Breach.refuses { _ = try mock.refundPayment(form, key: "r", at: at) }
        }
        mock.controls.shortBalances = [.stripe]
        guard isRefused(&mock, 2) else { return false }
        mock.controls.shortBalances = []
        return isRefused(&mock, 86_401) && !isRefused(&mock, 86_402)
      },
      try Breach("stripe.idempotency") { mock in
        _ = try mock.openSession(sampleForm(), key: "k", at: 0)
        let other = try sampleForm(["line_items[0][quantity]": "3"])
        return Breach.refuses { _ = try mock.openSession(other, key: "k", at: 0) }
      },
    ]
  }

  private static func session(_ name: String, _ changes: [String: String]) throws -> Breach {
    try Breach(name) { mock in
      let form = try sampleForm(changes.mapValues { $0 })
      return Breach.refuses { _ = try mock.openSession(form, key: nil, at: 0) }
    }
  }
}
