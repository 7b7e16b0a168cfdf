import Foundation
import Shop

/// What the last build was asked, read and wrote, so that the next one knows that nothing changed.
///
/// The same program, asked the same of the same files, says and writes the same. Whatever is not
/// certain (a memory that is missing, damaged or of another program, a clock that went back) means
/// a whole build, which is never wrong.
struct LastBuild {
  private let request: BuildRequest
  private let kind: Kind
  /// Nil for the check of a shop whose output no build may write.
  private let output: OutputFolder?
  private let shop: String
  /// What was there before any of it was read; nil until it was looked at.
  private var before: Fingerprints?

  /// A check writes no output, and asks of the last one only which pages it had.
  enum Kind: String { case build, check }

  /// What decides whether anything changed.
  struct Fingerprints: Equatable {
    /// When the files were looked at first, in seconds since 1970.
    let began: Int64
    /// Options, program, and what was read, but for `addresses`.
    let inputs: String
    /// `site/addresses.txt`, which a build may add to.
    let addresses: String
    /// The manifest and the files that it names.
    let outputs: String
  }

  /// Nil when nothing is to be remembered.
  init?(_ kind: Kind, _ request: BuildRequest, output: OutputFolder?) {
    guard request.began != nil, let shop = Disk.realPath(request.shop) else { return nil }
    self.kind = kind
    self.request = request
    self.output = output
    self.shop = shop
  }

  /// What was said the last time, where nothing changed since; else nil, and the files are looked
  /// at, before any of them is read.
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

  /// Remembers what was said, unless that would differ the next time.
  ///
  /// `vanished` is whether it was said of addresses by what the output held before.
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
      // What cannot be remembered is done again.
      return
    }
  }

  /// What is said by the clock, or of this machine.
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
