import ArgumentParser
import Shop
import Site

/// The command `cardstock new`.
struct New: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a new shop, a new product or a language's words.",
    subcommands: [NewShop.self, NewProduct.self, NewLanguage.self]
  )
}

/// The command `cardstock new shop DIR`.
struct NewShop: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shop",
    abstract: "Writes a small shop with two products that builds as it is.",
    discussion: """
      Example:
        cardstock new shop myshop
      """
  )

  @Argument(help: ArgumentHelp("An empty folder, or one that is made.", valueName: "dir"))
  var folder: String

  func run() throws {
    let files = try orRefuse { () throws(ScaffoldRefusal) in
      try writeNewShop(in: folder, now: Timestamp(seconds: Terminal.now))
    }
    for file in files { print("\(folder)/\(file)") }
    let isHere = Disk.isSameFile(folder, ".")
    print("next: \(isHere ? "" : "cd \(folder) && ")cardstock build && cardstock serve")
  }
}

/// The command `cardstock new product NAME`.
struct NewProduct: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "product",
    abstract: "Writes a product file as a draft, with slug, SKU and date filled in.",
    discussion: """
      Examples:
        cardstock new product "Steam Wallet 50"
        cardstock new product "京东卡 100 元" --sku JD-CN-100 --price 98.00 --category game-cards
        cardstock new product "Winter Card" --available-from 2026-12-01 --available-until 2026-12-31
      """
  )

  @Argument(help: "The product's title.")
  var name: String

  @Option(help: ArgumentHelp("The shop's folder.", valueName: "dir"))
  var shop = "."

  @Option(help: "The last part of the address; default: from the title.")
  var slug: String?

  @Option(help: "The stock-keeping unit; default: from the slug.")
  var sku: String?

  @Option(help: "What the buyer pays, in the shop's currency.")
  var price: String?

  @Option(help: "The key of a declared category; default: the first.")
  var category: String?

  @Option(help: ArgumentHelp("When its sale begins.", valueName: "date"))
  var availableFrom: String?

  @Option(help: ArgumentHelp("When its sale ends; a day counts to its end.", valueName: "date"))
  var availableUntil: String?

  func run() throws {
    let request = ProductRequest(
      name: name,
      slug: slug,
      sku: sku,
      price: price,
      category: category,
      availableFrom: availableFrom,
      availableUntil: availableUntil
    )
    let file = try orRefuse { () throws(ScaffoldRefusal) in
      try writeNewProduct(request, shop: shop, now: Timestamp(seconds: Terminal.now))
    }
    print(shop == "." ? file : "\(shop)/\(file)")
    let step = price == nil ? "set the price and write the texts" : "write the texts"
    print("next: \(step) that are marked, remove the line `draft: true`, then cardstock check")
  }
}

/// The command `cardstock new language TAG`.
struct NewLanguage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "language",
    abstract: "Writes the theme's words for a further language, to be translated.",
    discussion: """
      The file holds every text in English. What is translated into it shows on
      the pages once the language is one of `languages` in site/site.yaml.

      Examples:
        cardstock new language fr
        cardstock new language pt-BR --shop myshop
      """
  )

  @Argument(help: ArgumentHelp("The language's tag.", valueName: "tag"))
  var language: String

  @Option(help: ArgumentHelp("The shop's folder.", valueName: "dir"))
  var shop = "."

  func run() throws {
    let (file, tag) = try orRefuse { () throws(ScaffoldRefusal) in
      try writeNewLanguage(language, shop: shop)
    }
    print(shop == "." ? file : "\(shop)/\(file)")
    print(
      "next: translate it, add \(tag) to `languages` in site/site.yaml, then cardstock check"
    )
  }
}
