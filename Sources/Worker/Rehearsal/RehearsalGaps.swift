package import Shop

extension RehearsalReport {
  /// What a rehearsal cannot prove of a provider, so that nobody takes it for proven.
  package static func gaps(of provider: Provider, isLive: Bool) -> [String] {
    let sandbox = isLive ? [] : ["the live keys: rehearse once more with them"]
    return sandbox + particulars(of: provider)
  }

  private static func particulars(of provider: Provider) -> [String] {
    switch provider {
    case .stripe:
      [
        "how disputes arrive, and whether the account's risk rules refuse cards of your buyers",
        "which of the endpoint's events are ticked, but for those of this payment and its refund",
      ]
    case .wechatpay:
      [
        "that the H5 domain is approved: pay once from a phone's own browser",
        "that JSAPI pays inside WeChat: open the checkout there once",
        "complaints, which have a callback and deadlines of their own",
      ]
    case .alipay:
      [
        "which bill holds website payments: read the first day's statement",
        "that the contract of phone payments is signed: pay once from a phone",
        "buyers' risk control, which Alipay applies to live accounts alone",
      ]
    case .unionpay:
      [
        "how old the txnTime of a form may be at the live gateway",
        "void on the same day, where the settlement has not run",
      ]
    case .paypal:
      [
        "disputes and holds, which PayPal applies to new live accounts",
        "that the certificate address serves the intermediate certificate too",
      ]
    case .standard: ["everything that the sender does but sign: it is the shop's own system"]
    case .epay:
      [
        "that the aggregator pays out what it collected",
        "that it does not tell its key to anybody",
      ]
    case .manual: []
    }
  }
}
