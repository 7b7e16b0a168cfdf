extension Diagnostic {
  /// A row of the tables: the warning, its meaning, and examples that a test runs.
  typealias Row = (Diagnostic, String, wrong: String, right: String)

  static func entries(_ place: Place, _ rows: [Row]) -> [Entry] {
    rows.map { diagnostic, meaning, wrong, right in
      Entry(diagnostic: diagnostic, meaning: meaning, place: place, wrong: wrong, right: right)
    }
  }

  /// Marks in a text that do not mean what they look like.
  static let texts = entries(
    .text,
    [
      (
        .rawHTML, "HTML in a text is left out of the page", wrong: "<b>Note</b>",
        right: "**Note**"
      ),
      (
        .noAltText, "A picture has no words for those who cannot see it",
        wrong: "![](/images/card.svg)", right: "![The card's front](/images/card.svg)"
      ),
      (
        .unclosedFence, "A block of code is not ended, so that the rest of the text is code",
        wrong: "```\nredeem now", right: "```\nredeem now\n```"
      ),
      (
        .unclosedComment, "A comment is not ended, so that the rest of the text is left out",
        wrong: "<!-- later", right: "<!-- later -->"
      ),
      (
        .wikiLink, "A link of a wiki stays as text", wrong: "[[refund]]",
        right: "[refund](/policies/refund/)"
      ),
      (
        .shortcode, "A shortcode of another generator stays as text",
        wrong: "{{< note >}}", right: ":::notice\nNote\n:::"
      ),
      (
        .linkSyntax, "What looks like a link is none, because of its brackets or a blank",
        wrong: "[退款]（/policies/refund/）", right: "[退款](/policies/refund/)"
      ),
      (
        .missingReference, "A link refers to a name that no line defines",
        wrong: "[refund][policy]", right: "[refund][policy]\n\n[policy]: /policies/refund/"
      ),
      (
        .missingFootnote, "A mark of a footnote has no footnote",
        wrong: "Valid for a year.[^1]", right: "Valid for a year.[^1]\n\n[^1]: From the purchase."
      ),
      (
        .unusedReference, "A line that defines a link is on no page, since nothing refers to it",
        wrong: "[Note]: sold-out", right: "Note: sold out"
      ),
      (
        .unusedFootnote, "A footnote is on no page, since nothing refers to it",
        wrong: "Valid for a year.\n\n[^1]: From the purchase.",
        right: "Valid for a year.[^1]\n\n[^1]: From the purchase."
      ),
      (
        .listNumber, "A list is counted on, so that pages show another number than is written",
        wrong: "1. Open\n3. Paste", right: "1. Open\n2. Paste"
      ),
      (
        .lostSign, "A sign within a text is taken for a mark of Markdown and is not on the page",
        wrong: ">50 元免运费", right: "\\>50 元免运费"
      ),
      (
        .listSyntax, "A line is no item of a list, since a blank is missing behind its mark",
        wrong: "1.Open the app\n2.Paste", right: "1. Open the app\n2. Paste"
      ),
      (
        .joinedSteps, "Lines that begin like steps are joined to one line",
        wrong: "1、打开应用\n2、粘贴", right: "1. 打开应用\n2. 粘贴"
      ),
      (
        .joinedLines, "Lines that each name something are joined to one line",
        wrong: "客服微信：cardstock\n营业时间：9 点到 22 点",
        right: "- 客服微信：cardstock\n- 营业时间：9 点到 22 点"
      ),
      (
        .tableSyntax, "Rows are no table, since the line below the first one is missing",
        wrong: "| Value | Price |\n| 50 | 48 |", right: "| Value | Price |\n|---|---|\n| 50 | 48 |"
      ),
      (
        .stepsWithoutList, "A block of steps has no numbered list",
        wrong: ":::steps\nOpen the app\n:::", right: ":::steps\n1. Open the app\n:::"
      ),
      (
        .literalEmphasis, "Asterisks beside Chinese punctuation stay on the page",
        wrong: "这是**重要的事。**所以", right: "这是**重要的事**。所以"
      ),
      (
        .gluedLink, "A bare address runs into the text beside it",
        wrong: "打开https://store.example.com/兑换", right: "打开 <https://store.example.com/> 兑换"
      ),
      (
        .indentedCode, "A line is code because of the blanks in front of it",
        wrong: "    每天 9:00 开门", right: "每天 9:00 开门"
      ),
      (
        .underlinedHeading, "Text is a heading because of the hyphens below it",
        wrong: "每张卡只能用一次。\n---", right: "每张卡只能用一次。\n\n---"
      ),
      (
        .fullWidthMark, "A mark of Markdown is written in full width and stays as it is",
        wrong: "＊＊不退款＊＊", right: "**不退款**"
      ),
      (
        .foreignMark, "A mark of another program stays as it is", wrong: "==不退款==",
        right: "**不退款**"
      ),
      (
        .emptyLink, "A link has no address or no words", wrong: "[退款]()",
        right: "[退款](/policies/refund/)"
      ),
      (
        .localLink, "A link leads to the editor's own machine",
        wrong: "[退款](http://localhost:8000/policies/refund/)", right: "[退款](/policies/refund/)"
      ),
      (
        .damagedText, "Letters were lost on the way", wrong: "ä½ å¥½", right: "你好"
      ),
      (
        .secondFrontMatter, "A second file was pasted into this one, and its keys are text",
        wrong: "---\ntitle: 第二种卡\nsku: OTHER-1\n---", right: "[第二种卡](/products/example-50/)"
      ),
      (
        .unclosedMark, "One mark of a pair stays on the page", wrong: "付款后**不退款。",
        right: "付款后**不退款**。"
      ),
      (
        .conflictMark, "Two versions of a text stand one below the other, as a merge left them",
        wrong: "> <<<<<<< HEAD\n> 不退款", right: "> 不退款"
      ),
      (
        .firstLevelHeading, "A heading is of the level that only the page's title has",
        wrong: "# 常见问题", right: "## 常见问题"
      ),
      (
        .emptyHeading, "A heading has no words", wrong: "##", right: "## 常见问题"
      ),
      (
        .headingSyntax, "A line that was to be a heading lacks a blank beside its `#`",
        wrong: "#常见问题", right: "## 常见问题"
      ),
      (
        .ownAddress, "A link to a page of the shop leads through another address of it",
        wrong: "[退款](http://cards.example.com/policies/refund/)",
        right: "[退款](/policies/refund/)"
      ),
    ]
  )

  /// A text's links and content.
  static let meanings =
    entries(
      .text,
      [
        (
          .linkWithoutSlash, "A link lacks the slash at its end, which costs a redirect",
          wrong: "[Terms](/policies/refund)", right: "[Terms](/policies/refund/)"
        ),
        (
          .cardCode, "Text that everybody may read looks like a card code",
          wrong: "For example AB3D-9KQ2-77XZ", right: "For example XXXX-XXXX-XXXX"
        ),
        (
          .secondInstructions, "Only one of two sections of instructions is sent with the codes",
          wrong: "## How to redeem\n\nPaste.\n\n## 兑换步骤\n\n粘贴。", right: "Paste the code."
        ),
      ]
    )
    + entries(
      .described,
      [
        (
          .linkToAlias, "A link leads to an old address of a page, which costs a redirect",
          wrong: "A link to one of the `aliases` of a page.", right: "A link to the page itself."
        ),
        (
          .leavingLink, "A link leads to a product whose sale ends, and breaks on that day",
          wrong: "A link to a product with `available_until: 2035-12-31`.",
          right: "A link to one whose sale does not end."
        ),
        (
          .noInstructions, "A product for sale does not say how its codes are redeemed",
          wrong: "A product without a heading such as `## How to redeem`.",
          right: "A product with one; its section is sent with the codes."
        ),
        (
          .instructionsAsText, "The heading over the instructions is plain text",
          wrong: "A paragraph `How to redeem:` over the steps.", right: "`## How to redeem`"
        ),
      ]
    )
    + entries(
      .file("content/categories/cards.md"),
      [
        (
          .sameTermTitle, "Two categories, or two scenarios, have one title",
          wrong: "---\ntitle: 游戏点卡\n---\n", right: "---\ntitle: 礼品卡\n---\n"
        )
      ]
    )
    + entries(
      .file("content/pages/about.md"),
      [
        (
          .placeholder, "Text that a template left; in a product for sale it is an error",
          wrong: "---\ntitle: About\n---\nLorem ipsum\n",
          right: "---\ntitle: About\n---\nWe sell.\n"
        )
      ]
    )

  /// Values of front matter and settings.
  static let values =
    entries(
      .matter,
      [
        (
          .cutByComment, "A value ends at ` #`, which begins a comment", wrong: "brand: Steam #1 卡",
          right: "brand: \"Steam #1 卡\""
        ),
        (
          .joinedTags, "Tags with another mark than a comma between them are one tag",
          wrong: "tags: [steam，游戏]", right: "tags: [steam, 游戏]"
        ),
        (
          .repeatedTag, "A product has a tag twice", wrong: "tags: [Steam, steam]",
          right: "tags: [Steam]"
        ),
        (
          .sameTitle, "Two products have one title", wrong: "title: 示例会员 1 个月",
          right: "title: 示例会员 12 个月"
        ),
        (
          .brandSpelling, "Two products write one brand in two ways", wrong: "brand: EXAMPLE",
          right: "brand: Example"
        ),
        (
          .futureDate, "A product's `date` or `updated` is still to come",
          wrong: "date: 2999-01-01",
          right: "date: 2026-01-01"
        ),
        (
          .unlikelyPrice, "A price in a further currency is of another size than the price",
          wrong: "prices: {USD: \"48.50\"}", right: "prices: {USD: \"6.80\"}"
        ),
        (
          .invisibleCharacter, "A value has a letter that nobody sees",
          wrong: "title: 叠石\u{200B}钱包", right: "title: 叠石钱包"
        ),
        (
          .markupInValue, "A value that is plain text has markup", wrong: "title: <b>叠石</b>钱包",
          right: "title: 叠石钱包"
        ),
        (
          .curlyQuotes, "A value stands in curly quotation marks", wrong: "title: “叠石钱包”",
          right: "title: \"叠石钱包\""
        ),
      ]
    )
    + entries(
      .settings,
      [
        (
          .missingLegal, "A number that the market's law wants is missing", wrong: "market: CN",
          right: "market: JP"
        )
      ]
    )
    + entries(
      .described,
      [
        (
          .noWorkerURL, "Without the worker's address nothing can be bought",
          wrong: "A `site.yaml` without `worker_url`.",
          right: "`worker_url: https://pay.example.com`"
        ),
        (
          .amountLimit, "A way to pay takes less or more than the price, and is not offered for it",
          wrong: "`price: 0.40` in USD where `payments` lists `stripe` and `paypal`.",
          right: "`price: 0.50`"
        ),
        (
          .tagSpelling, "Two products write one tag in two ways",
          wrong: "`tags: [Steam]` in one product and `tags: [steam]` in another.",
          right: "`tags: [Steam]` in both."
        ),
      ]
    )
    + entries(
      .file("content/pages/contact.md"),
      [
        (
          .noContacts, "A page shows contacts, and the shop has none",
          wrong: "---\ntitle: 联系\ncontacts: true\n---\n写信。\n",
          right: "---\ntitle: 联系\n---\n写信。\n"
        )
      ]
    )
    + entries(
      .described,
      [
        (
          .smallShareImage, "The picture for chats is small or higher than wide",
          wrong: "`share_image: /images/share.png` of 320 by 200 pixels.",
          right: "The same, exported with 1200 by 630."
        )
      ]
    )
    + entries(
      .settings,
      [
        (
          .headerSpelling, "A header of the shop's own is nearly one that browsers know",
          wrong: "headers: {\"/*\": {X-Robot-Tag: noindex}}",
          right: "headers: {\"/*\": {X-Robots-Tag: noindex}}"
        ),
        (
          .weakHeader, "A header of the shop's own takes something from the shop's safety",
          wrong: "headers: {\"/*\": {Referrer-Policy: unsafe-url}}",
          right: "headers: {\"/*\": {Referrer-Policy: no-referrer}}"
        ),
        (
          .redirectChain, "A redirect leads to an address that leads on",
          wrong: "redirects: [{from: /a/, to: /b/}, {from: /b/, to: /search/}]",
          right: "redirects: [{from: /a/, to: /search/}, {from: /b/, to: /search/}]"
        ),
        (
          .unusedHeader, "A header of the shop's own is for an address that nothing has",
          wrong: "headers: {/download/*: {X-Robots-Tag: noindex}}",
          right: "headers: {/products/*: {X-Robots-Tag: noindex}}"
        ),
        (
          .stalePages, "Browsers may keep pages, so that an old price is shown",
          wrong: "headers: {/products/*: {Cache-Control: max-age=3600}}",
          right: "headers: {/products/*: {Cache-Control: no-store}}"
        ),
      ]
    )
}
