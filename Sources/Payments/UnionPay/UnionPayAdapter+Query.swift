package import Shop
import Transport

extension UnionPayAdapter {
  /// Asks for the transaction of an order, by our number and the moment of its form, or by
  /// UnionPay's number where the moment is not known.
  package func query(
    _ question: Payment.Question,
    _ call: Call
  ) throws(ProviderError) -> Payment.Finding {
    guard let reference = question.reference, let openedAt = question.openedAt else {
      guard let paymentID = question.paymentID else {
        throw .refused("UnionPay finds a payment by its queryId, or by our number and its time")
      }
      return try finding(queryID: paymentID, question, call)
    }
    // A minute after the gateway stops taking money, since clocks differ.
    let isOver = call.now >= openedAt.advanced(seconds: Checkout.lifetimeSeconds)
    // Each form that a buyer was given is a transaction of its own; any of them may be paid, even
    // two.
    var facts: [PaymentFact] = []
    var underWay: Payment.UnderWay?
    for moment in question.sentAt.isEmpty ? [openedAt] : question.sentAt {
      switch try transaction(reference.text, sentAt: moment, call) {
      case .known(let message, .success), .known(let message, .flawedSuccess):
        guard let queryID = message.queryID, let amount = message.amount else {
          throw .untrusted("UnionPay's answer has no queryId or no txnAmt")
        }
        let key = Payment.Key(paymentID: queryID, reference: reference)
        facts.append(.paid(PaidFact(key: key, amount: amount)))
      case .known(let message, let outcome):
        underWay = underWay ?? Self.underWay(message, outcome)
      case .unknown: continue
      }
    }
    return Payment.Finding(facts: facts, isFinal: !facts.isEmpty || isOver, underWay: underWay)
  }

  /// The purchase that UnionPay has and has not finished; nil for one that failed.
  private static func underWay(
    _ message: UnionPayMessage,
    _ outcome: UnionPayOutcome
  ) -> Payment.UnderWay? {
    let what: String
    let days: Int64
    switch outcome {
    case .underWay: (what, days) = ("the result is not known yet", longestDoubt)
    case .belated: (what, days) = ("paid after the time to pay, goes back by itself", longestReturn)
    case .success, .flawedSuccess, .unknownOrder, .repeated, .noFile, .outOfTime, .trouble,
      .failure:
      return nil
    }
    let code = message["origRespCode"] ?? ""
    return Payment.UnderWay(
      reason: "origRespCode \(code): \(what)",
      remedy: "see the order at merchant.unionpay.com",
      mostDays: days
    )
  }

  /// In days; a form that its buyer left half-way may be answered with the same codes.
  private static let longestDoubt: Int64 = 1
  /// In days: money that came too late goes back within about five working days.
  private static let longestReturn: Int64 = 10

  /// The finding about a purchase that is known by UnionPay's number.
  private func finding(
    queryID: String,
    _ question: Payment.Question,
    _ call: Call
  ) throws(ProviderError) -> Payment.Finding {
    switch try transaction(queryID: queryID, call) {
    case .known(let message, .success), .known(let message, .flawedSuccess):
      guard message["txnType"] == "01" else {
        throw .untrusted("UnionPay's \(queryID) is no purchase")
      }
      guard let amount = message.amount, let reference = message.reference,
        question.reference ?? reference == reference
      else { throw .untrusted("UnionPay's \(queryID) is of another order, or has no txnAmt") }
      let key = Payment.Key(paymentID: queryID, reference: reference)
      return Payment.Finding(
        facts: [.paid(PaidFact(key: key, amount: amount))],
        isFinal: true
      )
    case .known(let message, let outcome):
      return Payment.Finding(
        facts: [],
        isFinal: false,
        underWay: Self.underWay(message, outcome)
      )
    case .unknown: return .open
    }
  }

  /// What UnionPay knows of a purchase or a refund.
  enum Transaction {
    case unknown
    /// Its fields and its result.
    case known(UnionPayMessage, UnionPayOutcome)
  }

  func transaction(
    _ orderID: String,
    sentAt: Timestamp,
    _ call: Call
  ) throws(ProviderError) -> Transaction {
    let names = [FormField("orderId", orderID), FormField("txnTime", sentAt.txnTime)]
    return try transaction(names, orderID, call)
  }

  /// Asks by UnionPay's number; the time is then that of the question.
  func transaction(queryID: String, _ call: Call) throws(ProviderError) -> Transaction {
    let time = FormField("txnTime", call.now.txnTime)
    return try transaction([FormField("queryId", queryID)], beside: [time], queryID, call)
  }

  /// Asks with `names`, which the answer must repeat, and with the fields `beside` them.
  private func transaction(
    _ names: [FormField],
    beside others: [FormField] = [],
    _ name: String,
    _ call: Call
  ) throws(ProviderError) -> Transaction {
    let answer = try ask(
      "\(gateway)/gateway/api/queryTrans.do",
      [
        FormField("txnType", "00"), FormField("txnSubType", "00"), FormField("bizType", "000000"),
      ] + names + others,
      call
    )
    switch answer.outcome {
    case .success: break
    case .unknownOrder: return .unknown
    case .trouble, .outOfTime, .underWay: throw .temporary(answer.complaint)
    case .flawedSuccess, .belated, .repeated, .noFile, .failure, nil:
      throw .refused(answer.complaint)
    }
    guard names.allSatisfy({ answer[$0.name] == $0.value }) else {
      throw .untrusted("UnionPay answered about another order than \(name)")
    }
    guard let code = answer["origRespCode"] else {
      throw .untrusted("UnionPay's answer about \(name) has no origRespCode")
    }
    return .known(answer, UnionPayOutcome(code: code))
  }
}
