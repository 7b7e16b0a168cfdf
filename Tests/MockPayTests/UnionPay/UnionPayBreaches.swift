import cardstock_mockpay

/// What UnionPay refuses, done.
enum UnionPayBreaches {
  static func all() throws -> [Breach] {
    [
      try purchase("unionpay.forms", ["reqReserved": String(repeating: "x", count: 1_025)]),
      try purchase("unionpay.time", ["txnTime": "20261118170639"]),
      try purchase("unionpay.timeout", ["payTimeout": "20261118190639"]),
      try Breach("unionpay.repeats") { desk in
        _ = try desk.unionpayPurchase(UnionPaySample.purchase(), at: UnionPaySample.now)
        let other = UnionPaySample.purchase(["txnAmt": "4851"])
        return Breach.refuses { _ = try desk.unionpayPurchase(other, at: UnionPaySample.now) }
      },
      try Breach("unionpay.void-whole") { desk in
        try undoing(["txnAmt": "100"], after: 0, in: &desk)
      },
      try Breach("unionpay.void-day") { desk in
        try undoing(["txnAmt": "4850", "txnTime": "20261119190640"], after: 86_400, in: &desk)
      },
      try Breach("unionpay.unsigned-errors") { !$0.signsUnionPayAnswer(to: .signature) },
    ]
  }

  private static func purchase(_ name: String, _ changes: [String: String]) throws -> Breach {
    try Breach(name) { desk in
      Breach.refuses {
        _ = try desk.unionpayPurchase(UnionPaySample.purchase(changes), at: UnionPaySample.now)
      }
    }
  }

  private static func undoing(
    _ changes: [String: String],
    after seconds: Int64,
    in desk: inout Desk
  ) throws -> Bool {
    let sale = try desk.unionpayPurchase(UnionPaySample.purchase(), at: UnionPaySample.now)
    try desk.pay(sale.id, at: UnionPaySample.now)
    let id = try desk.sale(sale.id).payments[0].id
    let order = UnionPaySample.refund(of: id, ["txnType": "31"].merging(changes) { $1 })
    return Breach.refuses { _ = try desk.unionpayRefund(order, at: UnionPaySample.now + seconds) }
  }
}
