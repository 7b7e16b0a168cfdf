import ArgumentParser
import Site

/// The command `cardstock schema`.
struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the JSON Schema of a file's keys, or the reference of all.",
    discussion: """
      An editor that reads front matter by a schema completes the keys and the
      shop's categories and scenarios, and marks what is wrong while you write.

      Examples:
        cardstock schema --shop myshop > myshop/product.schema.json
        cardstock schema --of site > site.schema.json
        cardstock schema --format markdown
        cardstock schema --of warnings --format markdown
      """
  )

  /// What is printed.
  enum Subject: String, CaseIterable, ExpressibleByArgument {
    case site, product, term, page, translation, warnings

    /// The file whose keys are printed; nil for `warnings`.
    var file: KeyedFile? {
      switch self {
      case .site: .site
      case .product: .product
      case .term: .term
      case .page: .page
      case .translation: .translation
      case .warnings: nil
      }
    }
  }

  /// The format of the output.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case json, markdown
  }

  @Option(help: ArgumentHelp("The shop's folder.", valueName: "dir"))
  var shop = "."

  @Option(help: ArgumentHelp("Whose keys; default: product, and all in Markdown."))
  var of: Subject?

  @Option(help: "JSON Schema or the reference in Markdown.")
  var format = Format.json

  func validate() throws {
    switch (format, of) {
    case (.json, .warnings):
      throw ValidationError("--of warnings: expected --format markdown beside it; add it")
    case (.markdown, let subject?) where subject != .warnings:
      throw ValidationError("--format markdown: expected no --of but warnings; remove it")
    case (.json, _), (.markdown, _): break
    }
  }

  func run() throws {
    switch format {
    case .json: print(try jsonSchema(of: of?.file ?? .product, shop: shop))
    case .markdown:
      print(of == .warnings ? diagnosticReference() : try keyReference(), terminator: "")
    }
  }
}
