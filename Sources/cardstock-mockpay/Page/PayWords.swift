/// The words of the pay page in one language.
struct PayWords: Sendable {
  let language: String
  let title: String
  let notice: String
  let email: String
  let total: String
  let pay: String
  let fail: String
  let twice: String
  let cancel: String
  let refused: String
  let paid: String
  let back: String
  let expired: String
  let payment: String
  let refund: String
  /// Says that the field counts in the smallest unit.
  let amount: String
  let refunded: String
  let openDispute: String
  let disputeIs: String
  let winDispute: String
  let loseDispute: String
  let sessions: String
  let none: String

  static let english = PayWords(
    language: "en",
    title: "Test payment",
    notice: "This is a test page. No money moves and no card is asked for.",
    email: "Email:",
    total: "Total",
    pay: "Pay",
    fail: "Fail the payment",
    twice: "Pay twice",
    cancel: "Cancel and go back to the shop",
    refused: "The payment was refused. Nothing was charged; you may try again.",
    paid: "Paid",
    back: "Back to the shop",
    expired: "This session has expired.",
    payment: "Payment",
    refund: "Refund",
    amount: "Amount to refund, in the smallest unit (cents, fen)",
    refunded: "Refunded so far",
    openDispute: "Open a dispute",
    disputeIs: "Dispute",
    winDispute: "Close it: the shop wins",
    loseDispute: "Close it: the buyer wins",
    sessions: "Sessions of this run",
    none: "None yet. Buy something in the shop."
  )

  static let chinese = PayWords(
    language: "zh-CN",
    title: "测试支付",
    notice: "这是测试页面：不会扣款，也不需要银行卡。",
    email: "邮箱：",
    total: "合计",
    pay: "支付",
    fail: "让支付失败",
    twice: "重复支付两次",
    cancel: "取消并返回商店",
    refused: "支付被拒绝，没有扣款，可以重试。",
    paid: "已支付",
    back: "返回商店",
    expired: "此会话已过期。",
    payment: "付款",
    refund: "退款",
    amount: "退款金额（最小单位：分）",
    refunded: "已退款",
    openDispute: "发起争议",
    disputeIs: "争议",
    winDispute: "结束：商店胜诉",
    loseDispute: "结束：买家胜诉",
    sessions: "本次运行的会话",
    none: "还没有。请先在商店购买。"
  )
}
