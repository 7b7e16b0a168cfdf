import ArgumentParser
import Shop
import Site

/// The options of every command that reads a shop.
struct ShopOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The shop's folder.", valueName: "dir"))
  var shop = "."

  @Flag(help: "Take products marked `draft: true` too.")
  var drafts = false

  @Option(
    help: ArgumentHelp(
      "The moment that decides what is on sale: 2026-12-01 or 2026-12-01T08:00:00Z; "
        + "default: the clock.",
      valueName: "moment"
    ),
    transform: { text in
      guard let moment = Timestamp(iso8601: text) else {
        throw ValidationError(
          "expected a date such as 2026-12-01 or 2026-12-01T08:00:00Z, found \(text)"
        )
      }
      return moment
    }
  )
  var now: Timestamp?

  @Flag(help: "Let warnings count as errors.")
  var strict = false

  @Option(
    name: .customLong("base-url"),
    help: ArgumentHelp(
      "The address of the pages, in place of site.yaml's base_url.",
      valueName: "url"
    )
  )
  var baseURL: String?

  @Option(
    name: .customLong("worker-url"),
    help: ArgumentHelp("The address of the worker, in place of worker_url.", valueName: "url")
  )
  var workerURL: String?

  @Option(
    name: .customLong("stock"),
    help: ArgumentHelp(
      "A file with the worker's /stock.json, for the words about stock in the pages.",
      valueName: "file"
    )
  )
  var stockFile: String?

  /// The build request; the default output is the shop's folder `public`.
  func request(output: String? = nil) -> BuildRequest {
    var request = BuildRequest(
      shop: shop,
      output: output ?? shop + "/public",
      now: now ?? Timestamp(seconds: Terminal.now),
      includeDrafts: drafts,
      isStrict: strict,
      overrides: SiteOverrides(
        baseURL: baseURL,
        workerURL: workerURL
      ),
      home: Terminal.home,
      stockFile: stockFile
    )
    request.began = Timestamp(seconds: Terminal.now)
    request.gzip = GzipTool(searchPath: Terminal.searchPath)
    return request
  }
}

/// Runs `body`; reports a refusal and ends the program with code 2.
func orRefuse<Result, Refusal: Error & CustomStringConvertible>(
  _ body: () throws(Refusal) -> Result
) throws -> Result {
  do throws(Refusal) {
    return try body()
  } catch {
    Terminal.note("cardstock: error: \(error)")
    throw ExitCode.environment
  }
}
