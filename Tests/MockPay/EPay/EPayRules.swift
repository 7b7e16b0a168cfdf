/// What aggregators of the kind called EPay refuse; the sources are 彩虹易支付's own documents and the
/// code of its submit.php, which the others copied.
extension Rule {
  // submit.php: out_trade_no fits ^[a-zA-Z0-9._|-]{1,64}$.
  static let epayNumber = Rule("epay.number", "an order number of other characters")
  // Documents, name: what is over 127 bytes is cut by some and refused by others.
  static let epayName = Rule("epay.name", "a name over 127 bytes")
  // submit.php: money is digits with at most two decimals, above zero.
  static let epayMoney = Rule("epay.money", "an amount of no yuan, or of more than two decimals")
  // Documents, out_trade_no: unique within the merchant; the same order may be placed again unpaid.
  static let epayRepeats = Rule(
    "epay.repeats",
    "an order number that is used again with another amount"
  )
  // Documents of the second interface, timestamp: ten digits, at most 300 seconds off.
  static let epayTime = Rule("epay.time", "a request of the second interface over 300 s old")

  static let epay: [Rule] = [epayNumber, epayName, epayMoney, epayRepeats, epayTime]
}
