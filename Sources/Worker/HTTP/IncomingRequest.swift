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
