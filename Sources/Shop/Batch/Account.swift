/// An account, which is sold with its password as one code, as in `me@x.cn----pw` or
/// `用户名: 张三 密码: a1b2`.
package struct Account: Equatable, Sendable {
  /// What accounts are compared by, whatever their passwords are.
  let login: String
  /// Whether the text can hardly be anything else.
  ///
  /// A mail address alone or with what may be a password behind it, or a login and a password by
  /// their names; a label alone may stand before a code, a sentence behind a supplier's address.
  private let isCertain: Bool

  /// Reads a code, or a line of a supplier's file; nil when it is no account.
  init?(_ text: String) {
    self.init(identity: CardCode.identity(of: text))
  }

  /// The same for a text that is its own identity.
  init?(identity text: String) {
    // An address is compared with its signs: `a.b@x.cn` is not `ab@x.cn`.
    if let address = Self.mailAddress(before: text) {
      login = address.uppercased()
      isCertain = Self.mayBePassword(text.dropFirst(address.count))
      return
    }
    // Cheaper than a regular expression, and most codes have none.
    guard text.utf8.contains(UInt8(ascii: ":")), let label = text.firstMatch(of: Self.logins) else {
      return nil
    }
    isCertain = text.contains(Self.passwords)
    guard isCertain || !text[..<label.range.lowerBound].contains(":") else { return nil }
    let name = Self.head(of: text[label.range.upperBound...])
    guard !name.isEmpty else { return nil }
    login = Self.mailAddress(before: name)?.uppercased() ?? CardCode.bare(name)
  }

  /// Whether a text is an account without doubt.
  package static func isCertain(_ text: String) -> Bool {
    Account(text)?.isCertain ?? false
  }

  /// The mail address that a text begins with, or is.
  private static func mailAddress(before text: some StringProtocol) -> String? {
    guard text.utf8.contains(UInt8(ascii: "@")) else { return nil }
    let head = head(of: text[...]).prefix { !":~/\\".contains($0) }
    return EmailAddress(String(head)) == nil ? nil : String(head)
  }

  /// Whether what stands behind a mail address may be its password, with others between dashes or
  /// behind a second address, and is no sentence.
  private static func mayBePassword(_ rest: Substring) -> Bool {
    if rest.isEmpty || rest.hasPrefix("---") { return true }
    let words = rest.dropFirst().split(whereSeparator: \.isWhitespace)
      .filter { ![":", "-", "|", "/"].contains($0) }
    guard let first = words.first, rest.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
    let isNoWord =
      first.contains(where: \.isNumber) || first.dropFirst().contains(where: \.isUppercase)
    guard words.count == 1 else {
      return isNoWord && words.contains { EmailAddress(String($0)) != nil }
    }
    return isNoWord || rest.first?.isWhitespace == false
  }

  /// What stands before the first mark that may separate a login from the rest.
  private static func head<Text: StringProtocol>(of text: Text) -> Text.SubSequence {
    let head = text.prefix { !$0.isWhitespace && !",;|".contains($0) }
    guard let dashes = head.firstRange(of: "---") else { return head }
    return head[..<dashes.lowerBound]
  }

  private static var logins: some RegexComponent {
    #/(用户名|账号|帐号|賬號|账户|登录名|邮箱|\b(account|username|user|login|email))\s*:\s*/#
      .ignoresCase()
  }

  private static var passwords: some RegexComponent {
    #/(密码|密碼|口令|\b(password|passwd|pass|pwd))\s*:\s*\S/#.ignoresCase()
  }
}
