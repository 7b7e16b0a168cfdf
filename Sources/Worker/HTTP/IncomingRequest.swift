package import Shop

/// A request as the routes see it: read to its end, within its limits.
package struct IncomingRequest: Sendable {
  /// Upper case, as it came.
  package let method: String
  /// What followed the `?`, or empty.
  package let query: String
  /// In wire order, duplicates kept.
  package let headers: [(name: String, value: String)]
  package internal(set) var body: [UInt8]
  /// The IP address at the other end of the connection; empty when it has none.
  package let peer: String
  /// Whose word about their clients is believed.
  package let proxies: TrustedProxies

  package init(
    method: String,
    query: String,
    headers: [(name: String, value: String)],
    body: [UInt8],
    peer: String = "",
    proxies: TrustedProxies = .loopback
  ) {
    self.proxies = proxies
    self.peer = peer
    self.method = method
    self.query = query
    self.headers = headers
    self.body = body
  }

  /// The only value of that header; nil when it is missing or doubled.
  package func header(_ name: String) -> String? {
    let values = headers.filter { $0.name.lowercased() == name }
    return values.count == 1 ? values[0].value : nil
  }

  /// The language that a page without an order speaks: as asked for, as the browser prefers, or the
  /// shop's own.
  package func language(orElse fallback: Language) -> Language {
    let asked = FormFields(parsing: Array(query.utf8))?["lang"].flatMap(Language.init(tag:))
    return asked ?? preferredLanguage ?? fallback
  }

  private var preferredLanguage: Language? {
    let tags = (header("accept-language") ?? "").split(separator: ",")
    return tags.lazy
      .map { $0.prefix { $0 != ";" }.filter { $0 != " " } }
      .compactMap { Language(tag: String($0)) }
      .first
  }
}

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
