import Shop

/// What the pages say to somebody who has to wait or is refused; `%` stands for the time to wait.
struct LimitWords: Sendable {
  let title: String
  let checkoutText: String
  let lookupText: String
  let revealText: String
  let returnText: String
  let lookText: String
  let seconds: String
  let minutes: @Sendable (Int) -> String
  let again: String
  let toOrder: String
  let toCheckout: String
  let refusedTitle: String
  let refusedText: String

  static func of(_ language: Language) -> LimitWords {
    switch language {
    case .chinese: .chinese
    case .english: .english
    }
  }

  /// Puts the time to wait, given in seconds, into a text.
  func filled(_ text: String, waiting wait: Int) -> String {
    text.replacing("%", with: wait < 60 ? seconds : minutes((wait + 59) / 60))
  }

  static let chinese = LimitWords(
    title: "请稍等片刻",
    checkoutText: "短时间内来自您的网络或邮箱的下单过多。您没有被扣款，填写的内容都已保留，请%后再试。",
    lookupText: "短时间内的查询过多。您填写的邮箱已保留，请%后再试。",
    revealText: "短时间内打开的次数过多。卡密仍为您保留，请%后再试。",
    returnText: "短时间内的访问过多。如果您已付款，款项会自动确认，请勿重复付款。此页面会自动继续。",
    lookText: "短时间内来自您的网络的访问过多。已付的款项会自动确认，请勿重复付款；请%后再试。",
    seconds: "一分钟",
    minutes: { "约 \($0) 分钟" },
    again: "再试一次",
    toOrder: "返回订单",
    toCheckout: "查看付款状态",
    refusedTitle: "无法受理此订单",
    refusedText: "我们无法在线受理这笔订单，您没有被扣款。如有疑问，请联系客服。"
  )

  static let english = LimitWords(
    title: "One moment, please",
    checkoutText: "There have been many orders from your network or for your address just now. "
      + "You have not been charged, and what you filled in is kept: please try again in %.",
    lookupText: "There have been many requests just now. Your address is kept: please try again "
      + "in %.",
    revealText: "This has been opened many times just now. Your codes are kept for you: please try "
      + "again in %.",
    returnText: "There have been many requests just now. If you have paid, your payment is "
      + "confirmed by itself; please do not pay twice. This page goes on by itself.",
    lookText:
      "There have been many requests from your network just now. What was paid is confirmed "
      + "by itself, please do not pay twice; please try again in %.",
    seconds: "a minute",
    minutes: { $0 == 1 ? "a minute" : "about \($0) minutes" },
    again: "Try again",
    toOrder: "Back to your order",
    toCheckout: "See your payment",
    refusedTitle: "We cannot take this order",
    refusedText: "This order cannot be taken online, and you have not been charged. If you have a "
      + "question, please write to us."
  )
}
