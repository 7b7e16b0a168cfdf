import Foundation
import Site

/// A mistake: the files that have it, and the expected report.
struct Mistake: Sendable {
  let what: String
  let files: [String: Data]
  /// The place, such as `content/products/test.md:7:1`.
  let place: String
  /// The warning; nil for an error.
  let name: Diagnostic?
  /// Words in the message or the hint.
  let words: String

  static let all =
    inTexts + inLinks + inMatter + inValues + inSettings + inFiles + ofEditors

  static let product = "content/products/test.md"
  static let instructions = "\n\n## 使用说明\n\n粘贴。\n"

  init(
    _ what: String,
    _ files: [String: String],
    _ place: String,
    _ name: Diagnostic?,
    _ words: String
  ) {
    self.what = what
    self.files = files.mapValues { Data($0.utf8) }
    self.place = place
    self.name = name
    self.words = words
  }

  init(
    _ what: String,
    bytes: [String: [UInt8]],
    _ place: String,
    _ name: Diagnostic?,
    _ words: String
  ) {
    self.what = what
    files = bytes.mapValues { Data($0) }
    self.place = place
    self.name = name
    self.words = words
  }

  /// A mistake in the Markdown of a product, from line 7 on; with `whole` no instructions follow.
  static func text(
    _ what: String,
    _ body: String,
    _ place: String,
    _ name: Diagnostic?,
    _ words: String,
    isWhole: Bool = false
  ) -> Mistake {
    let text = productText(body: body + (isWhole ? "\n" : instructions))
    return Mistake(what, [product: text], "\(product):\(place)", name, words)
  }

  /// A mistake in the first lines of a product's front matter.
  static func matter(
    _ what: String,
    _ lines: String,
    _ place: String,
    _ name: Diagnostic?,
    _ words: String
  ) -> Mistake {
    let keys = ["title: 测试", "sku: TEST-1", "price: \"48.50\"", "category: game-cards"]
    let others = keys.filter { key in
      !lines.split(separator: "\n").contains { line in
        line.drop { $0.isWhitespace }.hasPrefix(key.prefix { $0 != ":" })
      }
    }
    let matter = ([lines] + others).joined(separator: "\n")
    let text = "---\n\(matter)\n---\n文字。\(instructions)"
    return Mistake(what, [product: text], "\(product):\(place)", name, words)
  }

  /// A mistake in a line that replaces one of a small shop's `site.yaml`.
  static func settings(
    _ what: String,
    _ line: String,
    _ place: String,
    _ name: Diagnostic?,
    _ words: String
  ) -> Mistake {
    let usual = [
      "title: 店", "base_url: https://cards.example.com", "worker_url: https://pay.example.com",
      "currency: CNY", "languages: [zh-CN, en]",
    ]
    let others = usual.filter { !line.hasPrefix($0.prefix { $0 != ":" } + ":") }
    let text = ([line] + others).joined(separator: "\n") + "\n"
    return Mistake(what, ["site/site.yaml": text], "site/site.yaml:\(place)", name, words)
  }
}

extension Mistake {
  static let inTexts: [Mistake] = [
    text("HTML behind a text", "看 <b>粗</b> 的", "7:3", .rawHTML, "write it in Markdown"),
    text("code within HTML", "<div>\n<p style=\"a\">字</p>\n</div>", "8:4", nil, "a `style`"),
    text("steps without a blank", "1.第一步\n2.第二步", "7:1", .listSyntax, "write `1. …`"),
    text("bullets without a blank", "-第一\n-第二", "7:1", .listSyntax, "write `- …`"),
    text("steps with a Chinese comma", "1、打开\n2、输入", "8:1", .joinedSteps, "write `1. `"),
    text("a table without its second line", "| 甲 | 乙 |\n| 1 | 2 |", "7:1", .tableSyntax, "|---|"),
    text("an unclosed fence", "## 使用说明\n\n```\n粘贴", "9:1", .unclosedFence, "```", isWhole: true),
    text(
      "an unclosed comment",
      "## 使用说明\n\n粘贴\n\n<!-- 注",
      "11:1",
      .unclosedComment,
      "-->",
      isWhole: true
    ),
    text("a wiki link", "见[[退款]]", "7:2", .wikiLink, "write `[words](/address/)`"),
    text("a shortcode", "{{< youtube x >}}", "7:1", .shortcode, "write it in Markdown"),
    text("a footnote's mark alone", "看[^1]。", "7:2", .missingFootnote, "begins with `[^1]:`"),
    text("a footnote alone", "看。\n\n[^1]: 注", "9:1", .unusedFootnote, "write the mark"),
    text("a line that defines a link", "[注意]: 不退款", "7:1", .unusedReference, "write `\\[`"),
    text(
      "a picture without words",
      "![](/images/card.svg)",
      "7:1",
      .noAltText,
      "write what it shows"
    ),
    text("raw HTML", "<b>粗</b>", "7:1", .rawHTML, "write it in Markdown"),
    text("a control character", "文\u{7}字", "7:2", nil, "U+0007; remove it"),
    text("emphasis beside punctuation", "这是**重要的事。**所以", "7:10", .literalEmphasis, "move the"),
    text("stars for numbers", "满*元减*元", "7:2", .lostSign, "write `×` or `\\*`"),
    text("stars for numbers of others", "限*张，送*次", "7:2", .lostSign, "`×` or `\\*` for each"),
    text("stars in a path", "见 /usr/*bin*/x", "7:8", .lostSign, "`\\*` for each"),
    text("a name in underscores", "热点 _Free_WiFi_ 可用", "7:4", .lostSign, "`\\_Free_WiFi\\_`"),
    text("a name in more of them", "热点 __My_WiFi__", "7:4", .lostSign, "or `**My_WiFi**`"),
    text("two arrows before a line", ">>进入设置", "7:1", .lostSign, "write `> ` for a quotation"),
    text("three arrows in a list", "- >>> 点这里", "7:3", .lostSign, "or `\\>>>` if it is meant"),
    text("a blank in emphasis", "**加粗 **中文", "7:1", .literalEmphasis, "remove the blanks"),
    text("a hard blank in it", "**加粗\u{A0}**中文", "7:1", .literalEmphasis, "remove the blanks"),
    text("a blank in what is struck", "原价：~~99 ~~现价", "7:3", .literalEmphasis, "tildes"),
    text("a price in words", "~~一百元 ~~五十元", "7:1", .literalEmphasis, "of the tildes"),
    text("a price in wide digits", "~~原价：９９元 ~~50元", "7:1", .literalEmphasis, "of the tildes"),
    text(
      "a link in turned emphasis",
      "**[政](/search/) **乙** 丙**",
      "7:17",
      .literalEmphasis,
      "another"
    ),
    text("code in it", "**`码` **乙** 丙**", "7:7", .literalEmphasis, "begins another"),
    text("an escape in it", "**\\#甲 **乙** 丙**", "7:7", .literalEmphasis, "begins another"),
    text("two lines of it", "**甲\n丁 **乙** 丙**", "8:3", .literalEmphasis, "begins another"),
    text(
      "blanks that turn emphasis around",
      "这是**加粗 **文字和** 加粗**文字",
      "7:8",
      .literalEmphasis,
      "begins another within it"
    ),
    text("an address in a sentence", "打开https://a.example/。然后", "7:21", .gluedLink, "<https://"),
    text("a code in a text", "例如 AB3D-9KQ2-77XZ", "7:4", .cardCode, "XXXX-XXXX-XXXX"),
    text("a placeholder", "在此填写说明", "7:1", nil, "write the text"),
    text("no instructions", "文字。", "1:1", .noInstructions, "## 使用说明", isWhole: true),
    text(
      "instructions without a heading",
      "使用说明：\n\n粘贴。",
      "7:1",
      .instructionsAsText,
      "write `## 使用说明",
      isWhole: true
    ),
    text(
      "instructions twice",
      "## 兑换步骤\n\n粘贴。",
      "7:1",
      .secondInstructions,
      "put the two together"
    ),
    text("a block that is none", ":::notce\n注意\n:::", "7:1", nil, "did you mean `:::notice`?"),
    text("a block without an end", ":::notice\n注意", "7:1", nil, "write it below"),
    text("full-width colons", "：：：notice\n注意\n:::", "7:1", nil, "did you mean `:::notice`?"),
    text("a block of steps without steps", ":::steps\n打开\n:::", "7:1", .stepsWithoutList, "`1. `"),
    text(
      "a product that is none",
      ":::product exmple-50",
      "7:12",
      nil,
      "did you mean `example-50`?"
    ),
  ]

  static let inLinks: [Mistake] = [
    text(
      "full-width brackets",
      "看[文字]（/policies/refund/）",
      "7:2",
      .linkSyntax,
      "(/policies/refund/)`"
    ),
    text(
      "a blank in an address",
      "![图](/images/my card.png)",
      "7:1",
      .linkSyntax,
      "</images/my card.png>"
    ),
    text("swapped brackets", "看(文字)[/policies/refund/]", "7:2", .linkSyntax, "swapped"),
    text(
      "a link without an end",
      "看[文字](/policies/refund/",
      "7:2",
      .linkSyntax,
      "(/policies/refund/)`"
    ),
    text(
      "a link that the sentence goes on in",
      "[文字](/policies/refund/。后文",
      "7:1",
      .linkSyntax,
      "write `[文字](/policies/refund/)`"
    ),
    text(
      "a link elsewhere without an end",
      "[链接](https://a.example/c 后",
      "7:1",
      .linkSyntax,
      "write `[链接](https://a.example/c)`"
    ),
    text(
      "a picture without an end",
      "![图](/images/card.svg",
      "7:1",
      .linkSyntax,
      "the image stays"
    ),
    text(
      "a relative link without an end",
      "看[文字](policies/refund",
      "7:2",
      .linkSyntax,
      "`)` behind"
    ),
    text(
      "words without their bracket",
      "文字](/policies/refund/)",
      "7:3",
      .linkSyntax,
      "expected `[`"
    ),
    text(
      "a bare address of the own host",
      "看 http://cards.example.com/policies/refund/ 。",
      "7:3",
      .ownAddress,
      "/policies/refund/"
    ),
    text(
      "a title of a link without an end",
      "[文字](/policies/refund/ \"标题)",
      "7:1",
      .linkSyntax,
      "write `[文字](/policies/refund/ \"标题\")`"
    ),
    text("a blank within a link to nothing", "[x] [nope]", "7:1", .missingReference, "`\\[`"),
    text("a hash without a blank", "#常见问题", "7:1", .headingSyntax, "write `## 常见问题`"),
    text(
      "instructions behind a hash",
      "#使用说明\n\n粘贴。",
      "7:1",
      .instructionsAsText,
      "write `## 使用说明",
      isWhole: true
    ),
    text(
      "the shop's own host",
      "[退款](http://cards.example.com/policies/refund/)",
      "7:6",
      .ownAddress,
      "write `/policies/refund/`"
    ),
    text(
      "the shop's own host in capitals",
      "[退款](HTTPS://Cards.example.com/policies/refund/)",
      "7:6",
      .ownAddress,
      "write `/policies/refund/`"
    ),
    text(
      "a broken link to the own host",
      "[x](https://cards.example.com/nope/)",
      "7:30",
      nil,
      "add the page"
    ),
    text(
      "a fence around the instructions",
      "```\n粘贴\n\n## 使用说明\n\n粘贴。",
      "7:1",
      .unclosedFence,
      "```",
      isWhole: true
    ),
    text(
      "a comment around the instructions",
      "<!-- 以后\n\n## 使用说明\n\n粘贴。",
      "7:1",
      .unclosedComment,
      "-->",
      isWhole: true
    ),
    text("a link to nothing", "[x][nope]", "7:1", .missingReference, "write `[words](/address/)`"),
    text(
      "a misspelt link",
      "[退款](/policies/refnd/)",
      "7:6",
      nil,
      "did you mean `/policies/refund/`?"
    ),
    text("a link without a slash", "[退款](/policies/refund)", "7:6", .linkWithoutSlash, "refund/`"),
    text("a link in capitals", "[退款](/Policies/refund/)", "7:6", nil, "differs in capitals"),
    text(
      "a link to a file",
      "[退款](/policies/refund.md)",
      "7:6",
      nil,
      "did you mean `/policies/refund/`?"
    ),
    text("a link to no heading", "[下](#nope)", "7:5", nil, "correct the part after `#`"),
    text("a script as a link", "[甲](javascript:alert)", "7:5", nil, "write one of them"),
    text("a picture in capitals", "![甲](/images/Card.svg)", "7:6", nil, "differs in capitals"),
    text(
      "a picture that is not there",
      "![甲](/images/crad.svg)",
      "7:6",
      nil,
      "`/images/card.svg`?"
    ),
    text(
      "a picture elsewhere",
      "![甲](https://x.example/a.png)",
      "7:6",
      nil,
      "put it in site/static"
    ),
  ]
}
