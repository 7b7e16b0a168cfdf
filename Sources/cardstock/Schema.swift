import ArgumentParser
import Site

/// The command `cardstock schema`.
struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the JSON Schema of a product's front matter, for editors.",
    discussion: """
      An editor that reads front matter by a schema completes the keys and the
      shop's categories and scenarios, and marks what is wrong while you write.

      Example:
        cardstock schema --shop myshop > myshop/product.schema.json
      """
  )

  @Option(help: ArgumentHelp("The shop's folder.", valueName: "dir"))
  var shop = "."

  func run() throws {
    print(try productSchema(shop: shop))
  }
}
