import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct CardCodeTests {
  @Test(
    arguments: [("", nil), ("a\nb", nil), ("a\u{7F}", nil), ("a", "1\t2")] as [(String, String?)]
  )
  func `refuses`(code: String, pin: String?) {
    #expect(CardCode(code: code, pin: pin) == nil)
  }

  @Test func `holds up to 512 bytes and a PIN of 64`() {
    let long = String(repeating: "x", count: 512)
    #expect(CardCode(code: long, pin: String(repeating: "1", count: 64)) != nil)
    #expect(CardCode(code: long + "x", pin: nil) == nil)
    #expect(CardCode(code: "x", pin: String(repeating: "1", count: 65)) == nil)
    #expect(CardCode(code: "x", pin: "")?.pin == nil)
  }

  @Test func `prints nothing of itself`() throws {
    let code = try #require(CardCode(code: "SECRET", pin: "1234"))
    var text = "\(code) \(String(reflecting: code)) \([code])"
    dump(code, to: &text)
    #expect(!text.contains("SECRET") && !text.contains("1234"))
  }

  @Test(arguments: [
    ("ABCD-1234", "ABCD-1234"), ("AB\u{200B}CD-1234", "ABCD-1234"),
    ("\u{FEFF}ABCD-1234\u{200D}", "ABCD-1234"), ("AB\u{AD}CD\u{2060}-1234", "ABCD-1234"),
    ("AB\u{034F}CD\u{FE0F}-1234", "ABCD-1234"), ("\u{A0}ABCD-1234\u{3000}", "ABCD-1234"),
    ("\u{2009}\u{200E}ABCD-1234\t", "ABCD-1234"), ("\u{3164}AB\u{E0041}CD-1234", "ABCD-1234"),
    ("AB  CD", "AB  CD"), ("user@example.com----p\"w", "user@example.com----p\"w"),
  ])
  func `keeps a code as it was written, without what nobody sees`(given: String, kept: String)
    throws
  {
    #expect(try #require(CardCode(code: given, pin: given)).code == kept)
    #expect(CardCode(code: given, pin: given)?.pin == kept)
  }

  @Test(
    arguments: ["\u{200B}", " \u{3000}\u{A0}", "\u{2800}", "\u{FEFF}", "A\u{2028}B", "A\0B"]
  )
  func `refuses what is nothing, or more than a line`(text: String) {
    #expect(CardCode(code: text, pin: nil) == nil)
  }

  @Test(arguments: [
    ("ABCD-1234", "ABCD-1234", true, true), ("ABCD-1234", "ＡＢＣＤ－１２３４", true, true),
    ("ABCD-1234", "AB\u{2064}CD-1234", true, true), ("AB CD", "AB\u{3000}CD", true, true),
    ("ABCD-1234", "abcd-1234", false, true), ("ABCD-1234", "ABCD1234", false, true),
    ("ABCD-1234", "ABCD\u{2013}1234", false, true), ("ABCD-1234", "ABCD 1234", false, true),
    ("ABCD-1234", "ABCD\u{2212}1234", false, true),
    ("ABCD-1234", "A\u{A0}BCD\u{FE63}1234", false, true),
    ("ABCD-1234", "ABCD-1235", false, false), ("ABCD_1234", "ABCD-1234", false, true),
    ("O0", "00", false, false), ("AB-12", "AB-١٢", false, true), ("AB-12", "AB-۱𝟐", false, true),
    ("AB-12", "AB-¹²", false, false),
    // Letters in one piece and in two, and signs that stand for letters.
    ("KéK-12345", "Ke\u{301}K-12345", true, true), ("Ärger-1", "A\u{308}rger-1", true, true),
    ("ガ-1", "カ\u{3099}-1", true, true), ("각-1", "\u{1100}\u{1161}\u{11A8}-1", true, true),
    ("й-1", "и\u{306}-1", true, true), ("K-1", "\u{212A}-1", true, true),
    ("Å-1", "\u{212B}-1", true, true), ("ệ-1", "e\u{302}\u{323}-1", true, true),
    ("KéK-1", "KÉK-1", false, true), ("KéK-1", "KeK-1", false, false),
    // Signs that are no part of the code, dashes of every kind, and marks before it.
    ("ABCD-1234", "ABCD\u{2500}1234", false, true), ("ABCD-1234", "ABCD\u{2796}1234", false, true),
    ("ABCD-1234", "ABCD\u{30FC}1234", false, true), ("ABCD-1234", "ABCD-1234.", false, true),
    ("ABCD-1234", "ABCD-1234。", false, true), ("ABCD-1234", "\u{1F511}ABCD·1234", false, true),
    ("ABCD-1234", "ABCD-1234-5", false, false), ("¥", "$", false, false),
    // The code of a link, and a link without what never matters.
    ("ABCD-1234", "https://s.cn/r?code=ABCD-1234", false, true),
    ("ABCD-1234", "https://s.cn/r/abcd1234/?utm_source=x#top", false, true),
    ("https://s.cn/r/ABCD-1234", "http://S.cn/r/ABCD-1234?from=wx", false, true),
    ("https://s.cn/gift", "http://s.cn/gift/?utm_a=b#top", false, true),
    ("https://x.cn/?a=1", "https://x.cn/?b=1", false, false),
    ("https://s.cn/r?c=AB12CD34", "https://s.cn/r?c=AB12CD35", false, false),
    ("https://x.cn/#/r/AB12CD34", "https://x.cn/#/r/AB12CD35", false, false),
    ("otpauth://totp/X:0?secret=JBSWY3DP0", "otpauth://totp/X:0?secret=JBSWY3DP1", false, false),
    // A link in which several parts may be the code is compared as a whole.
    ("https://s.cn/r#code=AB12CD34", "https://s.cn/r#code=AB12CD35", false, false),
    ("https://s.cn/r#AB12CD34", "https://s.cn/r#AB12CD35", false, false),
    ("https://s.cn/r?id=1000001", "https://s.cn/x?id=1000001", false, false),
    ("1000001", "https://s.cn/r?id=1000001", false, false),
    ("https://s.cn/AB12CD34?code=SPRING27", "https://s.cn/AB12CD35?code=SPRING27", false, false),
    ("https://s.cn/AB12CD34/order77", "https://s.cn/AB12CD35/order77", false, false),
    ("https://s.cn/?card=100001&key=200001", "https://s.cn/?card=100002&key=200001", false, false),
    ("https://s.cn/1/23", "https://s.cn/12/3", false, false),
    ("ABCD-1234", "https://s.cn/redeem?code=ABCD-1234&region=cn", false, true),
    // An eSIM's text and its code.
    ("ABCD-1234", "LPA:1$smdp.io$ABCD-1234", false, true),
    ("LPA:1$smdp.io$ABCD-1234", "1$smdp.io$abcd1234", false, true),
    ("LPA:1$smdp.io$ABCD-1234", "LPA:1$smdp.io$ABCD-1235", false, false),
    // An account is its login, whatever stands behind it.
    ("u0@x.com----pw00", "U0@x.com----pw11----r0@x.com----JB", false, true),
    ("u0@x.com:pw00", "u0@x.com", false, true), ("u0@x.com---pw0", "u0@x.com|pw1", false, true),
    ("u0@x.com pw", "账号：u0@x.com 密码：7", false, true), ("u0@x.com:p", "u1@x.com:p", false, false),
    ("u.0@x.com:p", "u0@x.com:p", false, false), ("u+1@x.com:p", "u@x.com:p", false, false),
    ("用户名: 张三 密码: a1", "用户名：张三 密码：b2", false, true),
    ("用户名: 张三 密码: a1", "用户名: 张四 密码: a1", false, false), ("K:A1", "K:B1", false, false),
    // A name, a phone and the first of other parts are none: a line is compared as a whole.
    ("me01a:pw1", "me01a:pw2", false, false), ("PSN50:ABCD-1", "PSN50:EFGH-2", false, false),
    ("13800138000----a----b", "13800138000——c", false, false), ("a----b", "a--b", false, true),
    ("AB-1----1234----50", "AB-1", false, false),
    ("1----AB-1----50", "1----CD-2----50", false, false),
    ("AB-1----1234----50", "ab1 ---- 1234 ---- 50", false, true),
    ("Steam50----CODE1----7788", "Steam50----CODE2----7788", false, false),
    ("KEY1----https://x.cn/help", "KEY2----https://x.cn/help", false, false),
  ])
  func `knows a card by its code`(first: String, second: String, isOne: Bool, isAlike: Bool)
    throws
  {
    let codes = try [first, second].map { try #require(CardCode(code: $0, pin: nil)) }
    #expect((codes[0].identity == codes[1].identity) == isOne)
    #expect((codes[0].similarity == codes[1].similarity) == isAlike)
    let other = try #require(CardCode(code: first, pin: "0071"))
    #expect(other.identity == codes[0].identity)
  }
}
