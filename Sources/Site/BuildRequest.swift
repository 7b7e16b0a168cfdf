package import Shop

/// The options of a build.
package struct BuildRequest: Sendable {
  /// The shop's folder.
  package var shop: String
  /// The output's folder.
  package var output: String
  /// The moment that decides what is on sale.
  package var now: Timestamp
  /// Whether products marked as drafts are built too.
  package var includeDrafts: Bool
  /// Whether warnings stop the build.
  package var isStrict: Bool
  /// What the command line sets instead of `site.yaml`.
  package var overrides: SiteOverrides
  /// The user's own folder, which is never an output; nil when unknown.
  package var home: String?
  /// A file with a `StockDocument`, as the worker's `/stock.json` answers; nil for none.
  package var stockFile: String?
  /// Whether texts get a compressed copy, whatever `site.yaml` says.
  package var isPrecompressed = false
  /// The program that compresses; nil when this machine has none.
  package var gzip: GzipTool?
  /// The program that makes smaller copies of images; nil when this machine has none.
  package var imageTool: ImageTool?
  /// Whether the report only names what would be written and deleted.
  package var isDryRun = false
  /// Whether a build may delete most of the pages of the last one.
  package var allowsVanishing = false
  /// When the build begins by this machine's clock, unlike `now`; nil for a build that neither uses
  /// what the last one remembered nor remembers anything for the next.
  package var began: Timestamp?

  package init(
    shop: String,
    output: String,
    now: Timestamp,
    includeDrafts: Bool = false,
    isStrict: Bool = false,
    overrides: SiteOverrides = SiteOverrides(),
    home: String? = nil,
    stockFile: String? = nil
  ) {
    self.shop = shop
    self.output = output
    self.now = now
    self.includeDrafts = includeDrafts
    self.isStrict = isStrict
    self.overrides = overrides
    self.home = home
    self.stockFile = stockFile
  }
}

/// How far a build is, for the terminal.
package enum BuildStep: Equatable, Sendable {
  case reading
  /// Pages of all languages.
  case rendering(done: Int, of: Int)
  case writing(done: Int, of: Int)
}

/// What a build found and did.
package struct BuildReport: Sendable {
  /// All problems in order; nothing is written if one is an error, or if there is any when strict.
  package var problems: [ContentProblem]
  /// Products that no page shows, and why.
  package var leftOut: [LeftOutProduct]
  /// When the next build is due; nil when loading failed.
  package var schedule: BuildSchedule?
  /// Products that pages show.
  package var products = 0
  /// How many HTML files the output has.
  package var pages = 0
  /// How many files the output has.
  package var files = 0
  /// The tags of the languages, the default first.
  package var languages: [String] = []
  /// Whether compressed copies were asked for.
  package var isPrecompressed = false
  /// What each language but the default lacks.
  package var translations: [TranslationReport] = []
  /// What the summary says about images, such as `12 smaller copies made`; nil for nothing.
  package var images: String?
  /// How many addresses were added to `site/addresses.txt`.
  package var newAddresses = 0
  /// What was written and deleted, or would be by a dry run; nil when nothing was.
  package var changes: OutputChanges?
}

/// What the command line sets instead of `site.yaml`, as for a demo on loopback addresses.
package struct SiteOverrides: Sendable {
  /// Replaces `base_url`; nil leaves the setting.
  package var baseURL: String?
  /// Replaces `worker_url`; nil leaves the setting.
  package var workerURL: String?

  package init(baseURL: String? = nil, workerURL: String? = nil) {
    self.baseURL = baseURL
    self.workerURL = workerURL
  }
}
