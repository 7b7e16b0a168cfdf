import Foundation
import Shop

/// What the last build was asked for, read and wrote, so that the next one can tell whether
/// anything changed.
///
/// The same program with the same options and files reports and writes the same. Anything doubtful
/// (a record that is missing, damaged or of another program, a clock that went back) leads to a
/// whole build, which is always right.
struct LastBuild {
  private let request: BuildRequest
  private let kind: Kind
  /// The output folder; nil for a check if a build into it would be refused.
  private let output: OutputFolder?
  private let shop: String
  /// The fingerprints before anything is read; nil until they are taken.
  private var before: Fingerprints?

  /// Build and check have separate records, since a check depends only on the last output's pages.
  enum Kind: String { case build, check }

  /// What decides whether anything changed.
  struct Fingerprints: Equatable {
    /// When the files were first examined, in seconds since 1970.
    let began: Int64
    /// The options, the program, and all files that are read, except `addresses`.
    let inputs: String
    /// `site/addresses.txt`, which a build may add to.
    let addresses: String
    /// The manifest and the files that it names.
    let outputs: String
  }

  /// Nil when no record is kept.
  init?(_ kind: Kind, _ request: BuildRequest, output: OutputFolder?) {
    guard request.began != nil, let shop = Disk.realPath(request.shop) else { return nil }
    self.kind = kind
    self.request = request
    self.output = output
    self.shop = shop
  }

  /// The last report, if nothing has changed; else nil, after taking the fingerprints of all files
  /// before any is read.
  mutating func recall() -> BuildReport? {
    guard let began = request.began else { return nil }
    if let kept = document, kept.began <= began.seconds, kept.from <= request.now.milliseconds,
      kept.until.map({ request.now.milliseconds < $0 }) ?? true,
      fingerprints(since: kept.began) == kept.fingerprints, let report = kept.report
    {
      return report
    }
    before = fingerprints(since: began.seconds)
    return nil
  }

  /// Records a report, unless the next one may differ.
  ///
  /// `vanished` is whether it reports addresses that only the earlier output had.
  func keep(_ report: BuildReport, vanished: Bool) {
    guard let before, !vanished,
      !report.problems.contains(where: { Self.passing.contains($0.warning) })
    else { return }
    let after = fingerprints(since: before.began)
    let mayAdd = kind == .build && report.newAddresses > 0
    guard after.inputs == before.inputs, mayAdd || after.addresses == before.addresses else {
      return
    }
    let document = LastBuildDocument(report, of: after, for: request)
    do {
      try Disk.replace(memory, with: Array(try JSONEncoder().encode(document)))
    } catch {
      // Without a record the next build does everything again.
      return
    }
  }

  /// Warnings that depend on the clock or on this machine.
  private static let passing: [Diagnostic?] = [.futureDate, .imageCopies, .addressesNotKept]

  private var memory: String {
    let place = sha256(resolvedPath(request.output).utf8).prefix(12)
    return "\(shop)/.cardstock/\(kind.rawValue)-\(place).json"
  }

  private var document: LastBuildDocument? {
    do {
      guard Disk.status(of: memory)?.kind == .file else { return nil }
      return try JSONDecoder().decode(
        LastBuildDocument.self,
        from: Data(try Disk.read(memory, limit: 64 << 20))
      )
    } catch {
      return nil
    }
  }

  private func fingerprints(since began: Int64) -> Fingerprints {
    var inputs = FileFingerprint(moment: began)
    inputs.add(
      "\(request.includeDrafts) \(request.isPrecompressed) \(request.gzip != nil) "
        + "\(request.imageTool != nil)"
    )
    inputs.add(request.overrides.baseURL ?? "")
    inputs.add(request.overrides.workerURL ?? "")
    inputs.add(file: Bundle.main.executablePath ?? "")
    inputs.add(namesIn: shop, skipping: resolvedPath(request.output))
    for folder in ["content", "site"] {
      inputs.add(folder: "\(shop)/\(folder)", skipping: ["addresses.txt"])
    }
    if let stock = request.stockFile { inputs.add(file: Disk.realPath(stock) ?? stock) }
    var addresses = FileFingerprint(moment: began)
    addresses.add(file: "\(shop)/\(PublishedAddresses.file)")
    return Fingerprints(
      began: began,
      inputs: inputs.text,
      addresses: addresses.text,
      outputs: output?.fingerprint(ofFiles: kind == .build) ?? ""
    )
  }
}
