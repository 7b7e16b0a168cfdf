import Shop
import Text

/// Finds the address that is probably meant by one with a mistyped domain.
///
/// The buyer is asked and decides: a domain that looks mistyped may be somebody's own.
enum MistypedAddress {
  /// The address to ask the buyer about; nil when the domain does not look mistyped.
  static func meant(by typed: TypedAddress) -> EmailAddress? {
    guard let at = typed.text.lastIndex(of: "@") else { return withoutAt(typed.text) }
    let name = typed.text[..<at]
    let domain = typed.text[typed.text.index(after: at)...].lowercased()
    guard let meant = Self.domain(meantBy: domain), meant != domain else { return nil }
    return EmailAddress("\(name.hasSuffix("@") ? name.dropLast() : name)@\(meant)")
  }

  /// Reads `nameqq.com` and `name.qq.com`, which lack the `@`, as `name@qq.com`.
  private static func withoutAt(_ text: String) -> EmailAddress? {
    let lower = text.lowercased()
    guard let domain = common.filter({ lower.hasSuffix($0) }).max(by: { $0.count < $1.count })
    else { return nil }
    var name = text.dropLast(domain.count)
    if let last = name.last, ".#$%&*".contains(last) { name = name.dropLast() }
    return EmailAddress("\(name)@\(domain)")
  }

  private static func domain(meantBy domain: String) -> String? {
    if common.contains(domain) || others.contains(domain) { return nil }
    var candidates = [domain]
    if domain.hasPrefix("www.") { candidates.append(String(domain.dropFirst(4))) }
    candidates += candidates.map(withMendedEnd)
    for candidate in candidates where common.contains(candidate) { return candidate }
    // `name@qq` lacks the ending.
    if !domain.contains("."), let whole = common.first(where: { $0.hasPrefix(domain + ".") }) {
      return whole
    }
    for candidate in candidates {
      if let near = common.nearest(to: candidate, within: 1) { return near }
    }
    return candidates.last
  }

  /// Replaces a mistyped last part: `.con` does not exist, and `.cm` is seldom meant.
  private static func withMendedEnd(_ domain: String) -> String {
    let parts = domain.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1, let last = parts.last else { return domain }
    let rest = parts.dropLast().joined(separator: ".")
    if rest.hasSuffix(".com"), last == "com" { return rest }
    guard let end = endings.first(where: { $0.slips.contains(String(last)) })?.end else {
      return domain
    }
    return "\(rest).\(end)"
  }

  private static let endings: [(end: String, slips: Set<String>)] = [
    (
      "com",
      [
        "con", "cmo", "cm", "ocm", "comm", "coom", "ccom", "vom", "xom", "cim", "cpm", "clm", "cok",
        "coml", "comn", "comq", "c0m", "como", "moc", "kom",
      ]
    ),
    ("net", ["nte", "ent", "nett", "netl", "met", "ner", "bet"]),
    ("cn", ["cnn", "ccn", "cnm"]),
    ("org", ["ogr", "orgg", "rog"]),
  ]

  /// Where most buyers have their mail, most common first: of two equally near the first counts.
  private static let common = [
    "qq.com", "163.com", "126.com", "gmail.com", "foxmail.com", "outlook.com", "hotmail.com",
    "icloud.com", "sina.com", "139.com", "yahoo.com", "sina.cn", "sohu.com", "aliyun.com",
    "yeah.net", "189.cn", "live.com", "msn.com", "vip.qq.com", "vip.163.com", "vip.126.com",
    "vip.sina.com", "wo.cn", "21cn.com", "tom.com", "proton.me", "protonmail.com", "naver.com",
    "yandex.ru", "mail.ru", "gmx.de", "web.de", "yahoo.co.jp", "yahoo.com.tw", "hotmail.co.uk",
  ]

  /// Genuine domains with many users that differ from a common one by a letter.
  private static let others: Set<String> = [
    "mail.com", "email.com", "ymail.com", "me.com", "mac.com", "aol.com", "gmx.com", "gmx.net",
    "gmx.at", "gmx.ch", "live.cn", "live.de", "live.fr", "live.jp", "outlook.de", "outlook.fr",
    "outlook.jp", "outlook.cn", "outlook.es", "hotmail.de", "hotmail.fr", "hotmail.it",
    "hotmail.es", "yahoo.de", "yahoo.fr", "yahoo.it", "yahoo.es", "yahoo.ca", "yahoo.cn",
    "yahoo.com.cn", "yahoo.com.hk", "yahoo.com.sg", "163.net", "263.net", "188.com", "188.cn",
    "vip.tom.com", "sina.com.cn", "ya.ru", "bk.ru", "rambler.ru", "rocketmail.com", "pm.me",
    "proton.ch", "fastmail.com", "zoho.com", "hey.com", "duck.com", "tutanota.com", "hanmail.net",
    "daum.net", "kakao.com", "ntlworld.com", "btinternet.com", "free.fr", "orange.fr", "libero.it",
    "googlemail.com", "cox.net", "att.net", "q.com", "google.com", "apple.com", "microsoft.com",
    "alibaba.com", "tencent.com", "netease.com", "huawei.com", "wo.com.cn", "chinaunicom.cn",
  ]
}
