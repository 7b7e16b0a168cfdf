import Foundation
import Shop
import Text

extension [LanguageTag] {
  /// All but the first, which is the shop's own: its texts have no language in their keys.
  var translations: [LanguageTag] { filter { $0 != first } }
}

/// The values of `site.yaml`.
extension Fields {
  mutating func language(among spoken: [LanguageTag]) -> LanguageTag {
    guard let found = text("language") else { return .chinese }
    return language(found, "language", among: spoken) ?? .chinese
  }

  /// Reports a `worker_url` that is the pages' own host, which serves only files.
  mutating func requireOwnHost(of workerURL: String?, besides baseURL: String?) {
    guard let workerURL, workerURL == baseURL else { return }
    report(
      at: position(of: "worker_url"),
      "worker_url: expected the worker's own host, found that of the pages, "
        + "\(quoted(workerURL)), to whose files forms would be sent; give the worker a name such "
        + "as pay.example.com"
    )
  }

  /// All languages, the default first; every one that the shop may speak where the list has an
  /// error, so that nothing else is reported for it.
  mutating func languages(
    default standard: LanguageTag,
    among spoken: [LanguageTag]
  ) -> [LanguageTag] {
    let earlier = problems.count
    let found = texts("languages").compactMap { language($0, "languages", among: spoken) }
    guard !problems[earlier...].contains(where: { $0.severity == .error }), !isMisspelt("languages")
    else { return [standard] + spoken.filter { $0 != standard } }
    // A language that is none has been reported.
    let isRead = !problems.contains { $0.position == position(of: "language") }
    if isRead, let first = found.first, !found.contains(standard) {
      report(
        at: position(of: "languages"),
        "languages: expected `\(standard.tag)` of `language:` among them, found "
          + "`\(found.map(\.tag).joined(separator: ", "))`; add it, or write "
          + "`language: \(first.tag)` if the shop does not speak it"
      )
    }
    return [standard] + found.filter { $0 != standard }
  }

  private mutating func language(
    _ found: Located<String>,
    _ key: String,
    among spoken: [LanguageTag]
  ) -> LanguageTag? {
    let tags = spoken.map(\.tag)
    let meant = LanguageTag.meant(by: found.value)
    let language = meant == nil ? LanguageTag(tag: found.value) : nil
    if let language, spoken.contains(language) { return language }
    let remedy = language.map {
      "`cardstock new language \($0.tag)` adds \(ShopWords.file(of: $0))"
    }
    report(
      found,
      key,
      "one of \(tags.joined(separator: ", "))",
      remedy ?? "write a tag such as fr or pt-BR",
      hint: meant.map { "did you mean `\($0)`?" } ?? tags.hint(for: found.value)
    )
    return nil
  }

  /// The texts of `key` in the first language, and of `key_en` and so on in the others.
  mutating func localized(
    _ key: String,
    in languages: [LanguageTag],
    isRequired: Bool = false
  ) -> Localized {
    var texts: [LanguageTag: String] = [:]
    let standard = languages.first ?? .chinese
    texts[standard] = text(key, isRequired: isRequired, limit: 300)?.value
    for language in languages.translations {
      texts[language] = text("\(key)_\(language.shortTag)", limit: 300)?.value
    }
    return Localized(texts, default: standard)
  }

  /// A URL such as `https://cards.example.com`, with a path if allowed; http only on loopback.
  mutating func origin(
    _ key: String,
    override: String?,
    isRequired: Bool,
    allowsPath: Bool = false
  ) -> String? {
    if let override {
      let option = "--" + key.replacing("_", with: "-")
      return origin(Located(override, at: .start), option, allowsPath: allowsPath)
    }
    return text(key, isRequired: isRequired).flatMap { origin($0, key, allowsPath: allowsPath) }
  }

  private mutating func origin(
    _ found: Located<String>,
    _ key: String,
    allowsPath: Bool
  ) -> String? {
    var address = found.value
    while address.hasSuffix("/") { address.removeLast() }
    let isPlain = isAddress(address, scheme: "http://")
    let rest = address.drop { $0 != "/" }.dropFirst(2)
    let path = rest.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    guard isAddress(address, scheme: "https://") || isPlain,
      allowsPath ? path.allSatisfy({ addressPartProblem(String($0)) == nil }) : path.isEmpty,
      !rest.contains("?"), !rest.contains("#")
    else {
      report(
        found,
        key,
        allowsPath
          ? "an address such as https://cards.example.com or https://me.github.io/cards"
          : "an address without a path such as https://cards.example.com",
        allowsPath ? "write scheme, host and path" : "write scheme and host alone",
        hint: punycoded(address).map { "did you mean `\($0)`?" }
      )
      return nil
    }
    let host = rest.prefix { $0 != ":" && $0 != "/" }
    if isPlain, host != "localhost", host != "127.0.0.1", !rest.hasPrefix("[::1]") {
      report(found, key, "https://", "write https://; plain http is for this machine alone")
      return nil
    }
    return address
  }

  mutating func accent() -> String {
    let standard = "#0b5d51"
    guard let found = text("accent") else { return standard }
    guard let colour = SRGB(found.value) else {
      report(
        found,
        "accent",
        "a colour such as \(standard)",
        "write `#` and six hexadecimal digits, in quotes"
      )
      return standard
    }
    guard colour.contrast(with: .white) >= 4.5 else {
      report(
        found,
        "accent",
        "a contrast of 4.5:1 on white, here \(colour.contrastOnWhite)",
        "choose a darker colour"
      )
      return standard
    }
    return found.value.lowercased()
  }

  mutating func emailAddress(_ key: String) -> EmailAddress? {
    guard let found = text(key, limit: 254) else { return nil }
    if let address = EmailAddress(found.value) { return address }
    report(found, key, "an email address such as help@example.com", "correct it")
    return nil
  }

  mutating func payments() -> [Provider] {
    guard has("payments") else { return [.stripe] }
    if let value = value("payments"), case .list(let items) = value.kind, items.isEmpty {
      report(
        at: value.position,
        "payments: expected at least one way to pay, found an empty list; write one, such as "
          + "`payments: [stripe]`"
      )
    }
    return texts("payments").compactMap { found in
      if let provider = Provider.offered.first(where: { $0.rawValue == found.value }) {
        return provider
      }
      let names = Provider.offered.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      report(
        found,
        "payments",
        "one of \(names)",
        "correct or remove it",
        hint: Self.paymentHint(for: found.value)
      )
      return nil
    }
  }

  private static func paymentHint(for written: String) -> String? {
    let folded = written.lowercased().filter { $0.isLetter }
    let meant = [
      "wechat": "wechatpay", "weixin": "wechatpay", "微信": "wechatpay", "微信支付": "wechatpay",
      "wxpay": "wechatpay", "支付宝": "alipay", "zhifubao": "alipay", "ali": "alipay",
      "银联": "unionpay", "云闪付": "unionpay", "upay": "unionpay", "pp": "paypal", "card": "stripe",
      "易支付": "epay", "贝宝": "paypal",
    ]
    let names = Provider.offered.map(\.rawValue)
    let word = meant[folded] ?? names.first { $0 == folded }
    return word.flatMap { names.contains($0) ? "did you mean `\($0)`?" : nil }
      ?? names.hint(for: written)
  }

  /// The registration numbers for the footer, and the name of the refund page.
  mutating func legal() -> (legal: SiteConfig.Legal, refund: Located<String>?) {
    guard let value = value("legal") else { return (SiteConfig.Legal(), nil) }
    guard case .mapping(let entries) = value.kind else {
      report(
        at: value.position,
        "legal: expected `icp`, `licence` and `refund` under it, "
          + "found \(value.description); indent them"
      )
      return (SiteConfig.Legal(), nil)
    }
    var inner = Fields(entries, in: source, known: ["icp", "licence", "refund"], of: "`legal`")
    let refund = inner.text("refund").map { found in
      let parts = found.value.split(separator: "/")
      return Located(parts.joined(separator: "/"), at: found.position)
    }
    let legal = SiteConfig.Legal(
      icp: inner.text("icp")?.value,
      licence: inner.text("licence")?.value,
      refund: refund?.value
    )
    adopt(inner.problems)
    return (legal, refund)
  }

  /// The region whose law applies; warns about what that law requires and `legal` lacks.
  mutating func market(_ legal: SiteConfig.Legal) -> String? {
    guard let found = text("market") else { return nil }
    guard StandardCodes.regions.contains(found.value) else {
      report(
        found,
        "market",
        "a region of two capital letters such as CN",
        "write the region whose law the shop serves",
        hint: StandardCodes.regionHint(for: found.value)
      )
      return nil
    }
    guard found.value == "CN" else { return found.value }
    let wanted = [
      ("icp", "an ICP filing number", legal.icp == nil),
      ("licence", "a licence number", legal.licence == nil),
      ("refund", "the path of a page with refund terms", legal.refund == nil),
    ]
    for (key, what, isMissing) in wanted where isMissing {
      report(
        .missingLegal,
        at: found.position,
        "market: expected \(what) in a shop for `CN`, found none; "
          + "add `\(key): …` under `legal:`"
      )
    }
    return found.value
  }

  /// The shop's time zone.
  mutating func timezone(market: String?, currency: Currency?) -> ShopTimeZone {
    guard let found = text("timezone") else {
      let isChinese = market == "CN" || market == nil && currency?.code == "CNY"
      return isChinese ? .china : .utc
    }
    if let zone = ShopTimeZone(found.value) { return zone }
    report(
      found,
      "timezone",
      "the IANA name of a time zone such as Asia/Shanghai",
      "write one of the names of en.wikipedia.org/wiki/List_of_tz_database_time_zones",
      hint: ShopTimeZone.hint(for: found.value)
    )
    return .utc
  }

  /// The size in bytes above which an image is a warning.
  mutating func imageBudget() -> Int {
    integer("image_budget_kb", in: 1...20_000).map { $0 * 1024 }
      ?? SiteConfig.defaultImageBudgetBytes
  }
}
