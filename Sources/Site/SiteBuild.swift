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
  package var overrides: SiteOverrides
  /// The user's own folder, which is never an output; nil when unknown.
  package var home: String?

  package init(
    shop: String,
    output: String,
    now: Timestamp,
    includeDrafts: Bool = false,
    isStrict: Bool = false,
    overrides: SiteOverrides = SiteOverrides(),
    home: String? = nil
  ) {
    self.shop = shop
    self.output = output
    self.now = now
    self.includeDrafts = includeDrafts
    self.isStrict = isStrict
    self.overrides = overrides
    self.home = home
  }
}

/// How far a build is, for the terminal.
package enum BuildStep: Equatable, Sendable {
  case reading
  case rendering(products: Int)
  case writing(done: Int, of: Int)
}

/// What a build found and did.
package struct BuildReport: Sendable {
  /// In order; with an error, or with any at all when strict, nothing was written.
  package var problems: [ContentProblem]
  /// Products that no page shows, and why.
  package var leftOut: [LeftOutProduct]
  package var products = 0
  /// HTML files.
  package var pages = 0
  /// Tags, the default first.
  package var languages: [String] = []
  /// Nil when nothing was written.
  package var changes: OutputFolder.Changes?
}

/// Builds the shop: scan, parse, assemble, render, check, write; all or nothing.
package func buildSite(
  _ request: BuildRequest,
  onStep: (BuildStep) -> Void = { _ in }
) throws(OutputRefusal) -> BuildReport {
  let folder = try OutputFolder(request.output, shop: request.shop, home: request.home)
  let (report, files) = renderShop(request, onStep: onStep)
  guard let files, !report.problems.stopBuild(isStrict: request.isStrict) else { return report }
  onStep(.writing(done: 0, of: files.count))
  var written = report
  written.changes = try folder.write(files) { done in
    if done % 64 == 0 || done == files.count { onStep(.writing(done: done, of: files.count)) }
  }
  return written
}

/// Does all of a build but writing: `changes` is nil.
package func checkSite(_ request: BuildRequest) throws(OutputRefusal) -> BuildReport {
  guard Disk.isFolder(request.shop) else { throw .noShop(request.shop) }
  return renderShop(request, onStep: { _ in }).report
}

private func renderShop(
  _ request: BuildRequest,
  onStep: (BuildStep) -> Void
) -> (report: BuildReport, files: [OutputFile]?) {
  onStep(.reading)
  let loaded = SiteFolder.load(
    shop: request.shop,
    now: request.now,
    includeDrafts: request.includeDrafts,
    overrides: request.overrides
  )
  var report = BuildReport(problems: loaded.problems, leftOut: loaded.leftOut)
  guard let content = loaded.content else { return (report, nil) }
  onStep(.rendering(products: content.products.count))
  report.products = content.products.count
  report.languages = content.config.languages.map(\.tag)
  do throws(ContentProblem) {
    let rendered = try render(content)
    report.pages = rendered.count { $0.path.hasSuffix(".html") }
    report.problems += brokenOutputLinks(in: rendered, statics: content.staticFiles)
    return (report, try rendered + statics(of: content, besides: rendered))
  } catch {
    report.problems.append(error)
    return (report, nil)
  }
}

private func render(_ content: SiteContent) throws(ContentProblem) -> [OutputFile] {
  do throws(ThemeProblem) {
    return try renderSite(content)
  } catch {
    switch error {
    case .syntax(let file, let line, let reason):
      throw ContentProblem(
        file: "site/templates/" + file,
        position: Position(line: line, column: 1),
        message: reason
      )
    }
  }
}

/// The files that are copied; one in the place of a generated file is refused.
private func statics(
  of content: SiteContent,
  besides rendered: [OutputFile]
) throws(ContentProblem) -> [OutputFile] {
  let paths = Set(rendered.map { $0.path.lowercased() })
  var files: [OutputFile] = []
  for file in content.staticFiles {
    let name = "site/static/" + file.path
    guard !paths.contains(file.path.lowercased()) else {
      throw ContentProblem(
        file: name,
        message: "expected a name that no generated file has, found one; rename or remove it"
      )
    }
    do throws(DiskError) {
      files.append(OutputFile(path: file.path, bytes: try Disk.read(file.source)))
    } catch {
      throw ContentProblem(
        file: name,
        message: "expected a file that can be read, found: \(error.reason); check its permissions"
      )
    }
  }
  return files
}
