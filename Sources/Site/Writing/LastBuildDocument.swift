import Foundation
import Shop
import Text

/// `.cardstock/build-….json`: the record of `LastBuild`.
struct LastBuildDocument: Codable {
  /// The version, which is raised when the meaning of a field changes.
  static let currentVersion = 1

  let version: Int
  /// When the build began, in seconds since 1970 by this machine's clock.
  let began: Int64
  /// The moment `now` of the build, in milliseconds since 1970.
  let from: Int64
  /// The first moment at which it is outdated, the report's `next`; nil for never.
  let until: Int64?
  /// The fingerprints of options and inputs, of `site/addresses.txt`, and of the output.
  let inputs: String
  let addresses: String
  let outputs: String
  /// The report's problems.
  let problems: [ProblemsDocument.Entry]
  let leftOut: [LeftOut]
  let isAnnouncement: Bool
  let daysOf: String?
  let zone: String?
  let products: Int
  let pages: Int
  let files: Int
  let languages: [String]
  let isPrecompressed: Bool
  let translations: [ProblemsDocument.Translation]
  let images: String?

  /// A `LeftOutProduct`.
  struct LeftOut: Codable {
    let file: String
    let slug: String?
    let reason: String
    let text: String?

    init(_ product: LeftOutProduct) {
      (file, slug) = (product.file, product.slug)
      (reason, text) =
        switch product.reason {
        case .draft: ("draft", nil)
        case .draftWithoutPrice: ("draftWithoutPrice", nil)
        case .notYet(let from): ("notYet", from)
        case .over(let until): ("over", until)
        case .announcementOver(let until): ("announcementOver", until)
        }
    }

    /// The value; nil if this program does not know the reason.
    var product: LeftOutProduct? {
      let known: LeftOutProduct.Reason? =
        switch (reason, text) {
        case ("draft", nil): .draft
        case ("draftWithoutPrice", nil): .draftWithoutPrice
        case ("notYet", let from?): .notYet(from: from)
        case ("over", let until?): .over(until: until)
        case ("announcementOver", let until?): .announcementOver(until: until)
        default: nil
        }
      return known.map { LeftOutProduct(file: file, slug: slug, reason: $0) }
    }
  }

  init(_ report: BuildReport, of build: LastBuild.Fingerprints, for request: BuildRequest) {
    let said = ProblemsDocument(report.problems, translations: report.translations)
    version = Self.currentVersion
    (began, inputs) = (build.began, build.inputs)
    (addresses, outputs) = (build.addresses, build.outputs)
    from = request.now.milliseconds
    until = report.schedule?.next?.milliseconds
    (problems, translations) = (said.problems, said.translations)
    leftOut = report.leftOut.map(LeftOut.init)
    isAnnouncement = report.schedule?.isAnnouncement ?? false
    daysOf = report.schedule?.daysOf?.name
    zone = report.schedule?.zone.name
    (products, pages, files) = (report.products, report.pages, report.files)
    languages = report.languages
    isPrecompressed = report.isPrecompressed
    // The number of copies that were made does not apply to a later build.
    images = request.imageTool == nil ? report.images : nil
  }

  /// The fingerprints that must be unchanged.
  var fingerprints: LastBuild.Fingerprints {
    LastBuild.Fingerprints(began: began, inputs: inputs, addresses: addresses, outputs: outputs)
  }

  /// The report, with nothing written; nil when this program cannot read all of it.
  var report: BuildReport? {
    let known = problems.compactMap(\.problem)
    let left = leftOut.compactMap(\.product)
    guard version == Self.currentVersion, known.count == problems.count,
      left.count == leftOut.count
    else { return nil }
    var report = BuildReport(problems: known, leftOut: left)
    if let zone = zone.flatMap(ShopTimeZone.init) {
      report.schedule = BuildSchedule(
        next: until.map(Timestamp.init(milliseconds:)),
        isAnnouncement: isAnnouncement,
        daysOf: daysOf.flatMap(ShopTimeZone.init),
        zone: zone
      )
    }
    (report.products, report.pages, report.files) = (products, pages, files)
    (report.languages, report.isPrecompressed) = (languages, isPrecompressed)
    report.translations = translations.map(TranslationReport.init)
    report.images = images
    return report
  }
}

extension ProblemsDocument.Entry {
  /// The problem; nil for a warning that this program does not have.
  fileprivate var problem: ContentProblem? {
    let warning = name.flatMap(Diagnostic.init(rawValue:))
    guard (warning == nil) == (name == nil) else { return nil }
    return ContentProblem(
      file: file,
      position: Position(line: line, column: column),
      warning: warning,
      message: message,
      hint: hint,
      sourceLine: sourceLine
    )
  }
}
