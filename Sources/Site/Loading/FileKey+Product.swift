import Shop

extension FileKey {
  /// The keys of a product file, in the order of the documentation.
  static let product: [FileKey] = identity + money + lists + delivery + publication

  /// The required keys of a product file.
  static let productRequired = ["title", "sku", "price", "category"]

  private static let identity = [
    FileKey(
      name: "title",
      shape: .line(limit: 200),
      text: "What the card is called.",
      example: "Steam 钱包充值卡 50 元"
    ),
    FileKey(
      name: "slug",
      shape: .line(limit: 200),
      text: "The last part of the address; from the file's name where it is missing.",
      standard: "the file's name",
      example: "steam-50"
    ),
    FileKey(
      name: "sku",
      shape: .pattern("^[A-Z0-9]([A-Z0-9-]{0,62}[A-Z0-9])?$"),
      text: "The stock-keeping unit, unique in the shop: STEAM-CN-50.",
      example: "STEAM-CN-50"
    ),
  ]

  private static let money = [
    FileKey(
      name: "price",
      shape: .amount,
      text: "What the buyer pays: \"48.50\".",
      example: "\"48.50\""
    ),
    FileKey(
      name: "currency",
      shape: .pattern("^[A-Z]{3}$"),
      text: "The ISO 4217 code; the shop's currency where it is missing.",
      standard: "the shop's",
      example: "CNY"
    ),
    FileKey(
      name: "prices",
      shape: .amounts,
      text: "The same in further currencies, of which the buyer may choose one.",
      standard: "none",
      example: "{USD: \"6.80\"}"
    ),
    FileKey(
      name: "compare_at",
      shape: .amount,
      text: "The higher price it is compared with.",
      standard: "none",
      example: "\"55.00\""
    ),
    FileKey(
      name: "face_value",
      shape: .line(limit: 40),
      text: "What the card is worth.",
      standard: "none",
      example: "\"50\""
    ),
  ]

  private static let lists = [
    FileKey(
      name: "brand",
      shape: .line(limit: 80),
      text: "The brand that redeems it.",
      standard: "none",
      example: "Steam"
    ),
    FileKey(
      name: "category",
      shape: .declared(folder: "categories", isList: false),
      text: "The key of a file in content/categories.",
      example: "game-cards"
    ),
    FileKey(
      name: "scenarios",
      shape: .declared(
        folder: "scenarios",
        isList: true
      ),
      text: "Keys of files in content/scenarios.",
      standard: "none",
      example: "[birthday]"
    ),
    FileKey(
      name: "tags",
      shape: .lines(limit: 60),
      text: "Free words; each is a list.",
      standard: "none",
      example: "[steam, 自动发货]"
    ),
    FileKey(
      name: "labels",
      shape: .labels,
      text: "Words that set the card apart.",
      standard: "none",
      example: "[hot]"
    ),
    FileKey(
      name: "image",
      shape: .pattern("^/[^/]"),
      text: "A picture in site/static, from the root: /images/card.svg.",
      standard: "a drawn card",
      example: "/images/card.svg"
    ),
  ]

  private static let delivery = [
    FileKey(
      name: "region",
      shape: .regions,
      text: "Where it can be redeemed: CN, GLOBAL.",
      standard: "not said",
      example: "[CN, HK]"
    ),
    FileKey(
      name: "limit",
      shape: .number(1...100),
      text: "The most per checkout; 10.",
      standard: "10",
      example: "5"
    ),
    FileKey(
      name: "min_validity",
      shape: .number(
        0...3_650
      ),
      text: "How many days a code must still be good for to be sold; 7.",
      standard: "7",
      example: "30"
    ),
    FileKey(
      name: "when_out",
      shape: .words(WhenOut.allCases.map(\.rawValue)),
      text: "What happens when it is out: no order is taken, or buyers pay and wait in line.",
      standard: "stop",
      example: "queue"
    ),
    FileKey(
      name: "delivery",
      shape: .words(DeliveryKind.allCases.map(\.rawValue)),
      text: "Whether the mail holds the code, or a link to the order page.",
      standard: "code",
      example: "link"
    ),
    FileKey(
      name: "stripe",
      shape: .pattern("^https://"),
      text: "A hosted payment link, in place of the worker's checkout.",
      standard: "none",
      example: "https://buy.stripe.com/aEU28q"
    ),
    FileKey(
      name: "aliases",
      shape: .lines(limit: 500),
      text: "Old addresses: /products/old/.",
      standard: "none",
      example: "[/products/old-name/]"
    ),
  ]

  private static let publication = [
    FileKey(
      name: "allow",
      shape: .listOfWords(
        Diagnostic.allCases.map(\.name)
      ),
      text: "Names of warnings that are meant in this file: [no-alt-text].",
      standard: "none",
      example: "[no-alt-text]"
    ),
    FileKey(
      name: "weight",
      shape: .number(
        -100_000...100_000
      ),
      text: "Lists show lower ones first; 0.",
      standard: "0",
      example: "-10"
    ),
    FileKey(
      name: "draft",
      shape: .flag,
      text: "Whether pages leave it out.",
      standard: "false",
      example: "true"
    ),
    FileKey(
      name: "date",
      shape: .moment,
      text: "When it was published.",
      standard: "none",
      example: "2026-01-02"
    ),
    FileKey(
      name: "updated",
      shape: .moment,
      text: "When its text last changed.",
      standard: "none",
      example: "2026-03-01T10:00:00+08:00"
    ),
    FileKey(
      name: "available_from",
      shape: .moment,
      text: "When its sale begins.",
      standard: "at once",
      example: "2026-01-02"
    ),
    FileKey(
      name: "available_until",
      shape: .moment,
      text: "When its sale ends; a day counts to its end in the shop's time zone.",
      standard: "never",
      example: "2035-12-31"
    ),
    FileKey(
      name: "summary",
      shape: .line(limit: 300),
      text: "A sentence for cards and search engines; the first paragraph where it is missing.",
      standard: "the first paragraph",
      example: "Valid for three years."
    ),
    FileKey(
      name: "params",
      shape: .params,
      text: "Values for the shop's own templates: {{params.NAME}}.",
      standard: "none",
      example: "{points: 100}"
    ),
  ]
}
