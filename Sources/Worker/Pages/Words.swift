import Payments
package import Shop

/// Everything that the worker's pages say, in one language.
///
/// A missing word does not compile.
package struct Words: Sendable {
  let language: Language
  let backToShop: String
  let help: String

  let orderTitle: String
  let order: String
  let product: String
  let faceValue: String
  let quantity: String
  let quantityTaken: @Sendable (Int, Int) -> String
  let total: String
  let email: String
  let paid: String

  let stateReady: String
  let stateDelivered: String
  let stateWaiting: String
  /// Takes the numbers of the units that wait for another code, since theirs was bad.
  let unitsWaiting: @Sendable ([Int]) -> String
  let stateChecked: String
  let stateRefunded: String
  let stateRevoked: String
  let stateCancelled: String
  /// The place in line, with what the buyer may do meanwhile.
  let queuePlace: @Sendable (Int) -> String

  let showCodes: String
  let showCodesHint: String
  let yourCodes: String
  let unit: @Sendable (Int, Int) -> String
  let code: String
  let pin: String
  let number: String
  let validUntil: String
  let copy: String
  let copied: String
  let copyByHand: String
  let howToRedeem: String
  let keepSafe: String
  let resendLink: String

  let lookupTitle: String
  let lookupText: String
  let lookupSend: String
  let lookupDoneTitle: String
  let lookupDone: String

  let checkoutTitle: String
  let checkoutText: String
  let pay: String
  let price: String
  let emailHint: String
  /// For products whose letter holds only a link to the codes.
  let emailHintLink: String
  /// A quantity, and what it costs in each currency.
  let quantityTotal: @Sendable (String, [String]) -> String
  let faultsTitle: String
  let faultEmail: String
  let faultQuantity: @Sendable (Int) -> String
  let faultProvider: String

  let goneTitle: String
  let goneText: String
  let pausedTitle: String
  let pausedText: String
  let noWayTitle: String
  let noWayText: String
  let closedTitle: String
  let closedText: String
  let wrongFormTitle: String
  let wrongFormText: String
  let noOrderTitle: String
  let noOrderText: String
  let laterTitle: String
  let laterText: String

  /// The words of that language.
  package static func of(_ language: Language) -> Words {
    switch language {
    case .chinese: .chinese
    case .english: .english
    }
  }
}

extension Words {
  /// What buyers call a way to pay, followed by the amount if asked for.
  func name(of way: Payment.Way, withAmount: Bool) -> String {
    let name = name(of: way.provider)
    return withAmount ? "\(name) · \(PriceText(way.amount, in: language).text)" : name
  }

  /// The provider's name inside a sentence.
  func shortName(of provider: Provider) -> String {
    AdapterTable.facts(of: provider)?.shortName ?? name(of: provider)
  }

  /// The provider's name in a list of ways to pay.
  func name(of provider: Provider) -> String {
    switch (provider, language) {
    case (.stripe, .chinese): "银行卡（Stripe）"
    case (.stripe, .english): "Bank card (Stripe)"
    case (.wechatpay, .chinese): "微信支付"
    case (.wechatpay, .english): "WeChat Pay"
    case (.alipay, .chinese): "支付宝"
    case (.alipay, .english): "Alipay"
    case (.unionpay, .chinese): "银联"
    case (.unionpay, .english): "UnionPay"
    case (.paypal, _): "PayPal"
    case (.epay, .chinese): "其他（易支付）"
    case (.epay, .english): "Other (EPay)"
    case (.standard, .chinese), (.manual, .chinese): "其他方式"
    case (.standard, .english), (.manual, .english): "Another way"
    }
  }
}
