import CryptoExtras
import Foundation
import cardstock_mockpay

/// Messages of a shop, signed the way the documentation says and not by the code under test.
enum UnionPaySample {
  static let now: Int64 = 1_795_000_000
  /// That moment in Beijing.
  static let time = "20261118190640"

  static func purchase(_ changes: [String: String] = [:]) -> ACPMessage {
    let fields = [
      "version": "5.1.0", "encoding": "UTF-8", "signMethod": "01", "accessType": "0",
      "certId": "1", "merId": "777290058000001", "txnType": "01", "txnSubType": "01",
      "bizType": "000201", "channelType": "07", "orderId": "U1B2C3D4E5F6G7H8J9K0",
      "txnTime": time, "txnAmt": "4850", "currencyCode": "156",
      "frontUrl": "http://127.0.0.1:8090/checkouts/R/return",
      "backUrl": "http://127.0.0.1:8090/webhooks/unionpay", "signature": "x",
    ]
    return ACPMessage(fields.merging(changes) { $1 })
  }

  static func query(_ number: String, _ time: String) -> ACPMessage {
    purchase([
      "txnType": "00", "txnSubType": "00", "orderId": number, "txnTime": time, "txnAmt": "",
      "currencyCode": "", "frontUrl": "", "backUrl": "",
    ])
  }

  static func refund(of query: String, _ changes: [String: String] = [:]) -> ACPMessage {
    let fields = [
      "txnType": "04", "txnSubType": "00", "orderId": "R1B2C3D4E5F6G7H8J9K0", "txnAmt": "100",
      "currencyCode": "", "frontUrl": "", "origQryId": query,
    ]
    return purchase(fields.merging(changes) { $1 })
  }
}
