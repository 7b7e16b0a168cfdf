extension FileKey {
  /// The keys of `site.yaml` for what pages show around their own content.
  static let storefront: [FileKey] = [
    FileKey(
      name: "announcement",
      shape: .mapping(announcement),
      text: "A sentence on top of every page.",
      standard: "none",
      example: "{text: 国庆期间客服在线。, until: 2099-10-07}"
    ),
    FileKey(
      name: "menu",
      shape: .links(words: ["categories"], keys: link),
      text: "The row of links below the name; `categories` stands for all of them.",
      standard: "[categories]",
      example: "[categories, /policies/refund/]"
    ),
    FileKey(
      name: "footer",
      shape: .links(words: [], keys: link),
      text: "Links in the footer, after the shop's pages.",
      standard: "none",
      example: "[/policies/refund/]"
    ),
    FileKey(
      name: "contacts",
      shape: .mapping(contacts),
      text: "How buyers reach the shop, in this order; `contacts: true` shows it on a page.",
      standard: "none",
      example: "{telegram: \"@cardstock\"}"
    ),
    FileKey(
      name: "share_image",
      shape: .pattern("^/[^/]"),
      text: "What chats show of a page without a picture: PNG or JPEG, 1200 by 630.",
      standard: "none",
      example: "/images/share.png"
    ),
    FileKey(
      name: "labels",
      shape: .named(label),
      text: "Labels of the shop's own; words and colours for hot, new, discount.",
      standard: "none",
      example: "{limited: {title: 限量, color: \"#b00020\"}}"
    ),
    FileKey(
      name: "params",
      shape: .params,
      text: "Values for the shop's own templates: {{params.NAME}}.",
      standard: "none",
      example: "{points: 100}"
    ),
    FileKey(
      name: "robots",
      shape: .mapping(robots),
      text: "Rules of robots.txt, beside the sitemap that is always in it.",
      standard: "every robot may read everything",
      example: "{block: [GPTBot]}"
    ),
  ]

  private static let address: Shape = .pattern("^(/|https?://|mailto:|tel:)")

  private static let announcement = [
    FileKey(
      name: "text",
      shape: .line(limit: 300),
      text: "The sentence.",
      example: "国庆期间客服在线。",
      isTranslated: true
    ),
    FileKey(
      name: "link",
      shape: address,
      text: "Where it leads.",
      standard: "none",
      example: "/policies/refund/"
    ),
    FileKey(
      name: "until",
      shape: .moment,
      text: "Its last day in the shop's time zone.",
      standard: "never",
      example: "2099-10-07"
    ),
  ]

  private static let link = [
    FileKey(
      name: "label",
      shape: .line(limit: 300),
      text: "What the link says.",
      standard: "the title of what it leads to",
      example: "怎么退款",
      isTranslated: true
    ),
    FileKey(
      name: "link",
      shape: address,
      text: "A page of the shop in its own language, or an address elsewhere.",
      example: "/policies/refund/"
    ),
  ]

  private static let contacts = [
    FileKey(
      name: "email",
      shape: .line(limit: 254),
      text: "Where buyers write to.",
      standard: "the value of `support_email`",
      example: "help@example.com"
    ),
    FileKey(
      name: "telegram",
      shape: .line(limit: 200),
      text: "An account, group or bot.",
      standard: "none",
      example: "\"@cardstock\""
    ),
    FileKey(
      name: "wechat",
      shape: .pattern("^[A-Za-z0-9_-]{5,20}$"),
      text: "The WeChat ID that people search for.",
      standard: "none",
      example: "cardstock_cs"
    ),
    FileKey(
      name: "qq",
      shape: .number(10_000...99_999_999_999),
      text: "A QQ number.",
      standard: "none",
      example: "123456789"
    ),
    FileKey(
      name: "whatsapp",
      shape: .line(limit: 200),
      text: "A number with its country's code.",
      standard: "none",
      example: "\"+86 138 0013 8000\""
    ),
    FileKey(
      name: "hours",
      shape: .line(limit: 300),
      text: "When somebody answers.",
      standard: "none",
      example: "每天 9:00–22:00",
      isTranslated: true
    ),
  ]

  private static let label = [
    FileKey(
      name: "title",
      shape: .line(limit: 300),
      text: "The word on the card.",
      standard: "the word of the theme",
      example: "限量",
      isTranslated: true
    ),
    FileKey(
      name: "color",
      shape: .pattern("^#[0-9A-Fa-f]{6}$"),
      text: "What is behind the word, which is white: 4.5:1.",
      standard: "a word without a colour",
      example: "\"#b00020\""
    ),
  ]

  private static let robots = [
    FileKey(
      name: "disallow",
      shape: .lines(limit: 500),
      text: "Beginnings of addresses that no robot shall ask for.",
      standard: "none",
      example: "[/policies/]"
    ),
    FileKey(
      name: "allow",
      shape: .lines(limit: 500),
      text: "Beginnings that they may ask for all the same.",
      standard: "none",
      example: "[/policies/refund/]"
    ),
    FileKey(
      name: "block",
      shape: .lines(limit: 100),
      text: "Robots that shall ask for nothing, by name.",
      standard: "none",
      example: "[GPTBot]"
    ),
  ]
}
