package import Shop

/// What a build is asked for.
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
  /// What the command line sets in place of `site.yaml`.
  package var overrides: SiteOverrides
  /// The user's own folder, which is never an output; nil when unknown.
  package var home: String?
  /// A file with a `StockDocument`, as the worker's `/stock.json` answers; nil for none.
  package var stockFile: String?
  /// Whether texts get a compressed copy, whatever `site.yaml` says.
  package var isPrecompressed = false
  /// What compresses; nil when this machine has nothing for it.
  package var gzip: GzipTool?
  /// What makes smaller copies of images; nil when this machine has nothing for it.
  package var imageTool: ImageTool?
  /// Whether the report only names what would be written and deleted.
  package var isDryRun = false
  /// Whether a build may delete any share of the pages of the last one.
  package var allowsVanishing = false
  /// When the build begins by this machine's clock, whatever `now` says; nil for a build that
  /// neither asks what the last one left nor leaves anything for the next.
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
  /// In order; with an error, or with any at all when strict, nothing was written.
  package var problems: [ContentProblem]
  /// Products that no page shows, and why.
  package var leftOut: [LeftOutProduct]
  /// When the next build is due; nil when loading failed.
  package var schedule: BuildSchedule?
  /// Products that pages show.
  package var products = 0
  /// HTML files.
  package var pages = 0
  /// All files of the output.
  package var files = 0
  /// Tags, the default first.
  package var languages: [String] = []
  /// Whether compressed copies were asked for.
  package var isPrecompressed = false
  /// What every language but the default one lacks.
  package var translations: [TranslationReport] = []
  /// What the summary is to say of images: `12 smaller copies made`; nil for nothing.
  package var images: String?
  /// How many addresses were added to those that the shop remembers.
  package var newAddresses = 0
  /// Nil when nothing was written; of a dry run, what would be.
  package var changes: OutputChanges?
}

/// What the command line sets in place of `site.yaml`: a demo runs on loopback addresses.
package struct SiteOverrides: Sendable {
  /// In place of `base_url`; nil leaves the setting.
  package var baseURL: String?
  /// In place of `worker_url`; nil leaves the setting.
  package var workerURL: String?

  package init(baseURL: String? = nil, workerURL: String? = nil) {
    self.baseURL = baseURL
    self.workerURL = workerURL
  }
}
