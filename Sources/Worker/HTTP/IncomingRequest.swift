package import Shop

/// A request that is read whole and within its limits, as routes get it.
package struct IncomingRequest: Sendable {
  /// The method in upper case, such as `GET`.
  package let method: String
  /// What follows the `?`, or empty.
  package let query: String
  /// All headers in the order received, duplicates included.
  package let headers: [(name: String, value: String)]
  package internal(set) var body: [UInt8]
  /// The IP address at the other end of the connection; empty when it has none.
  package let peer: String
  /// The proxies that are trusted to name their clients.
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

  /// The value of that header, named in lower case; nil when it is missing or repeated.
  package func header(_ name: String) -> String? {
    let values = headers.filter { $0.name.lowercased() == name }
    return values.count == 1 ? values[0].value : nil
  }

  /// The language of a page without an order: by `lang=`, else the browser's preference, else the
  /// fallback.
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
  /// The buyer's IP address, or the connection's when a trusted proxy does not tell it.
  package var buyerAddress: String { buyer.map { "\($0)" } ?? peer }

  /// The buyer's IP address; nil when unknown, so that no buyer is counted for others.
  package var buyer: IPAddress? { proxies.client(peer: peer, headers: headers) }

  /// The network that limits are counted by; nil when unknown.
  var buyerNetwork: String? { buyer.map { "\(IPNetwork(ofBuyer: $0))" } }

  /// Whether the browser says that it runs on a phone.
  package var isPhone: Bool {
    let agent = header("user-agent") ?? ""
    return ["Mobile", "Android", "iPhone", "AlipayClient"].contains { agent.contains($0) }
  }

  /// The app that the browser is part of; nil for an ordinary browser.
  ///
  /// WeChat on a desktop says MicroMessenger too, and so do WeCom and the web-views of mini
  /// programs, where neither WeChat's login nor its bridge works.
  package var app: BuyerApp? {
    let agent = header("user-agent") ?? ""
    if agent.contains("MicroMessenger") {
      let folded = agent.lowercased()
      return ["wxwork/", "miniprogram"].contains { folded.contains($0) } ? .webView : .wechat
    }
    return agent.contains("AlipayClient") ? .alipay : nil
  }

  /// The buyer as the provider and the queue need to know them.
  func checkoutBuyer(standsAside: Bool = false, browser: BrowserToken? = nil) -> Checkout.Buyer {
    Checkout.Buyer(
      isPhone: isPhone,
      address: buyerAddress,
      network: buyerNetwork,
      app: app,
      standsAside: standsAside,
      browser: browser,
      known: BrowserCookie.tokens(of: self)
    )
  }

  /// Whether the body is declared as that of an HTML form.
  var isForm: Bool {
    let type = header("content-type")?.lowercased().prefix { $0 != ";" }
    return type == "application/x-www-form-urlencoded"
  }
}
