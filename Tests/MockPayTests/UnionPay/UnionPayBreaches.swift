import cardstock_mockpay

/// What UnionPay refuses, done.
enum UnionPayBreaches {
  static func all() throws -> [Breach] {
    [
      try purchase("unionpay.forms", ["reqReserved": String(repeating: "x", count: 1_025)]),
      try purchase("unionpay.time", ["txnTime": "20261118170639"]),
      try purchase("unionpay.timeout", ["payTimeout": "20261118190639"]),
      try Breach("unionpay.repeats") { mock in
        _ = try mock.unionpayPurchase(UnionPaySample.purchase(), at: UnionPaySample.now)
        let other = UnionPaySample.purchase(["txnAmt": "4851"])
        return Breach.refuses { _ = try mock.unionpayPurchase(other, at: UnionPaySample.now) }
      },
      try Breach("unionpay.void-whole") { mock in
        try undoing(["txnAmt": "100"], after: 0, in: &mock)
      },
      try Breach("unionpay.void-day") { mock in
        try undoing(["txnAmt": "4850", "txnTime": "20261119190640"], after: 86_400, in: &mock)
      },
      try Breach("unionpay.unsigned-errors") { !$0.signsUnionPayAnswer(to: .signature) },
    ]
  }

  private static func purchase(_ name: String, _ changes: [String: String]) throws -> Breach {
    try Breach(name) { mock in
      Breach.refuses {
        _ = try mock.unionpayPurchase(UnionPaySample.purchase(changes), at: UnionPaySample.now)
      }
    }
  }

  private static func undoing(
    _ changes: [String: String],
    after seconds: Int64,
    in mock: inout MockState
  ) throws -> Bool {
    let sale = try mock.unionpayPurchase(UnionPaySample.purchase(), at: UnionPaySample.now)
    try mock.pay(sale.id, at: UnionPaySample.now)
    let id = try mock.sale(sale.id).payments[0].id
    let order = UnionPaySample.refund(of: id, ["txnType": "31"].merging(changes) { $1 })
    return Breach.refuses { _ = try mock.unionpayRefund(order, at: UnionPaySample.now + seconds) }
  }
}
