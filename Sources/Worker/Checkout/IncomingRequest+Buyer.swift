package import Shop

extension IncomingRequest {
  /// The buyer's IP address, or the connection's own when a proxy of ours does not say.
  package var buyerAddress: String { buyer.map { "\($0)" } ?? peer }

  /// The same; nil when it is not known, so that nobody is counted for others.
  package var buyer: IPAddress? { proxies.client(peer: peer, headers: headers) }

  /// What counts as one buyer's network; nil when it is not known.
  var buyerNetwork: String? { buyer.map { "\(IPNetwork(ofBuyer: $0))" } }

  /// Whether the browser says that it runs on a phone.
  package var isPhone: Bool {
    let agent = header("user-agent") ?? ""
    return ["Mobile", "Android", "iPhone", "AlipayClient"].contains { agent.contains($0) }
  }

  /// The app whose own browser it is; nil for a browser of its own.
  ///
  /// WeChat's on a desktop says MicroMessenger too.
  var app: BuyerApp? {
    let agent = header("user-agent") ?? ""
    if agent.contains("MicroMessenger") { return .wechat }
    return agent.contains("AlipayClient") ? .alipay : nil
  }

  /// Who orders, as far as the provider and the line need to know.
  func visitor(standsAside: Bool = false) -> Checkout.Buyer {
    Checkout.Buyer(
      isPhone: isPhone,
      address: buyerAddress,
      network: buyerNetwork,
      app: app,
      standsAside: standsAside
    )
  }

  /// Whether the body is what a plain HTML form sends.
  var isForm: Bool {
    let type = header("content-type")?.lowercased().prefix { $0 != ";" }
    return type == "application/x-www-form-urlencoded"
  }
}
