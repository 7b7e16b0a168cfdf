import Foundation
import Site

extension Mistake {
  static let inMatter: [Mistake] = [
    matter("an open quotation mark", "title: \"点卡", "2:8", nil, "`title: \"点卡\"`"),
    matter("a full-width colon", "title：点卡", "2:6", nil, "did you mean `title: 点卡`?"),
    matter("no blank behind the colon", "title:点卡", "2:7", nil, "did you mean `title: 点卡`?"),
    matter("a colon in a title", "title: Steam: 50", "2:13", nil, "`title: \"Steam: 50\"`"),
    matter("an at sign", "title: @点卡", "2:8", nil, "`title: \"@点卡\"`"),
    matter("a tab", "title: 点卡\n\tbrand: X", "3:1", nil, "did you mean `brand: X`?"),
    matter("a tab in a title", "title: \"示例\t点卡\"", "2:8", nil, "found a tab in it"),
    matter("a tab in a tag", "tags: [\"Steam\tCN\"]", "2:8", nil, "found a tab in it"),
    matter("an ideographic space", "title:\u{3000}点卡", "2:7", nil, "U+3000"),
    matter("a no-break space", "title:\u{A0}点卡", "2:7", nil, "U+00A0"),
    matter("a list without an end", "tags: [a, b", "2:7", nil, "`tags: [a, b]`"),
    matter("tags on two lines", "tags: [steam\n  游戏]", "2:8", .joinedTags, "`steam, 游戏`?"),
    matter("a tag below a tag", "tags:\n  - X 卡\n    游戏", "3:5", .joinedTags, "`X 卡, 游戏`"),
    matter("tags without brackets", "tags: steam\n  游戏", "2:7", nil, "`tags: [steam, 游戏]`"),
    matter("text turned around", "title: 点\u{202E}卡", "2:9", nil, "U+202E"),
    matter("a key twice", "title: 甲\ntitle: 乙", "3:1", nil, "remove one of them"),
    matter("a misspelt key", "pric: 1\ntitle: 甲", "2:1", nil, "did you mean `price`?"),
    matter("a name that is no warning", "allow: [no-alt]", "2:9", nil, "copy it from"),
    Mistake(
      "no second line of hyphens",
      [product: "---\ntitle: 甲\n"],
      product + ":1:1",
      nil,
      "---"
    ),
    Mistake("no front matter", [product: "文字\n"], product + ":1:1", nil, "---"),
  ]

  static let inValues: [Mistake] = [
    matter("a currency's nickname", "currency: RMB", "2:11", nil, "did you mean `CNY`?"),
    matter("a region that is none", "region: UK", "2:9", nil, "did you mean `GB`?"),
    matter("a category's title", "category: 游戏点卡", "2:11", nil, "did you mean `game-cards`?"),
    matter("a misspelt category", "category: game-card", "2:11", nil, "did you mean `game-cards`?"),
    matter("a misspelt scenario", "scenarios: [brithday]", "2:13", nil, "did you mean `birthday`?"),
    matter("a misspelt way to be out", "when_out: queu", "2:11", nil, "did you mean `queue`?"),
    matter("another shop's key", "backorder: true", "2:1", nil, "did you mean `when_out`?"),
    matter("a misspelt label", "labels: [hott]", "2:10", nil, "did you mean `hot`?"),
    matter("a full-width comma", "tags: [steam，游戏]", "2:8", .joinedTags, "`steam, 游戏`"),
    matter("a semicolon", "tags: [steam;游戏]", "2:8", .joinedTags, "`steam, 游戏`"),
    matter("two addresses in one", "aliases: [/a/，/b/]", "2:11", nil, "`/a/, /b/`"),
    matter(
      "two scenarios in one",
      "scenarios: [birthday、self-use]",
      "2:13",
      nil,
      "`birthday, self-use`"
    ),
    matter("two labels in one", "labels: [hot；new]", "2:10", nil, "`hot, new`"),
    matter("a bar", "tags: [steam | 游戏]", "2:8", .joinedTags, "`steam, 游戏`"),
    matter("a change that is to come", "updated: 2031-01-01", "2:10", .futureDate, "correct it"),
    matter("a brand in capitals", "brand: EXAMPLE", "2:8", .brandSpelling, "expected `Example`"),
    matter(
      "a zone's name",
      "available_from: 2027-01-01T10:00:00 CST",
      "2:17",
      nil,
      "an offset such as +08:00"
    ),
    matter(
      "a blank before the hour",
      "available_from: 2027-01-01  10:00",
      "2:17",
      nil,
      "`2027-01-01T10:00:00`"
    ),
    matter(
      "a zone that is none",
      "available_from: 2027-01-01T10:00:00+25:00",
      "2:17",
      nil,
      "no such zone"
    ),
    matter("a bracket that is text", "title: [限时]", "2:8", nil, "`title: \"[限时]\"`"),
    matter("a text over lines", "summary: |\n  一\n  二", "2:10", nil, "write `>` in its place"),
    matter(
      "a comment in a title",
      "title: Steam # 正品",
      "2:14",
      .cutByComment,
      "`title: \"Steam # 正品\"`"
    ),
    matter("a number sign", "title: Steam #1 卡", "2:14", .cutByComment, "`title: \"Steam #1 卡\"`"),
    matter("a comma in a price", "price: 48,50", "2:8", nil, "write a point"),
    matter("a sign in a price", "price: ¥48.50", "2:8", nil, "without spaces and symbols"),
    matter("a SKU in small letters", "sku: steam-50", "2:6", nil, "did you mean `STEAM-50`?"),
    matter("a picture without a slash", "image: images/card.svg", "2:8", nil, "path from the root"),
    matter("a date with slashes", "date: 2026/1/2", "2:7", nil, "did you mean `2026-01-02`?"),
    matter("a day that is none", "available_from: 2026-02-30", "2:17", nil, "no such day"),
    matter("yes for true", "draft: yes", "2:8", nil, "write one of the two"),
    matter("a limit of nothing", "limit: 0", "2:8", nil, "from 1 to 100"),
    matter("a list price below the price", "compare_at: \"1\"", "2:13", nil, "raise it"),
    matter("a payment link without https", "stripe: http://a.example", "2:9", nil, "https://"),
    matter(
      "an alias with its host",
      "aliases: [https://a.example/x/]",
      "2:11",
      nil,
      "without its host"
    ),
    matter(
      "a title that another has",
      "title: 示例会员 1 个月",
      "2:8",
      .sameTitle,
      "what sets them apart"
    ),
    matter("a SKU that another has", "sku: EXAMPLE-MONTH", "2:6", nil, "change one of them"),
    matter("a slug that another has", "slug: example-month", "2:7", nil, "change one of them"),
  ]
}

extension Mistake {
  static let inSettings: [Mistake] = [
    settings("a language misspelt", "languages: [zh-CN, eng]", "1:20", nil, "did you mean `en`?"),
    settings("a tag with a line below", "languages: [zh_CN, en]", "1:13", nil, "mean `zh-CN`?"),
    settings("languages without a comma", "languages: [zh-CN en]", "1:13", nil, "a tag such as"),
    settings("languages in one text", "languages: zh-CN,en", "1:12", nil, "[zh-CN, en]"),
    settings(
      "the key of languages",
      "languges: [zh-CN, en]",
      "1:1",
      nil,
      "did you mean `languages`?"
    ),
    settings("a colour without quotes", "accent: #0b5d51", "1:1", nil, "`accent: \"#0b5d51\"`"),
    settings("a pale colour", "accent: \"#cccccc\"", "1:9", nil, "choose a darker colour"),
    settings("a Chinese host", "base_url: https://卡店.example", "1:11", nil, "xn--hlru4x.example`"),
    settings(
      "a host in German with a path",
      "base_url: https://Bücher.example/shop",
      "1:11",
      nil,
      "`https://xn--bcher-kva.example/shop`?"
    ),
    settings(
      "an origin in Chinese",
      "csp: {script: [https://聊天.example]}",
      "1:16",
      nil,
      "`https://xn--rss932g.example`?"
    ),
    settings(
      "a menu's link in Chinese",
      "menu: [{label: 博客, link: https://卡店.example/a}]",
      "1:26",
      nil,
      "`https://xn--hlru4x.example/a`?"
    ),
    settings("languages on two lines", "languages: [zh-CN\n  en]", "1:13", nil, "`zh-CN, en`?"),
    settings("a whole shop elsewhere", "elsewhere: [/*]", "1:13", nil, "that is the whole shop"),
    settings("a star in a name", "elsewhere: [/关*]", "1:13", nil, "`*` only behind the last `/`"),
    settings(
      "an escaped address",
      "gone: [/%E5%85%B3/]",
      "1:8",
      nil,
      "write it without escapes: `/关/`"
    ),
    settings("no slash before it", "elsewhere: [blog/]", "1:13", nil, "begin it with `/`"),
    settings("an address with its host", "gone: [https://a.b/c/]", "1:8", nil, "without its host"),
    settings("addresses on two lines", "gone: [/a/\n  /b/]", "1:8", nil, "`/a/, /b/`?"),
    settings("an address without https", "base_url: cards.example.com", "1:11", nil, "https://"),
    settings(
      "a payment's nickname",
      "payments: [wechat]",
      "1:12",
      nil,
      "did you mean `wechatpay`?"
    ),
    settings("a country for a language", "languages: [zh-CN, en, jp]", "1:24", nil, "mean `ja`?"),
    settings("China for Chinese", "languages: [cn, en]", "1:13", nil, "did you mean `zh-CN`?"),
    settings("three letters for two", "languages: [zh-CN, jpn]", "1:20", nil, "mean `ja`?"),
    settings("a language without words", "language: fr", "1:11", nil, "cardstock new language fr"),
    settings("a city for a time zone", "timezone: 北京", "1:11", nil, "Asia/Shanghai"),
    settings(
      "a file for an address",
      "legal: {refund: policies/refund.md}",
      "1:17",
      nil,
      "policies/refund`?"
    ),
    settings("a misspelt setting", "markt: CN", "1:1", nil, "did you mean `market`?"),
  ]

  static let inFiles: [Mistake] = [
    Mistake(
      "a language with a line below",
      ["content/products/example-month.en_US.md": "---\ntitle: Card\n---\nText.\n"],
      "content/products/example-month.en_US.md:1:1",
      nil,
      "example-month.en.md"
    ),
    Mistake(
      "a country in a translation's name",
      ["content/products/example-month.jp.md": "---\ntitle: Card\n---\nText.\n"],
      "content/products/example-month.jp.md:1:1",
      nil,
      "did you mean `ja`?"
    ),
    Mistake(
      "words of a country",
      ["site/words/jp.yaml": "home: Home\n"],
      "site/words/jp.yaml:1:1",
      nil,
      "did you mean `ja.yaml`?"
    ),
    matter(
      "a category's path",
      "category: content/categories/game-cards.md",
      "2:11",
      nil,
      "without folders and ending"
    ),
    matter(
      "a scenario's file",
      "scenarios: [birthday.md]",
      "2:13",
      nil,
      "did you mean `birthday`?"
    ),
    Mistake(
      "static files at the top",
      ["static/a.svg": "x"],
      "static:1:1",
      .ignoredFile,
      "site/static"
    ),
    Mistake(
      "a misspelt folder",
      ["contents/a.md": "x"],
      "contents:1:1",
      .ignoredFile,
      "`content`?"
    ),
    Mistake(
      "a misspelt folder of the site",
      ["site/statics/a": "x"],
      "site/statics:1:1",
      .ignoredFile,
      "did you mean `static`?"
    ),
    Mistake(
      "a text of another kind",
      ["content/products/a.txt": "x"],
      "content/products/a.txt:1:1",
      .ignoredFile,
      "move it"
    ),
    Mistake(
      "a file named index",
      ["content/products/p/index.md": "---\ntitle: x\n---\n"],
      "content/products/p/index.md:1:1",
      nil,
      "content/products/p.md"
    ),
    Mistake(
      "two translations",
      ["content/products/example-50.EN.md": "---\ntitle: x\n---\n"],
      "content/products/example-50.en.md:1:1",
      nil,
      "put the texts together"
    ),
    Mistake(
      "a translation alone",
      ["content/products/alone.en.md": "---\ntitle: x\n---\n"],
      "content/products/alone.en.md:1:1",
      nil,
      "content/products/alone.md"
    ),
    Mistake(
      "a key among static files",
      ["site/static/vault.key": "x"],
      "site/static/vault.key:1:1",
      nil,
      "move it out"
    ),
    Mistake(
      "secrets among static files",
      ["site/static/.env": "x"],
      "site/static/.env:1:1",
      nil,
      "move it out"
    ),
    Mistake(
      "a script in a drawing",
      ["site/static/a.svg": "<svg viewBox=\"0 0 1 1\"><script>x()</script></svg>"],
      "site/static/a.svg:1:24",
      nil,
      "a script"
    ),
    Mistake(
      "a picture of another format",
      bytes: ["site/static/a.png": Array("GIF89a".utf8) + [1, 0, 1, 0, 0x3B]],
      "site/static/a.png:1:1",
      .imageFormat,
      ".gif"
    ),
    Mistake(
      "a picture that is cut off",
      bytes: ["site/static/a.png": ImageFiles.png(width: 8, height: 8).dropLast(20).map { $0 }],
      "site/static/a.png:1:1",
      nil,
      "ends in the middle"
    ),
    Mistake(
      "a translation that is a copy",
      [
        product: productText(body: "购买后请尽快兑换，兑换码区分大小写，过期后不能使用。\n" + instructions),
        "content/products/test.en.md":
          "---\ntitle: Test\n---\n购买后请尽快兑换，兑换码区分大小写，过期后不能使用。\n" + instructions,
      ],
      "content/products/test.en.md:1:1",
      .untranslatedText,
      "translate it"
    ),
    Mistake(
      "text in GBK",
      bytes: [product: [0x2D, 0x2D, 0x2D, 0x0A, 0xD6, 0xD0]],
      product + ":2:1",
      nil,
      "save the file as UTF-8"
    ),
    Mistake(
      "a misspelt template",
      ["site/templates/hom.mustache": "x"],
      "site/templates/hom.mustache:1:1",
      .unusedTemplate,
      "did you mean `home`?"
    ),
    Mistake(
      "a misspelt value",
      ["site/templates/footer.mustache": "{{hom}}"],
      "site/templates/footer.mustache:1:3",
      nil,
      "did you mean `home`?"
    ),
    Mistake(
      "a template without an end",
      ["site/templates/footer.mustache": "{{#home}}"],
      "site/templates/footer.mustache:1:1",
      nil,
      "{{/name}}"
    ),
  ]
}
