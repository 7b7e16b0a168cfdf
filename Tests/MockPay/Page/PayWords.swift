/// The words of the pay page in one language.
struct PayWords: Sendable {
  let language: String
  let title: String
  let notice: String
  let email: String
  let total: String
  let pay: String
  let fail: String
  /// The buyer agrees with a card that the bank then declines.
  let declined: String
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
  /// Stripe alone: the buyer's bank takes it back before it is one.
  let preventDispute: String
  let openSales: String
  let sales: String
  let none: String
  let provider: String
  let number: String
  let late: String
  let approved: String
  /// There is no address to go back to: the buyer's other screen goes on.
  let stay: String
  let failRefund: String
  private let names: [Provider: String]
  private let saleStates: [Sale.State: String]
  private let refundStates: [Refund.State: String]

  func name(of provider: Provider) -> String { names[provider] ?? provider.rawValue }

  func state(_ state: Sale.State) -> String { saleStates[state] ?? state.rawValue }

  func state(_ state: Refund.State) -> String { refundStates[state] ?? state.rawValue }

  static let english = PayWords(
    language: "en",
    title: "Test payment",
    notice: "This is a test page. No money moves and no card is asked for.",
    email: "Email:",
    total: "Total",
    pay: "Pay",
    fail: "Fail the payment",
    declined: "Pay with a card that is declined",
    twice: "Pay twice",
    cancel: "Cancel and go back to the shop",
    refused: "The payment was refused. Nothing was charged; you may try again.",
    paid: "Paid",
    back: "Back to the shop",
    expired: "The time to pay is over.",
    payment: "Payment",
    refund: "Refund",
    amount: "Amount to refund, in the smallest unit (cents, fen)",
    refunded: "Refunded so far",
    openDispute: "Open a dispute",
    disputeIs: "Dispute",
    winDispute: "Close it: the shop wins",
    loseDispute: "Close it: the buyer wins",
    preventDispute: "Let a dispute be prevented",
    openSales: "Waiting to be paid",
    sales: "Earlier",
    none: "None. Buy something in the shop.",
    provider: "Paying with",
    number: "Order number",
    late: "Pay, but tell the shop only after the time is up",
    approved: "Agreed. The shop has to take the money now.",
    stay: "Done. The shop's own page goes on by itself.",
    failRefund: "Let this refund fail",
    names: [
      .stripe: "Stripe", .wechatpay: "WeChat Pay", .alipay: "Alipay", .unionpay: "UnionPay",
      .paypal: "PayPal", .epay: "EPay",
    ],
    saleStates: [.open: "open", .approved: "approved", .paid: "paid", .ended: "ended"],
    refundStates: [.processing: "processing", .done: "done", .failed: "failed"]
  )

  static let chinese = PayWords(
    language: "zh-CN",
    title: "测试支付",
    notice: "这是测试页面：不会扣款，也不需要银行卡。",
    email: "邮箱：",
    total: "合计",
    pay: "支付",
    fail: "让支付失败",
    declined: "用会被拒绝的银行卡付款",
    twice: "重复支付两次",
    cancel: "取消并返回商店",
    refused: "支付被拒绝，没有扣款，可以重试。",
    paid: "已支付",
    back: "返回商店",
    expired: "支付时间已过。",
    payment: "付款",
    refund: "退款",
    amount: "退款金额（最小单位：分）",
    refunded: "已退款",
    openDispute: "发起争议",
    disputeIs: "争议",
    winDispute: "结束：商店胜诉",
    loseDispute: "结束：买家胜诉",
    preventDispute: "让争议在成立前被化解",
    openSales: "等待支付",
    sales: "其他",
    none: "没有。请先在商店购买。",
    provider: "支付方式",
    number: "订单号",
    late: "支付，但超时后才通知商店",
    approved: "已同意付款，等待商店收款。",
    stay: "已完成，商店页面会自动继续。",
    failRefund: "让这笔退款失败",
    names: [
      .stripe: "Stripe", .wechatpay: "微信支付", .alipay: "支付宝", .unionpay: "银联在线支付",
      .paypal: "PayPal", .epay: "易支付",
    ],
    saleStates: [.open: "待支付", .approved: "已同意", .paid: "已支付", .ended: "已结束"],
    refundStates: [.processing: "处理中", .done: "已退款", .failed: "失败"]
  )
}
