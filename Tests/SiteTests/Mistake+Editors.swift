import Foundation
import Site

/// Mistakes that come from spreadsheets, word processors, chats, other generators and systems.
extension Mistake {
  static let ofEditors: [Mistake] =
    fromWordProcessors + fromGenerators + fromTables + fromFolders

  private static let fromWordProcessors: [Mistake] = [
    text("blanks in front of a paragraph", "    每天开门", "7:1", .indentedCode, "remove them"),
    text("a product of measures", "尺寸：长*宽*高，好", "7:5", .lostSign, "`×` or `\\*` for each"),
    text("a product of letters", "体积 A*B*C", "7:5", .lostSign, "`×` or `\\*` for each"),
    text("factors with units", "10GB*3个月*2人", "7:5", .lostSign, "`×` or `\\*` for each"),
    text(
      "an image with a wide sign",
      "！[图](/images/card.svg)",
      "7:1",
      .fullWidthMark,
      "half width"
    ),
    text(
      "a size behind an image",
      "![图](/images/card.svg){width=9}",
      "7:23",
      .foreignMark,
      "remove"
    ),
    text("a comma in a host", "看 https://www.taobao,com 吧", "7:3", .linkSyntax, "whole address"),
    text("a sentence at a host", "看 https://a.example，然后", "7:20", .gluedLink, "<https://a."),
    text("two links at once", "https://a.b、https://c.d", "7:12", .gluedLink, "<https://a.b>"),
    text("a wide comma in a host", "[看](https://a.b，c/)", "7:5", .linkSyntax, "whole address"),
    text("a scheme twice", "[看](http://https://a.example/x)", "7:5", .linkSyntax, "whole address"),
    text("mail to nobody", "[信](mailto:)", "7:5", .linkSyntax, "such as `mailto:help@example.com`"),
    text("a comma in mail", "[信](mailto:a@example,com)", "7:5", .linkSyntax, "correct it"),
    text(
      "a subject with a blank",
      "[信](mailto:a@b.c?subject=退款 申)",
      "7:1",
      .linkSyntax,
      "(<mailto:a@"
    ),
    text("a link to no place", "[看](#)", "7:1", .emptyLink, "write where it leads"),
    text("an address in brackets", "<www.taobao.com> 看", "7:1", .linkSyntax, "write `https://`"),
    text("a blank in a host", "<https://a b.com> 看", "7:1", .linkSyntax, "a blank in its"),
    text("a hidden sign in a link", "[乙](https://a.example/\u{200B}b)", "7:5", .linkSyntax, "anew"),
    text("hard blanks of a list", "1.\u{A0}打开\n2.\u{A0}粘贴", "7:1", .listSyntax, "`1. `"),
    text("a wide blank of an item", "-\u{2003}打开", "7:1", .listSyntax, "write `- `"),
    text("a hidden sign before hashes", "\u{200B}## 标题", "7:1", .damagedText, "the invisible"),
    text("a bar in code", "| 甲 | 乙 |\n|-|-|\n| `a|b` | 或 |", "9:3", .unclosedMark, "write `\\|`"),
    text("blanks in steps", "第 1 步：开\n第 2 步：贴", "8:1", .joinedSteps, "join to one line"),
    text("an image of a wiki", "看 ![[a.png]]", "7:3", .wikiLink, "write `![words](/images/…)`"),
    text("a tab in front of a paragraph", "\t每天开门", "7:1", .indentedCode, "remove them"),
    text("hyphens below a line", "一次用完\n---", "8:1", .underlinedHeading, "empty line"),
    text("ticks for bullets", "✅ 秒发货\n✅ 可退款", "7:1", .listSyntax, "write `- ` before"),
    text("arrows for bullets", "→ 打开\n→ 粘贴", "7:1", .listSyntax, "write `- ` before"),
    text("a step's word", "步骤1：打开\n步骤2：粘贴", "8:1", .joinedSteps, "write `1. `"),
    text("a step's word in English", "Step 1: open\nStep 2: paste", "8:1", .joinedSteps, "`1. `"),
    text("numbers of Rome", "Ⅰ、打开\nⅡ、粘贴", "8:1", .joinedSteps, "write `1. `"),
    text("numbers on keys", "1️⃣打开\n2️⃣粘贴", "8:1", .joinedSteps, "write `1. `"),
    text("letters for numbers", "a) 打开\nb) 粘贴", "8:1", .joinedSteps, "write `1. `"),
    text("lines with labels", "客服微信：abc\n营业时间：9 点", "8:1", .joinedLines, "`- `"),
    text("a picture of a chat", "看[图片]", "7:2", .damagedText, "site/static"),
    text("a face of a chat", "你好[微笑]", "7:3", .damagedText, "site/static"),
    text("a part of a character", "⼀张卡", "7:1", .damagedText, "only looks like `一`"),
    text("a letter of an icon font", "图\u{E001}标", "7:2", .damagedText, "do not have"),
    text("a mark that turns the text", "一\u{202E}二", "7:2", .damagedText, "nobody sees"),
    text("a byte-order mark inside", "一\u{FEFF}二", "7:2", .damagedText, "nobody sees"),
    text("a fence in full width", "｀｀｀\n码\n｀｀｀", "7:1", .fullWidthMark, "half width"),
    text("a quotation by 》", "》引用", "7:1", .fullWidthMark, "write `> `"),
    text("an address without slashes", "[x](https:a.example)", "7:5", .linkSyntax, "`://`"),
    text("an address with one slash", "[x](https:/a.example/)", "7:5", .linkSyntax, "`://`"),
    text("a number with blanks", "[打](tel:138 0000)", "7:1", .linkSyntax, "write `[打]"),
    text("bullets of a word processor", "• 一\n• 二", "7:1", .listSyntax, "write `- ` before"),
    text("bullets of a keyboard", "· 一\n· 二", "7:1", .listSyntax, "write `- ` before"),
    text("dashes for bullets", "– 一\n– 二", "7:1", .listSyntax, "write `- ` before"),
    text("full-width emphasis", "请＊＊尽快＊＊用", "7:2", .fullWidthMark, "half width"),
    text("full-width backquotes", "输入｀A｀", "7:3", .fullWidthMark, "half width"),
    text("a full-width quotation", "＞ 一句话", "7:1", .fullWidthMark, "write `> `"),
    text("a full-width address", "打开 https：//a.example/", "7:4", .fullWidthMark, "https://"),
    text("blanks inside emphasis", "请** 尽快 **用", "7:2", .literalEmphasis, "remove the blanks"),
    text("a picture that was not copied", "图\u{FFFC}片", "7:2", .damagedText, "write it anew"),
    text("a lost letter", "坏\u{FFFD}字", "7:2", .damagedText, "write it anew"),
    text("a wrong encoding", "ä½ å¥½", "7:1", .damagedText, "wrong encoding"),
    text("numbers in full width", "１．打开\n２．粘贴", "7:1", .listSyntax, "write `1. …`"),
    text("numbers in circles", "①打开\n②粘贴", "8:1", .joinedSteps, "write `1. `"),
    matter("curly quotes", "title: “叠石钱包”", "2:8", .curlyQuotes, "did you mean `叠石钱包`?"),
    matter("a soft hyphen", "title: 叠\u{00AD}石", "2:8", .invisibleCharacter, "did you mean `叠石`?"),
    matter("a blank of no width", "title: 叠\u{200B}石", "2:8", .invisibleCharacter, "`叠石`"),
    matter("markup in a title", "title: 叠石 <b>钱包</b>", "2:8", .markupInValue, "words alone"),
    matter("an entity in a title", "title: A &amp; B", "2:8", .markupInValue, "words alone"),
  ]

  private static let fromGenerators: [Mistake] = [
    text("marked text", "请==尽快==用", "7:2", .foreignMark, "write `**…**`"),
    text("an emoji's name", "好 :smile: 的", "7:3", .foreignMark, "the emoji itself"),
    text("a note of GitHub", "> [!NOTE]\n> 注意", "7:3", .foreignMark, ":::notice"),
    text("an id of a heading", "## 问答 {#faq}", "7:7", .foreignMark, "by themselves"),
    text("attributes", "一段\n{: .red}", "8:1", .foreignMark, "remove it"),
    text("a comment of Obsidian", "%%以后%%", "7:1", .foreignMark, "<!-- … -->"),
    text("a list of contents", "[TOC]\n\n字", "7:1", .foreignMark, "remove it"),
    text("marks of a forum", "请[b]尽快[/b]用", "7:2", .foreignMark, "without the brackets"),
    text("colours of a forum", "[color=red]快[/color]", "7:1", .foreignMark, "brackets"),
    text("a shortcode of WordPress", "[gallery ids=\"1,2\"]", "7:1", .foreignMark, "remove it"),
    text("a hidden text", "请||剧透||看", "7:2", .foreignMark, "remove the bars"),
    text("text underlined", "请 ++尽快++ 用", "7:3", .foreignMark, "write `**…**`"),
    text("a raised number", "面积 x^2^ 米", "7:4", .foreignMark, "the character itself"),
    text("an id of Obsidian", "一段话 ^abc123", "7:5", .foreignMark, "remove it"),
    text("a note of Obsidian", ">[!tip] 提示", "7:2", .foreignMark, ":::notice"),
    text("a note that folds", "??? note\n    字", "7:1", .foreignMark, ":::notice"),
    text("a colour of Jira", "{color:red}快{color}", "7:1", .foreignMark, "remove it"),
    text("one tilde for two", "原价 ~五十~ 元", "7:4", .foreignMark, "write `~~…~~`"),
    text(
      "two versions of a merge",
      "<<<<<<< HEAD\n一\n=======\n二\n>>>>>>> b",
      "7:1",
      .conflictMark,
      "keep one"
    ),
    text("a formula", "$$x^2$$", "7:1", .foreignMark, "remove it"),
    text("a tag of Jekyll", "{% include a.html %}", "7:1", .shortcode, "remove it"),
    text("a link to nowhere", "[退款]()", "7:1", .emptyLink, "where it leads"),
    text("a link without words", "[](/search/)", "7:1", .emptyLink, "what it leads to"),
    text("a link to this machine", "[x](http://localhost:8000/a/)", "7:5", .localLink, "path"),
    text(
      "a whole address of nothing",
      "[x](https://cards.example.com/nope/)",
      "7:30",
      nil,
      "add the page"
    ),
    text("a file's name for words", "![IMG_1.png](/images/card.svg)", "7:1", .noAltText, "what it"),
    text(
      "a size behind a picture",
      "![图](/images/card.svg =300x200)",
      "7:1",
      .linkSyntax,
      "write `![图](/images/card.svg)`"
    ),
    Mistake(
      "front matter in TOML",
      [product: "+++\ntitle = \"a\"\n+++\n字\n"],
      "\(product):1:1",
      nil,
      "which is TOML"
    ),
    Mistake(
      "front matter in JSON",
      [product: "{\"title\": \"a\"}\n"],
      "\(product):1:1",
      nil,
      "JSON"
    ),
    matter("a key of Hugo", "permalink: /a/", "2:1", nil, "did you mean `slug`?"),
    matter("categories for a category", "categories: game-cards", "2:1", nil, "`category`?"),
    matter("a sign for a colon", "limit = 3", "2:6", nil, "did you mean `limit: 3`?"),
    matter("a label alone", "labels: hot", "2:9", nil, "write `labels: [hot]`"),
    matter("tags in a line", "tags: 甲，乙", "2:7", nil, "write `tags: [甲, 乙]`"),
    matter("words in a line", "tags: 游戏 点卡", "2:7", nil, "write `tags: [游戏, 点卡]`"),
    matter(
      "a folder in a path",
      "image: /static/images/card.svg",
      "2:8",
      nil,
      "`/images/card.svg`?"
    ),
  ]

  private static let fromTables: [Mistake] = [
    text("a cell too many", "| 甲 | 乙 |\n|---|---|\n| 1 | 2 | 3 |", "9:1", .tableSyntax, "2 cells"),
    matter("full-width digits", "price: ９６.８０", "2:8", nil, "expected digits"),
    matter("a number of a table", "sku: 1.2E+11", "2:6", nil, "A–Z, 0–9"),
    matter("a day as a table counts", "date: 45678", "2:7", nil, "ISO 8601"),
    matter("a day in Chinese", "date: 2026年1月6日", "2:7", nil, "did you mean `2026-01-06`?"),
    matter("a title in brackets", "title: [新] 卡", "2:11", nil, "did you mean `title: \"[新] 卡\"`?"),
    matter("a title with a hyphen", "title: - 卡", "2:8", nil, "did you mean `title: \"- 卡\"`?"),
    matter("an apostrophe", "title: 'It's'", "2:12", nil, "did you mean `title: \"It's\"`?"),
    matter("a key in Chinese", "标题: 叠石\nbrand: A", "2:1", nil, "did you mean `title`?"),
  ]

  private static let fromFolders: [Mistake] = [
    Mistake(
      "a list of codes for everybody",
      ["site/static/卡密.xlsx": "PK"],
      "site/static/卡密.xlsx:1:1",
      .unusualFile,
      "move it out"
    ),
    Mistake(
      "codes for everybody",
      ["site/static/stock.txt": "AB3D-9KQ2-77XZ\n"],
      "site/static/stock.txt:1:1",
      .cardCode,
      "remove it"
    ),
    Mistake(
      "an editor's copy",
      ["site/static/a.css.bak": "a"],
      "site/static/a.css.bak:1:1",
      .unusualFile,
      "remove it"
    ),
    Mistake(
      "a picture of a telephone",
      ["site/static/images/a.heic": "a"],
      "site/static/images/a.heic:1:1",
      .unusualFile,
      "export it"
    ),
    Mistake(
      "four hyphens",
      [product: productText().replacing("---\nca", with: "----\nca")],
      "\(product):1:1",
      nil,
      "write three hyphens"
    ),
    Mistake(
      "an empty line first",
      [product: "\n" + productText()],
      "\(product):2:1",
      nil,
      "remove"
    ),
    Mistake("an empty file", [product: ""], "\(product):1:1", nil, "`cardstock new product`"),
    Mistake(
      "settings of Windows",
      ["site/site.yml": "title: a\n"],
      "site/site.yml:1:1",
      .ignoredFile,
      "did you mean `site.yaml`?"
    ),
    settings("a path of the worker", "worker_url: https://pay.example.com/x", "1:13", nil, "host"),
    settings("a host's full name", "host: Cloudflare Pages", "1:7", nil, "`cloudflare`?"),
    settings("a payment alone", "payments: alipay", "1:11", nil, "write `payments: [alipay]`"),
    settings("headers as text", "headers: noindex", "1:10", nil, "X-Frame-Options"),
    settings(
      "redirects as Netlify has them",
      "redirects: [/a/ /search/]",
      "1:13",
      nil,
      "from: /a/"
    ),
    matter(
      "a category in brackets",
      "category: [game-cards]",
      "2:11",
      nil,
      "`category: game-cards`?"
    ),
    matter("a brand in brackets", "brand: [Acme]", "2:8", nil, "did you mean `brand: Acme`?"),
    matter(
      "a category's file",
      "category: game-cards.md",
      "2:11",
      nil,
      "did you mean `game-cards`?"
    ),
    matter("a category's title as a file", "category: 游戏点卡.md", "2:11", nil, "`game-cards`?"),
    matter("a file of none", "category: 礼品卡.md", "2:11", nil, "add content/categories/礼品卡.md or"),
    matter("two categories", "category: game-cards, memberships", "2:11", nil, "found several"),
    matter(
      "two categories, wide",
      "category: game-cards、memberships",
      "2:11",
      nil,
      "found several"
    ),
    matter("a curly quote alone", "title: “测试", "2:8", .curlyQuotes, "did you mean `测试`?"),
    matter("a wide quote alone", "title: ＂测试", "2:8", .curlyQuotes, "did you mean `测试`?"),
    text("a host alone", "[x](www.example.com)", "7:5", nil, "`https://www.example.com`?"),
    text("a host and a path", "[x](example.com/a)", "7:5", nil, "`https://example.com/a`?"),
    text("an address of mail alone", "[x](a@example.com)", "7:5", nil, "`mailto:a@example.com`?"),
    text(
      "a page's file",
      "[x](example-50.md)",
      "7:5",
      nil,
      "did you mean `/products/example-50/`?"
    ),
    text("a page's file above", "[x](../products/example-50.md)", "7:5", nil, "/example-50/`?"),
    text("a page's file, whole", "[x](content/pages/policies/refund.md)", "7:5", nil, "/refund/`?"),
    text("a part of a file", "[x](example-50.md#a)", "7:5", nil, "`/products/example-50/#a`?"),
    text("a term's file", "[x](../categories/game-cards.md)", "7:5", nil, "/game-cards/`?"),
    text("a file of no page", "[x](nope.md)", "7:5", nil, "correct the address or add the page"),
    text("a fence", "```\na", "7:1", .unclosedFence, "a line of 3 backquotes", isWhole: true),
    text("a file in capitals", "[x](/Catalog.json)", "7:5", nil, "expected `/catalog.json`"),
  ]
}
