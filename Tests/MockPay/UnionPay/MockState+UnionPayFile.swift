import Foundation

/// The file of a settlement day.
extension MockState {
  /// UnionPay's part of each purchase, in parts of 10,000.
  private static let feeRate: Int64 = 60

  /// The answer that carries the file; refused while nothing was settled on that day.
  package func unionpayFile(_ message: ACPMessage, at now: Int64) throws(UnionPayRefusal)
    -> ACPMessage
  {
    try message.check(ACPMessage.fileRules)
    let lines = settlementLines(on: message["settleDate"])
    guard !lines.isEmpty else { throw .noFile }
    let year = beijing(now, "%y")
    let file = SettlementFile(
      merchantID: message["merId"],
      day: year + message["settleDate"],
      lines: lines
    )
    var answer = message
    for name in ["certId", "signature"] { answer[name] = "" }
    answer["fileName"] = "\(message["merId"])_20\(year)\(message["settleDate"]).zip"
    answer["fileContent"] = Data(file.content).base64EncodedString()
    answer["respCode"] = "00"
    answer["respMsg"] = "成功[0000000]"
    return answer
  }

  /// Of a day as `MMdd`, in the order of the purchases.
  private func settlementLines(on day: String) -> [SettlementFile.Line] {
    sales(of: .unionpay).flatMap { sale in
      sale.payments.flatMap { payment in
        [line(payment, sale)]
          + payment.refunds.filter { $0.state == .done }.map { refund in
            line(refund, payment, sale)
          }
      }
    }.filter { $0.traceTime.hasPrefix(day) }
  }

  private func line(_ payment: Payment, _ sale: Sale) -> SettlementFile.Line {
    let notice = unionpayNotice(of: payment, sale)
    return SettlementFile.Line(
      kind: "S22",
      txnType: "01",
      txnSubType: "01",
      queryID: payment.id,
      orderID: sale.orderNumber,
      traceNumber: notice["traceNo"],
      traceTime: notice["traceTime"],
      amount: payment.amount,
      fee: payment.amount * Self.feeRate / 10_000
    )
  }

  private func line(_ refund: Refund, _ payment: Payment, _ sale: Sale) -> SettlementFile.Line {
    let notice = unionpayNotice(of: refund, payment, sale)
    return SettlementFile.Line(
      kind: notice["txnType"] == "31" ? "S24" : "S30",
      txnType: notice["txnType"],
      txnSubType: "00",
      queryID: refund.id,
      orderID: refund.number,
      traceNumber: notice["traceNo"],
      traceTime: notice["traceTime"],
      amount: refund.amount,
      fee: 0,
      original: (payment.id, sale.orderNumber)
    )
  }
}
