package import Shop

extension Arrival {
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

  /// Whether the page is shown in the browser that is a part of WeChat.
  var isInWeChat: Bool { (header("user-agent") ?? "").contains("MicroMessenger") }

  /// Whether the body is what a plain HTML form sends.
  var isForm: Bool {
    let type = header("content-type")?.lowercased().prefix { $0 != ";" }
    return type == "application/x-www-form-urlencoded"
  }
}
