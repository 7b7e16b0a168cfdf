import ArgumentParser
import Site

/// The command `cardstock theme`.
struct ThemeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "theme",
    abstract: "Works with the templates that pages are made of.",
    subcommands: [ThemeExport.self]
  )
}

/// The command `cardstock theme export [DIR]`.
struct ThemeExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes the built-in templates, to be changed.",
    discussion: """
      A template in site/templates takes the place of the built-in one of its
      name. Keep only those that you change: the others then follow Cardstock's
      own. For colours and spacing write site/templates/extra.css instead; for a
      line in <head> or the footer, head.mustache or footer.mustache.

      docs/templates.md says what each template sees.

      Examples:
        cardstock theme export --only product
        cardstock theme export /tmp/theme
        cardstock theme export --only card --only list --force
      """
  )

  @Argument(
    help: ArgumentHelp("Where to; default: site/templates of the shop.", valueName: "dir")
  )
  var folder: String?

  @Option(help: ArgumentHelp("The shop's folder.", valueName: "dir"))
  var shop = "."

  @Option(
    help: ArgumentHelp("One of the templates, without .mustache; may repeat.", valueName: "name")
  )
  var only: [String] = []

  @Flag(name: .customLong("force"), help: "Overwrite templates that are there.")
  var overwrites = false

  func run() throws {
    let target = folder ?? (shop == "." ? "site/templates" : "\(shop)/site/templates")
    let files = try orRefuse { () throws(ScaffoldRefusal) in
      try exportTheme(
        only,
        into: target,
        of: folder == nil ? shop : nil,
        overwrites: overwrites
      )
    }
    for file in files { print(file) }
    print("next: change what you need, delete what you do not, then cardstock check")
  }
}
