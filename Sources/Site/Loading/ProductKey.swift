/// A key of a product file: what may stand there, and what an editor says about it.
struct ProductKey: Sendable {
  let name: String
  let shape: Shape
  /// One sentence for the writer.
  let text: String

  /// What a value looks like.
  enum Shape: Sendable {
    case line(limit: Int)
    case words([String])
    case pattern(String)
    case amount
    case number(ClosedRange<Int>)
    case flag
    case moment
    case lines(limit: Int)
    case listOfWords([String])
    /// Keys of declared categories or scenarios, by the folder of their files.
    case declared(folder: String, isList: Bool)
    /// One region or a list of them.
    case regions
  }

  /// In the order of the documentation.
  static let all: [ProductKey] = identity + money + shelves + delivery + publication

  /// Without these a file is no product.
  static let required = ["title", "sku", "price", "category"]

  private static let identity = [
    ProductKey(name: "title", shape: .line(limit: 200), text: "What the card is called."),
    ProductKey(
      name: "slug",
      shape: .line(limit: 200),
      text: "The last part of the address; from the file's name where it is missing."
    ),
    ProductKey(
      name: "sku",
      shape: .pattern("^[A-Z0-9]([A-Z0-9-]{0,62}[A-Z0-9])?$"),
      text: "The stock-keeping unit, unique in the shop: STEAM-CN-50."
    ),
  ]

  private static let money = [
    ProductKey(name: "price", shape: .amount, text: "What the buyer pays: \"48.50\"."),
    ProductKey(
      name: "currency",
      shape: .pattern("^[A-Z]{3}$"),
      text: "The ISO 4217 code; the shop's currency where it is missing."
    ),
    ProductKey(name: "compare_at", shape: .amount, text: "The higher price it is compared with."),
    ProductKey(name: "face_value", shape: .line(limit: 40), text: "What the card is worth."),
  ]

  private static let shelves = [
    ProductKey(name: "brand", shape: .line(limit: 80), text: "The brand that redeems it."),
    ProductKey(
      name: "category",
      shape: .declared(folder: "categories", isList: false),
      text: "The key of a file in content/categories."
    ),
    ProductKey(
      name: "scenarios",
      shape: .declared(folder: "scenarios", isList: true),
      text: "Keys of files in content/scenarios."
    ),
    ProductKey(name: "tags", shape: .lines(limit: 60), text: "Free words; each is a list."),
    ProductKey(
      name: "labels",
      shape: .listOfWords(["hot", "new", "discount"]),
      text: "Words that set the card apart."
    ),
    ProductKey(
      name: "image",
      shape: .pattern("^/[^/]"),
      text: "A picture in site/static, from the root: /images/card.svg."
    ),
  ]

  private static let delivery = [
    ProductKey(name: "region", shape: .regions, text: "Where it can be redeemed: CN, GLOBAL."),
    ProductKey(name: "limit", shape: .number(1...100), text: "The most per checkout; 10."),
    ProductKey(
      name: "min_validity",
      shape: .number(0...3_650),
      text: "How many days a code must still be good for to be sold; 7."
    ),
    ProductKey(
      name: "delivery",
      shape: .words(["code", "link"]),
      text: "Whether the mail holds the code, or a link to the order page."
    ),
    ProductKey(
      name: "stripe",
      shape: .pattern("^https://"),
      text: "A hosted payment link, in place of the worker's checkout."
    ),
    ProductKey(name: "aliases", shape: .lines(limit: 500), text: "Old addresses: /products/old/."),
  ]

  private static let publication = [
    ProductKey(
      name: "allow",
      shape: .listOfWords(Diagnostic.allCases.map(\.name)),
      text: "Names of warnings that are meant in this file: [no-alt-text]."
    ),
    ProductKey(
      name: "weight",
      shape: .number(-100_000...100_000),
      text: "Lists show lower ones first; 0."
    ),
    ProductKey(name: "draft", shape: .flag, text: "Whether pages leave it out."),
    ProductKey(name: "date", shape: .moment, text: "When it was published."),
    ProductKey(name: "updated", shape: .moment, text: "When its text last changed."),
    ProductKey(name: "available_from", shape: .moment, text: "When its sale begins."),
    ProductKey(
      name: "available_until",
      shape: .moment,
      text: "When its sale ends; a day counts to its end in the shop's time zone."
    ),
    ProductKey(
      name: "summary",
      shape: .line(limit: 300),
      text: "A sentence for cards and search engines; the first paragraph where it is missing."
    ),
  ]
}
