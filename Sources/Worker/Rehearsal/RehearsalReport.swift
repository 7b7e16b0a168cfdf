import Payments
package import Shop

/// One line of a rehearsal's checklist.
package struct RehearsalFinding: Equatable, Sendable {
  /// The result of a step; people read `words`, programs the raw value.
  package enum Verdict: String, Sendable {
    case ok
    case failed
    case unproven

    /// The result in words.
    package var words: String { self == .unproven ? "not proven" : rawValue }
  }

  /// The steps, in their order.
  package enum Step: String, CaseIterable, Sendable {
    case keys, clock, query, statement, checkout, webhook, payment, refund
  }

  /// What was tried.
  package let step: Step
  /// The result.
  package let verdict: Verdict
  /// What was done, and the answer.
  package let text: String
  /// What to do about it; nil when there is nothing to do.
  package let mend: String?

  package init(_ step: Step, _ verdict: Verdict, _ text: String, mend: String? = nil) {
    self.step = step
    self.verdict = verdict
    self.text = text
    self.mend = mend
  }
}

/// The findings of a rehearsal, as they are stored in a signed file.
package struct RehearsalReport: Sendable {
  /// The provider that was tried.
  package let provider: Provider
  /// Whether the keys take real money.
  package let isLive: Bool
  /// The worker's public URL.
  package let publicURL: String
  /// When the rehearsal was begun.
  package let at: Timestamp
  /// The findings, in the order of the steps.
  package var findings: [RehearsalFinding] = []
  /// What the rehearsal cannot prove, as sentences.
  package let gaps: [String]

  package init(
    provider: Provider,
    isLive: Bool,
    publicURL: String,
    at: Timestamp,
    gaps: [String]
  ) {
    self.provider = provider
    self.isLive = isLive
    self.publicURL = publicURL
    self.at = at
    self.gaps = gaps
  }

  /// How many findings have that result.
  package func count(_ verdict: RehearsalFinding.Verdict) -> Int {
    findings.count { $0.verdict == verdict }
  }

  /// The counts, such as `7 ok, 1 failed, 2 not proven`.
  package var summary: String {
    [RehearsalFinding.Verdict.ok, .failed, .unproven]
      .map { "\(count($0)) \($0.words)" }.joined(separator: ", ")
  }

  /// The first line of every report.
  private static let title = "cardstock rehearsal report, version 1"
  private static let mark = "\nsignature: "

  /// The report as text, without its signature; every line ends with a line feed.
  package var text: String {
    var lines = [
      Self.title,
      "provider: \(provider.rawValue)",
      "money: \(isLive ? "real" : "of a sandbox or the mock")",
      "worker: \(publicURL)",
      "at: \(at.text)",
      "release: \(Release.version)",
      "",
    ]
    for finding in findings {
      lines.append("\(finding.verdict.words): \(finding.step.rawValue): \(finding.text)")
      if let mend = finding.mend { lines.append("  next: \(mend)") }
    }
    lines += ["", "result: \(summary)"] + gaps.map { "only a live account can tell: \($0)" }
    return lines.map { $0.plainLine + "\n" }.joined()
  }

  /// The report with its signature and public key, as stored.
  package func signed(publicKey: String, signature: String) -> String {
    "\(text)signature: ed25519 \(publicKey) \(signature)\n"
  }

  /// The parts of a signed report; nil when the text is none.
  package static func parts(
    of signed: String
  ) -> (text: String, publicKey: String, signature: String)? {
    guard signed.hasPrefix(title + "\n"), let mark = signed.firstRange(of: Self.mark) else {
      return nil
    }
    let words = signed[mark.upperBound...].split(separator: " ")
    guard words.count == 3, words[0] == "ed25519", words[2].hasSuffix("\n"),
      words[2].filter({ $0 == "\n" }).count == 1
    else { return nil }
    return (
      String(signed[..<mark.lowerBound]) + "\n", String(words[1]), String(words[2].dropLast())
    )
  }
}

extension String {
  /// The text on one line, without control characters.
  fileprivate var plainLine: String {
    String(
      unicodeScalars.map { $0.value < 32 || (127...159).contains($0.value) ? " " : $0 }
        .reduce(into: String.UnicodeScalarView()) { $0.append($1) }
    )
  }
}

extension RehearsalReport {
  /// What a rehearsal cannot prove of a provider, as sentences.
  package static func gaps(of provider: Provider, isLive: Bool) -> [String] {
    let sandbox = isLive ? [] : ["the live keys: rehearse once more with them"]
    return sandbox + (AdapterTable.facts(of: provider)?.unproven ?? [])
  }
}
