import Text

/// Builds the shop: scan, parse, assemble, render, check, write; all or nothing.
package func buildSite(
  _ request: BuildRequest,
  onStep: (BuildStep) -> Void = { _ in }
) throws(OutputRefusal) -> BuildReport {
  let folder = try OutputFolder(request.output, shop: request.shop, home: request.home)
  var last = LastBuild(.build, request, output: folder)
  if var report = last?.recall(), !report.problems.stopBuild(isStrict: request.isStrict) {
    report.changes = OutputChanges(unchanged: report.files)
    return report
  }
  let rendering = try renderShop(
    request,
    last: folder.lastPages,
    copiesImages: true,
    onStep: onStep
  )
  let report = rendering.report
  guard let files = rendering.files, let vanished = rendering.vanished,
    !report.problems.stopBuild(isStrict: request.isStrict)
  else { return report }
  var written = report
  let gzip = report.isPrecompressed ? request.gzip : nil
  if request.isDryRun {
    written.changes = try folder.plan(
      files,
      allowsVanishing: request.allowsVanishing,
      mayVanish: vanished.mayVanish,
      gzip: gzip
    )
    return written
  }
  onStep(.writing(done: 0, of: files.count))
  written.changes = try folder.write(
    files,
    allowsVanishing: request.allowsVanishing,
    mayVanish: vanished.mayVanish,
    gzip: gzip
  ) { done in
    if done % 64 == 0 || done == files.count { onStep(.writing(done: done, of: files.count)) }
  }
  if request.isPublic(vanished.content.config) { written.keepAddresses(vanished) }
  last?.keep(written, vanished: !vanished.problems.isEmpty)
  return written
}

/// Does everything of a build except writing; the report's `changes` is nil.
package func checkSite(_ request: BuildRequest) throws(OutputRefusal) -> BuildReport {
  guard Disk.isFolder(request.shop) else { throw .noShop(request.shop) }
  let folder = outputFolder(of: request)
  var last = LastBuild(.check, request, output: folder)
  if let report = last?.recall() { return report }
  let rendering = try renderShop(
    request,
    last: folder?.lastPages ?? [],
    copiesImages: false,
    onStep: { _ in }
  )
  last?.keep(rendering.report, vanished: false)
  return rendering.report
}

/// The output folder; nil when a build into it would be refused, as a check is not.
private func outputFolder(of request: BuildRequest) -> OutputFolder? {
  do throws(OutputRefusal) {
    return try OutputFolder(request.output, shop: request.shop, home: request.home)
  } catch {
    return nil
  }
}

extension BuildRequest {
  /// Whether the output is to be published, and not only viewed on this machine.
  fileprivate func isPublic(_ config: SiteConfig) -> Bool {
    !includeDrafts && config.baseURL.hasPrefix("https:")
  }
}

extension BuildReport {
  /// Adds the addresses of this build to `site/addresses.txt`.
  fileprivate mutating func keepAddresses(_ vanished: VanishedAddresses) {
    let now = vanished.content.publishedAddresses
    let kept = vanished.known.adding(now, without: vanished.examples)
    guard kept.bytes != vanished.known.written else { return }
    newAddresses = now.new(since: vanished.known).count
    do throws(DiskError) {
      try Disk.replace(vanished.shop + "/" + PublishedAddresses.file, with: kept.bytes)
    } catch {
      newAddresses = 0
      problems.append(
        ContentProblem(
          file: PublishedAddresses.file,
          warning: .addressesNotKept,
          message: "expected to add the addresses of this build, found: \(error.reason); build "
            + "once where the file can be written, and commit it"
        )
      )
    }
  }
}

/// The result of making all pages.
private struct Rendering {
  var report: BuildReport
  /// All files; nil when there is an error, as is `vanished`.
  var files: [OutputFile]?
  var vanished: VanishedAddresses?
}

private func renderShop(
  _ request: BuildRequest,
  last: [String],
  copiesImages: Bool,
  onStep: (BuildStep) -> Void
) throws(OutputRefusal) -> Rendering {
  let stock = try request.stockFile.map { file throws(OutputRefusal) in try readStock(file) }
  onStep(.reading)
  let loaded = SiteFolder.load(
    shop: request.shop,
    now: request.now,
    includeDrafts: request.includeDrafts,
    overrides: request.overrides
  )
  var report = BuildReport(problems: loaded.problems, leftOut: loaded.leftOut)
  report.schedule = loaded.schedule
  guard var content = loaded.content else { return Rendering(report: report) }
  content.stock = stock ?? [:]
  report.products = content.products.count
  report.isPrecompressed = request.isPrecompressed || content.config.isPrecompressed
  content.config.isPrecompressed = report.isPrecompressed
  if report.isPrecompressed, request.gzip == nil { report.problems.append(noGzip) }
  report.languages = content.config.languages.map(\.tag)
  report.translations = TranslationReport.all(of: content)
  do throws(ContentProblem) {
    let copies = copiesImages ? content.copyImages(for: request, &report) : []
    let rendered = try render(content, onStep: onStep) + copies
    let files = try rendered + statics(of: content, besides: rendered)
    report.pages = rendered.count { $0.path.hasSuffix(".html") }
    report.files = files.count
    report.problems += brokenOutputLinks(
      in: rendered,
      statics: content.staticFiles,
      of: content,
      toLists: loaded.listLinks
    )
    report.problems += aliasProblems(of: content, in: files, shop: request.shop)
    let vanished = VanishedAddresses(
      known: PublishedAddresses(
        ofShop: request.shop,
        wasBuilt: !last.isEmpty,
        problems: &report.problems
      ),
      last: last,
      in: files,
      of: content,
      leftOut: loaded.leftOut,
      shop: request.shop
    )
    report.problems += vanished.problems
    report.problems += hostLimitProblems(of: files, for: content.config.hosts)
    report.problems += hostRuleProblems(of: rendered, of: content)
    report.problems += ownHeaderProblems(of: files, of: content)
    report.problems = loaded.allowances.applied(to: report.problems).inOrder
    return Rendering(
      report: report,
      files: BasePath(content.config)?.moved(files) ?? files,
      vanished: vanished
    )
  } catch {
    report.problems.append(error)
    return Rendering(report: report)
  }
}

private let noGzip = ContentProblem(
  file: siteConfigFile,
  warning: .noGzip,
  message: "precompress: expected the program gzip on this machine, found none; "
    + "install it, or pages have no compressed copies"
)

private func render(
  _ content: SiteContent,
  onStep: (BuildStep) -> Void
) throws(ContentProblem) -> [OutputFile] {
  do throws(ThemeProblem) {
    return try renderSite(content) { done, total in onStep(.rendering(done: done, of: total)) }
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

/// The static files; one with the path of a generated file is refused.
private func statics(
  of content: SiteContent,
  besides rendered: [OutputFile]
) throws(ContentProblem) -> [OutputFile] {
  let paths = Set(rendered.map { $0.path.lowercased() })
  let folders = Set(paths.flatMap(foldersAbove))
  var files: [OutputFile] = []
  for file in content.staticFiles {
    let name = "site/static/" + file.path
    let path = file.path.lowercased()
    guard !paths.contains(path), !folders.contains(path[...]),
      foldersAbove(path).allSatisfy({ !paths.contains(String($0)) })
    else {
      throw ContentProblem(
        file: name,
        message: "expected a name that no generated file or folder has, found one; "
          + "rename or remove it"
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
