import Foundation
import Shop
import Testing
import Text

@testable import Site

/// Values that look right and are not are reported, with what is probably meant.
@Suite(.timeLimit(.minutes(20))) struct PlausibleValuesTests {
  @Test(arguments: [
    ("currency", "RMB", "CNY"), ("currency", "usd", "USD"), ("currency", "EURO", "EUR"),
    ("currency", "￥", "CNY"), ("currency", "CNH", "CNY"), ("region", "UK", "GB"),
    ("region", "cn", "CN"), ("region", "USA", "US"), ("region", "全球", "GLOBAL"),
    ("region", "EL", "GR"),
    ("category", "游戏点卡", "game-cards"), ("category", "Memberships", "memberships"),
    ("category", "game-card", "game-cards"), ("scenarios", "[生日]", "birthday"),
    ("scenarios", "[birthdy]", "birthday"), ("labels", "[hto]", "hot"),
  ])
  func `a value of a product is answered with the one that was meant`(
    key: String,
    value: String,
    meant: String
  ) throws {
    let shop = try TemporaryShop(["content/products/test.md": productText([key: value])])
    let problems = shop.load().problems
    #expect(problems.count == 1, "\(problems.map { $0.text() })")
    #expect(problems.first?.hint == "did you mean `\(meant)`?")
    #expect(problems.first?.severity == .error)
  }

  @Test(arguments: [
    ("currency: CNY", "currency: RMB", "CNY"), ("currency: CNY", "currency: XYZ", nil),
    ("currency: CNY", "currency: CNY\npayments: [wechat]", "wechatpay"),
    ("currency: CNY", "currency: CNY\npayments: [支付宝]", "alipay"),
    ("currency: CNY", "currency: CNY\npayments: [strip]", "stripe"),
    ("currency: CNY", "currency: CNY\nmarket: UK", "GB"),
    ("languages: [zh-CN, en]", "languages: [en]", nil),
    ("currency: CNY", "currency: CNY\nlegal: {refund: policies/refund.md}", "policies/refund"),
    (
      "currency: CNY", "currency: CNY\nlegal: {refund: /content/pages/policies/refund.md}",
      "policies/refund"
    ),
  ])
  func `a setting is answered with the one that was meant`(
    line: String,
    written: String,
    meant: String?
  ) throws {
    let shop = try TemporaryShop()
    try shop.write(
      shop.text("site/site.yaml").replacing(line, with: written),
      to: "site/site.yaml"
    )
    let problems = shop.load().problems.filter { $0.severity == .error }
    #expect(problems.count == 1, "\(problems.map { $0.text() })")
    #expect(problems.first?.hint == meant.map { "did you mean `\($0)`?" })
  }

  @Test(arguments: [
    ("title", "Steam #1 卡", "title: \"Steam #1 卡\""), ("brand", "C #x", "brand: \"C #x\""),
    ("summary", "第一 #2", "summary: \"第一 #2\""),
    ("title", "Steam 卡 # 正品", "title: \"Steam 卡 # 正品\""),
    ("face_value", "50 元 # 国区", "face_value: \"50 元 # 国区\""),
  ])
  func `a value that a comment cuts is told`(key: String, value: String, meant: String) throws {
    let shop = try TemporaryShop(["content/products/test.md": productText([key: value])])
    let problems = shop.load().problems
    #expect(problems.map(\.hint) == ["did you mean `\(meant)`?"], "\(problems.map { $0.text() })")
    #expect(problems.first?.severity == .warning)
  }

  @Test(arguments: [
    ("category", "game-cards # 备注"), ("title", "Steam 卡 #"), ("title", "\"Steam #1\""),
    ("title", "Steam#1"), ("title", "'a #b'"), ("title", "\"Steam\" # 备注"),
  ])
  func `a comment is none of the value's business`(key: String, value: String) throws {
    let shop = try TemporaryShop(["content/products/test.md": productText([key: value])])
    #expect(shop.load().problems.map { $0.text() } == [])
  }

  @Test func `an accent without quotes, joined tags and equal titles are told`() throws {
    let shop = try TemporaryShop([
      "content/products/a.md": productText(["sku": "A-1", "tags": "[steam，游戏]"]),
      "content/products/b.md": productText(["sku": "B-1"]),
    ])
    try shop.write(
      shop.text("site/site.yaml").replacing("accent: \"#0b5d51\"", with: "accent: #0b5d51"),
      to: "site/site.yaml"
    )
    let problems = shop.load().problems
    #expect(problems.count == 3, "\(problems.map { $0.text() })")
    #expect(problems.map(\.hint).contains("did you mean `steam, 游戏`?"))
    #expect(problems.map(\.hint).contains("did you mean `accent: \"#0b5d51\"`?"))
    #expect(problems.contains { $0.message.contains("expected one product of each title") })
  }

  @Test(arguments: [
    ("<script>alert(1)</script>", "a script"), ("<svg:script/>", "a script"),
    ("<g onload=\"a()\"/>", "an event handler"), ("<rect\nonclick = 'a()'/>", "an event handler"),
    ("<image href=\"https://x.example/a.png\"/>", "a foreign reference"),
    ("<use xlink:href=\"//x.example/a.svg#b\"/>", "a foreign reference"),
    ("<a href=\"javascript:a()\"/>", "a foreign reference"),
    ("<foreignObject><p/></foreignObject>", "foreign content"),
    ("<style>@import url(a.css);</style>", "a foreign stylesheet"),
    ("<rect fill=\"url(https://x.example/#a)\"/>", "a foreign reference"),
    ("<SCRIPT/>", "a script"),
    ("<a href=\"&#106;avascript:a()\"/>", "a foreign reference"),
    ("<a href='java\tscript:a()'/>", "a foreign reference"),
    ("<a href=\"vbscript:a()\"/>", "a foreign reference"),
    ("<image href=\"https&#58;//x.example/a.png\"/>", "a foreign reference"),
    ("<image href=\"&#x2F;/x.example/a\"/>", "a foreign reference"),
    ("<image href=\"/\\x.example/a\"/>", "a foreign reference"),
    ("<image href=\"data:image/svg+xml,x\"/>", "a foreign reference"),
    ("<set attributeName=\"xlink:href\" to=\"x\"/>", "a reference that changes"),
    ("<animate attributeName=\" onclick\" to=\"x\"/>", "a reference that changes"),
    ("<g filter=\"url(&quot;https://x.example/a#a&quot;)\"/>", "a foreign reference"),
    ("<g style=\"background:u\\72l(https://x.example/)\"/>", "a foreign reference"),
    ("<style><![CDATA[a{fill:url('//x.example/a')}]]></style>", "a foreign reference"),
    ("<style>@\\69mport 'a.css';</style>", "a foreign stylesheet"),
    ("<g xml:base=\"https://x.example/\"/>", "a base of references"),
    ("<g id=\"a>b\" onload=\"a()\"/>", "an event handler"),
    ("<handler type=\"a\"/>", "a script"),
    ("<a href=\"data:\u{301}text/html,a\"/>", "a foreign reference"),
    ("<style>@imp<![CDATA[ort 'a.css';]]></style>", "a foreign stylesheet"),
    ("<style>@imp<g/>ort 'a.css';</style>", "a foreign stylesheet"),
    ("<style>a{fill:u<!-- -->rl(//x.example/a)}</style>", "a foreign reference"),
    ("<style>a{b:image-set('\u{301}' 1x, 'https:x.example' 2x)}</style>", "a foreign reference"),
  ])
  func `an SVG that would run or load is refused`(inner: String, what: String) throws {
    let head = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 5\">\n"
    let shop = try TemporaryShop(["site/static/images/a.svg": head + inner + "\n</svg>\n"])
    let problems = shop.load().problems
    #expect(problems.count == 1, "\(problems.map { $0.text() })")
    #expect(problems.first?.message.contains("found \(what),") == true)
    #expect(problems.first?.position.line ?? 0 >= 2)
    #expect(problems.first?.severity == .error)
  }

  @Test(arguments: [
    ("<!DOCTYPE svg SYSTEM \"https://x.example/x.dtd\">", "a foreign document type"),
    ("<!DOCTYPE svg [<!ENTITY a SYSTEM \"x\">]>", "a foreign entity"),
    ("<!DOCTYPE svg [<!ATTLIST svg onload CDATA \"a()\">]>", "attributes of a document type"),
    ("<!DOCTYPE svg [\n]\n><g onload=\"a()\"/>", "an event handler"),
    ("<!DOCTYPE svg PUBLIC \"[\" \"\"><script/>", "a script"),
    ("<!DOCTYPE svg SYSTEM \"><!--\"><script/>", "a script"),
    ("<!DOCTYPE svg [<!ENTITY a \"&#60;script/>\">]>", "an entity that holds elements"),
    ("<!DOCTYPE svg [<!ENTITY a \"&#38;#60;script/>\">]>", "an entity that holds elements"),
    ("<!DOCTYPE svg [<!ENTITY a \"&b;\">]>", "an entity that holds elements"),
    (
      "<!DOCTYPE svg [<!ENTITY a \"script:a()\">]><a href=\"java&a;\"/>", "a foreign reference"
    ),
    ("<!DOCTYPE svg [<!ENTITY a \"//x.example\">]><use href=\"&a;\"/>", "a foreign reference"),
    ("<style>a{fill:image-set('a' 1x, '//x.example/a' 2x)}</style>", "a foreign reference"),
    ("<style>a{fill:image-set('a' 1x, 'https:x.example/b' 2x)}</style>", "a foreign reference"),
    ("<style>a{fill:-webkit-image-set(\"//x.example/a\" 1x)}</style>", "a foreign reference"),
    ("<style>@font-face{src:url(//x.example/a.woff2)}</style>", "a foreign reference"),
    ("<style>@font-face{src:url(data:image/svg+xml;base64,AA==)}</style>", "a foreign reference"),
    ("<?xml version=\"1.0\" encoding=\"utf-7\"?>", "text that is not in UTF-8"),
    ("<?xml-stylesheet href=\"a.css\"?>", "a foreign stylesheet"),
  ])
  func `what stands before a drawing may not load either`(head: String, what: String) {
    let svg = head + "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 5\"/>"
    #expect(SVGContent.finding(in: Array(svg.utf8))?.what == what)
    let wide: [UInt8] = [0xFF, 0xFE] + svg.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(SVGContent.finding(in: wide)?.what == "text that is not in UTF-8")
    let comment = "<svg><style>/* url(https://x.example) */ a{fill:red}</style></svg>"
    #expect(SVGContent.finding(in: Array(comment.utf8))?.what == nil)
    let plain =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" "
      + "\"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\" [<!ENTITY ns \"http://x.example/\">]>"
      + "<svg xmlns:x=\"&ns;\"><g transform=\"scale(2)\" fill=\"url(#a)\"/>"
      + "<style>@font-face{src:url(data:font/woff2;base64,AA==)}</style>"
      + "<style>a{fill:url(\"#b\")}</style><image href=\"data:image/png;base64,AA==\"/></svg>"
    #expect(SVGContent.finding(in: Array(plain.utf8))?.what == nil)
  }

  @Test(arguments: [
    ("notes.txt", "a\n-----BEGIN RSA PRIVATE KEY-----\nx", "a private key in it"),
    ("x.dat", "SQLite format 3\0", "a database in it"),
    ("app.js", "const key = 'sk_live_123'", "a secret key in it"),
    ("dump.sql.gz", "x", "named like"), ("secrets.yaml", "x", "named like"),
    ("a.txt", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "a private key in it"),
    ("codes.json.zip", "[]", "named like"), ("a.sqlite-journal", "x", "named like"),
    ("codes.json", "[\"12345678\", \"87654321\"]", "keys or codes in it"),
    ("a/codes.yml", "- PQRS1234\n- TUVW56", "keys or codes in it"),
    ("tokens.json", "{\"access_token\": \"abc\"}", "keys or codes in it"),
    ("tokens.json", "{\"a\": \"ghp_aBcDeFgHiJkLmNoPqRsTuVwX1Yz\"}", "keys or codes in it"),
    ("vault.key.bak", "x", "named like"),
    ("vault.sqlite.old.gz", "x", "named like"), ("codes.csv.orig", "x", "named like"),
    ("config.env", "x", "named like"),
    ("shop-backup.tar.gz", "x", "named like"), ("codes.txt", "x", "named like"),
    ("卡密.csv", "x", "named like"),
    ("backup.dat", vaultKey, "found a key in it"), ("备份.bin", vaultKey + "\n", "found a key in it"),
    ("notes.md", "vault_key: \(vaultKey.uppercased())", "found a key in it"),
    ("a.txt", "\u{FEFF}\(vaultKey)\r\n", "found a key in it"),
    ("a/x.zip", "PK\u{3}\u{4}..worker-config/vault.key..", "the worker's files in it"),
    ("google.json", "{\"type\": \"x\", \"private_key\": \"x\"}", "a secret key in it"),
  ])
  func `what is secret is not published, whatever it is called`(
    name: String,
    text: String,
    found: String
  ) throws {
    let shop = try TemporaryShop(["site/static/\(name)": text])
    let problems = shop.load().problems.filter { $0.severity == .error }
    #expect(problems.count == 1, "\(problems.map { $0.text() })")
    #expect(problems.first?.message.contains(found) == true)
  }

  @Test(arguments: [
    ("2026-12-01 8:00 PM", "2026-12-01T20:00:00"), ("2026-12-31 下午8点", "2026-12-31T20:00:00"),
    ("2026-12-31 20:00 UTC", "2026-12-31T20:00:00Z"), ("2026-12-31T20:00 EST", nil),
    ("2026-12-31T08:00:00\u{2212}08:00", "2026-12-31T08:00:00-08:00"),
    ("2026/12/1 9:30", "2026-12-01T09:30:00"), ("2026年12月1日晚上8点半", "2026-12-01T20:30:00"),
    ("2026-12-1 12:00 AM", "2026-12-01T00:00:00"),
    ("2026-12-31 20:00 GMT+8", "2026-12-31T20:00:00+08:00"),
    ("2026-12-31 20:00 北京时间", "2026-12-31T20:00:00+08:00"), ("2026年12月31日晚上12点", nil),
    ("2026年12月31日（周四）", nil), ("2026-12-31 8", nil), ("2026/1/2", "2026-01-02"),
    ("2026-12-1 25:00", nil), ("2026-12-1 中午12点", "2026-12-01T12:00:00"),
    ("20260102", "2026-01-02"), ("2026/1/2 20:75", nil), ("2026/1/2 上午8:00 PM", nil),
    ("2026/1/2 下午8:00 PM", "2026-01-02T20:00:00"), ("2026/1/2 20：15", "2026-01-02T20:15:00"),
  ])
  func `the moment that is proposed is the one that was written`(text: String, hint: String?) throws
  {
    let shop = try TemporaryShop([
      "content/products/test.md": productText(["available_from": "\"\(text)\""])
    ])
    let problem = try #require(shop.load().problems.first)
    #expect(problem.hint == hint.map { "did you mean `\($0)`?" }, "\(problem.text())")
  }

  @Test(arguments: [
    "vault.key.txt", "vault.key 2", "vault.key.2", "vault (1).key", "vault.key (1)", "vault.key 副本",
    "vault.key - copy", "vault.key.dat", "a.ppk", "a.gpg", "a.age", "AuthKey_1.p8", "a.keystore",
    "apiclient_key.txt", "应用私钥RSA2048.txt", "private.txt", "keys.txt", "token.txt", "env",
    "env.txt",
    "service-account.json", "service_account (2).json", "client_secret_1.json", "site.zip",
    "content-old.tar.gz", "备份.zip", "worker.yaml.txt", "worker-config.yaml", "codes_old.csv",
    "codes (1).txt", "a.sqlite3-wal", "passwords.md", "wallet.dat", "codes-2026.json", "卡密2.txt",
    "订单.txt", "passwords 2.txt",
  ])
  func `what is named like a secret is not published`(name: String) throws {
    let problems = try TemporaryShop(["site/static/\(name)": "x"]).load().problems
    let errors = problems.filter { $0.severity == .error }
    #expect(errors.map(\.file) == ["site/static/\(name)"], "\(problems.map { $0.text() })")
    #expect(errors.first?.message.contains("named like") == true)
  }

  @Test(arguments: [
    (
      "design/tokens.json",
      "{\"main\": {\"$value\": \"#1a2b3c4d\"}, \"ease\": 0.8700000047683716, "
        + "\"at\": \"2026-01-02\"}"
    ),
    ("codes.json", "{\"E1001\": \"not found\", \"ERR_4041\": \"gone\", \"40001\": \"late\"}"),
    ("keys.yaml", "Enter: 13\nEscape: 27\n"), ("tokens.css", ":root { --a: #1a2b3c4d }"),
  ])
  func `an ordinary file may be named like a list of secrets`(name: String, text: String) throws {
    let shop = try TemporaryShop(["site/static/\(name)": text])
    #expect(shop.load().problems.map { $0.text() } == [])
  }

  @Test(arguments: [
    ("x.json", "{\"codes\": [\"AB3D-9KQ2-77XZ\"]}"), ("x.html", "<p>AB3D-9KQ2-77XZ</p>"),
    ("x.yaml", "a: AB3D-9KQ2-77XZ"), ("x.lst", "AB3D-9KQ2-77XZ"), ("notes", "AB3D-9KQ2-77XZ"),
    ("x.js", "a('AB3D-9KQ2-77XZ')"), ("x.json", "[\"602356789012346\"]"),
  ])
  func `a code in a file for readers is told, whatever kind of file it is`(
    name: String,
    text: String
  ) throws {
    let problems = try TemporaryShop(["site/static/\(name)": text]).load().problems
    #expect(problems.map(\.warning) == [.cardCode], "\(problems.map { $0.text() })")
  }

  @Test(arguments: [
    (vaultKey + ".txt", vaultKey), (".well-known/pki-validation/fileauth.txt", vaultKey),
    ("sums.txt", "\(vaultKey)  manual.pdf"),
    ("BingSiteAuth.xml", "<u>0A1B2C3D4E5F60718293A4B5</u>"),
    ("tencent10346093513163046420.txt", "10346093513163046420"),
    ("a.html", "<p id=\"602356789012346\">"), ("a.js", "b = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'"),
    ("MP_verify_AbCdEfGhIjKl1234.txt", "AbCdEfGhIjKl1234"), ("keyboard.txt", "x"),
    ("token-guide.html", "<p>x"), ("site.webmanifest", "{}"), ("password-help.html", "<p>x"),
    ("download 2.zip", "x"), ("environment.json", "{}"), ("pins-and-badges.json", "{}"),
    ("private-policy.txt", "x"), ("卡密使用说明.txt", "x"), ("a.key.json", "{}"),
  ])
  func `what only resembles a secret is published`(name: String, text: String) throws {
    let problems = try TemporaryShop(["site/static/\(name)": text]).load().problems
    #expect(problems.map { $0.text() } == [])
  }

  @Test(arguments: [
    "title_en: \"My Card Shop\naccent: \"#0b5d51\"\n", "a: 'x\n\nb: y'\n",
    "title_en: \"My Card Shop\n\n# Where it is.\nbase_url: x\naccent: \"#0b5d51\"\n",
  ])
  func `a quote that runs on over other keys is told where it began`(yaml: String) {
    #expect(throws: YAMLProblem.self) { try YAMLText(yaml).entries() }
  }

  @Test func `a drawing is no program, and a file is what its name says`() throws {
    let svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
      + "viewBox=\"0 0 8 5\"><defs><g id=\"a\"/></defs><use xlink:href=\"#a\"/>"
      + "<rect fill=\"url(#a)\"/><text>on = \"</text></svg>"
    let shop = try TemporaryShop(["site/static/images/a.svg": svg])
    #expect(shop.load().problems.map { $0.text() } == [])
    try shop.write(svg, to: "site/static/images/b.png")
    let problems = shop.load().problems
    #expect(problems.map(\.severity) == [.warning])
    #expect(problems.first?.message.contains("expected PNG as its name says, found SVG") == true)
  }

  @Test(arguments: [
    ("site/static/a.svgz", "x"), ("site/static/a.SVGZ", "x"),
    ("site/static/a.xhtml", "<script>a()</script>"),
    ("site/static/a.xml", "<x><script xmlns='http://www.w3.org/1999/xhtml'>a()</script></x>"),
    ("site/templates/footer.mustache", "<p>a\u{7}b</p>"),
    ("site/templates/footer.mustache", "<p>a\u{202E}b</p>"),
    ("site/templates/extra.css", "a{color:red}\u{7}"),
    ("site/templates/extra.css", "a{background:url(/nope.png)}"),
    ("site/templates/extra.css", "a{background:url( 'nope.png' )}"),
    ("site/templates/extra.css", "a{background:image-set(\"/nope.png\" 1x)}"),
    ("site/templates/extra.css", "a{background:-webkit-image-set( '/nope.png' 1x)}"),
    ("site/templates/extra.css", "a{background:image-set(\"https://x.example/a.png\" 1x)}"),
    ("site/static/a/b.css", "a{background:image-set(\"../c.png\" type(\"image/png\"))}"),
    ("site/static/a/b.css", "@import 'c.css';"),
    ("site/static/a/b.css", "a{background:URL(\"../c.png?x\")}"),
  ])
  func `a file that pages are made of is told`(file: String, text: String) throws {
    let problems = try TemporaryShop([file: text]).load().problems
    #expect(problems.map(\.file) == [file], "\(problems.map { $0.text() })")
    #expect(problems.map(\.severity) == [.error])
  }

  @Test func `what stylesheets show and is there is not told`() throws {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 5\"/>"
    let shop = try TemporaryShop([
      "site/static/images/a.svg": svg,
      "site/templates/extra.css":
        "/* url(/no.png) */ a{background:url(/images/a.svg#b)}b{mask:url('/images/a.svg?v=1')}"
        + "i{mask:url(#m)}u{background:image-set('/images/a.svg' 1x, url(\"/images/a.svg\") 2x)}"
        + "q::before{content:\"image-set('/no.png')\"}p{margin:calc((1px) * 2)}",
      "site/static/css/own.css": "a{background:url(../images/a.svg)}",
    ])
    #expect(shop.load().problems.map { $0.text() } == [])
  }

  @Test func `terms, translations and brands that readers cannot tell apart are told`() throws {
    let shop = try TemporaryShop([
      "content/scenarios/gifts.md": "---\ntitle: 生 日\n---\n",
      "content/products/a.md": productText(["title": "甲", "sku": "A-1"]),
      "content/products/a.en.md": "---\ntitle: Card\n---\n",
      "content/products/b.md": productText(["title": "乙", "sku": "B-1"]),
      "content/products/b.en.md": "---\ntitle: Card\n---\n",
      "content/products/c.md": productText(["title": "丙", "sku": "C-1"]),
      "content/products/c.en.md": "---\ntitle: Other\n---\nText without instructions.\n",
    ])
    #expect(
      shop.load().problems.map { "\($0.file) \($0.warning?.name ?? "")" } == [
        "content/products/b.en.md same-title", "content/products/c.en.md no-instructions",
        "content/scenarios/gifts.md same-term-title",
      ]
    )
  }

  @Test func `an SVG without a size says what it lacks`() throws {
    let shop = try TemporaryShop([
      "site/static/images/a.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
      "content/products/test.md": productText(["image": "/images/a.svg"]),
    ])
    #expect(shop.load().problems.first?.message.contains("write `viewBox=") == true)
  }
}

/// As `init` writes it.
private let vaultKey = String(repeating: "0a1b2c3d", count: 8)
