import ArgumentParser
import Preview

/// The command `cardstock serve`.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serves the built pages on this machine, with their own headers.",
    discussion: """
      Serves what `cardstock build` wrote, as a static host would: _headers and
      _redirects apply, and missing pages get 404.html. Control-C stops it.

      Examples:
        cardstock serve
        cardstock serve --output /srv/www/cards --port 9000
      """
  )

  @Option(help: ArgumentHelp("The shop's folder.", valueName: "dir"))
  var shop = "."

  @Option(
    help: ArgumentHelp(
      "Where the pages are; default: public in the shop's folder.",
      valueName: "dir"
    )
  )
  var output: String?

  @Option(help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen on; 0 takes a free one.")
  var port = 8080

  @Flag(
    name: .customLong("allow-remote"),
    help: "Allow a --host that other machines can reach; the preview is no web server."
  )
  var allowsRemote = false

  func validate() throws {
    guard (0...65_535).contains(port) else {
      throw ValidationError("--port: expected 0 to 65535, found \(port)")
    }
    let isLoopback = host == "localhost" || host == "::1" || host.hasPrefix("127.")
    guard isLoopback || allowsRemote else {
      throw ValidationError(
        "--host: expected an address of this machine such as 127.0.0.1, found \(host); "
          + "add --allow-remote to let others in"
      )
    }
  }

  func run() async throws {
    let path = output ?? shop + "/public"
    guard let folder = PreviewFolder(path) else {
      Terminal.note(
        "cardstock: error: \(path): expected built pages, found no folder; "
          + "run cardstock build first"
      )
      throw ExitCode.environment
    }
    let host = host
    do throws(PreviewRefusal) {
      try await PreviewServer(folder, host: host, port: port).run { port in
        let name = host.contains(":") ? "[\(host)]" : host
        Terminal.note(
          "serving \(path) at http://\(name):\(port)\(folder.basePath)/  (Control-C stops)"
        )
      }
    } catch {
      Terminal.note("cardstock: error: \(error)")
      throw ExitCode.environment
    }
  }
}
