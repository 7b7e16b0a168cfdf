import ArgumentParser
import Shop

/// The generator's command line.
@main
struct Cardstock: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cardstock",
    abstract: "Builds a shop for card codes out of Markdown files.",
    discussion: """
      A first shop:
        cardstock new shop myshop && cd myshop
        cardstock build
        cardstock serve

      Exit codes:
        0   done
        1   problems in the shop's files
        2   a folder, a file or a port cannot be used
        64  a mistyped command

      Shell completion:
        cardstock --generate-completion-script bash|zsh|fish
      """,
    version: version,
    subcommands: [New.self, Check.self, Build.self, Serve.self, Schema.self, ThemeCommand.self]
  )

  static let version = Release.version
}

/// What the commands exit with besides 0 and ArgumentParser's 64.
extension ExitCode {
  /// The shop's files have problems.
  static let contentProblems = ExitCode(1)
  /// A folder, a file or a port cannot be used.
  static let environment = ExitCode(2)
}
