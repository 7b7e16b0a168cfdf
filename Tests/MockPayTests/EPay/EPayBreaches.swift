import cardstock_mockpay

/// What an aggregator refuses, done.
enum EPayBreaches {
  static func all() throws -> [Breach] {
    [
      try order("epay.number", ["out_trade_no": "A B"]),
      try order("epay.name", ["name": String(repeating: "卡", count: 43)]),
      try order("epay.money", ["money": "48.505"]),
      try Breach("epay.repeats") { mock in
        _ = try mock.openEPay(EPaySample.order(), isSecond: false, at: UnionPaySample.now)
        let other = try EPaySample.order(["money": "48.51"])
        return Breach.refuses {
          _ = try mock.openEPay(other, isSecond: false, at: UnionPaySample.now)
        }
      },
      try Breach("epay.time") { mock in
        let order = try EPaySample.secondOrder(at: UnionPaySample.now - 301)
        return Breach.refuses {
          _ = try mock.openEPay(order, isSecond: true, at: UnionPaySample.now)
        }
      },
    ]
  }

  private static func order(_ name: String, _ changes: [String: String]) throws -> Breach {
    try Breach(name) { mock in
      let fields = try EPaySample.order(changes)
      return Breach.refuses {
        _ = try mock.openEPay(fields, isSecond: false, at: UnionPaySample.now)
      }
    }
  }
}
