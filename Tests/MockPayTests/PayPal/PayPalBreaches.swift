import Testing
import cardstock_mockpay

/// What PayPal refuses, done.
enum PayPalBreaches {
  private static let now = PayPalSample.now

  static func all() throws -> [Breach] {
    [
      try Breach("paypal.authorization") { mock in
        let token = mock.paypalToken(at: now).text
        do {
          try mock.paypalAuthorize("Bearer " + token, at: now + 9 * 3_600)
          return false
        } catch {
          return true
        }
      },
      // 43 Chinese characters are 129 bytes.
      try Breach("paypal.lengths") { mock in
        let long = String(repeating: "卡", count: 43)
        let name = PayPalSample.issue {
          _ = try mock.paypalOpen(PayPalSample.order(name: long), requestID: "A", at: now)
        }
        let capture = try captured(&mock)
        let body = #"{"note_to_payer":"\#(long + long)"}"#
        let request = try decodeBody(RefundRequestDocument.self, Array(body.utf8))
        let note = PayPalSample.issue {
          _ = try mock.paypalRefund(of: capture, request, requestID: "R", at: now)
        }
        #expect(note == name)
        return note == "INVALID_STRING_LENGTH"
      },
      try Breach("paypal.minimum") { mock in
        PayPalSample.issue {
          _ = try mock.paypalOpen(PayPalSample.order(value: "0.00"), requestID: "A", at: now)
        } != nil
      },
      try Breach("paypal.decimals") { mock in
        PayPalSample.issue {
          let order = try PayPalSample.order(value: "250.00", currency: "HUF")
          _ = try mock.paypalOpen(order, requestID: "A", at: now)
        } == "DECIMALS_NOT_SUPPORTED"
      },
      try Breach("paypal.request-ids") { mock in
        PayPalSample.issue {
          _ = try mock.paypalOpen(PayPalSample.order(), requestID: nil, at: now)
        } != nil
      },
      try Breach("paypal.request-bodies") { mock in
        try mock.paypalTake([1], for: "orders", requestID: "A")
        try mock.paypalTake([1], for: "orders", requestID: "A")
        return PayPalSample.issue { try mock.paypalTake([2], for: "orders", requestID: "A") } != nil
      },
      try Breach("paypal.repeats") { mock in
        let id = try declined(&mock)
        try mock.pay(id, at: now)
        let capture = PayPalSample.issue {
          _ = try mock.paypalCapture(id, requestID: "C0", at: now)
        }
        let refund = try refusedAgain(&mock)
        #expect(refund == (capture != nil))
        return refund
      },
      try Breach("paypal.attempts") { mock in
        var id = ""
        for attempt in 0..<10 { id = try declined(&mock, id, attempt) }
        try mock.pay(id, at: now)
        return PayPalSample.issue { _ = try mock.paypalCapture(id, requestID: "last", at: now) }
          == "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED"
      },
    ]
  }

  /// Whether a refund that was refused for a short balance is refused under its request ID when
  /// there is money.
  private static func refusedAgain(_ mock: inout MockState) throws -> Bool {
    let capture = try captured(&mock)
    let refund = { (mock: inout MockState, key: String) in
      PayPalSample.issue {
        _ = try mock.paypalRefund(of: capture, nil, requestID: key, at: now)
      }
    }
    mock.controls.shortBalances = [.paypal]
    #expect(refund(&mock, "R0") == "REFUND_FAILED_INSUFFICIENT_FUNDS")
    mock.controls.shortBalances = []
    let again = refund(&mock, "R0")
    // Another ID is another request; where the first one went through nothing is left for it.
    #expect(refund(&mock, "R1") == (again == nil ? "CAPTURE_FULLY_REFUNDED" : nil))
    return again != nil
  }

  /// The ID of the capture of a new order.
  private static func captured(_ mock: inout MockState) throws -> String {
    let order = try PayPalSample.order(invoice: "I2")
    let id = try mock.paypalOpen(order, requestID: "B", at: now).id
    try mock.pay(id, at: now)
    return try mock.paypalCapture(id, requestID: nil, at: now).payments[0].id
  }

  /// An order whose buyer's card was declined; a new one without an ID.
  private static func declined(
    _ mock: inout MockState,
    _ known: String = "",
    _ attempt: Int = 0
  ) throws -> String {
    let id =
      known.isEmpty ? try mock.paypalOpen(PayPalSample.order(), requestID: "A", at: now).id : known
    try mock.paypalApproveDeclined(id, at: now)
    let found = PayPalSample.issue {
      _ = try mock.paypalCapture(id, requestID: "C\(attempt)", at: now)
    }
    #expect(found == "INSTRUMENT_DECLINED")
    return id
  }
}
