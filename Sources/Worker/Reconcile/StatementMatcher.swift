import Foundation
import Logging
import Payments
package import Shop
import Storage

/// Compares providers' statements with the books and reports the differences.
package struct StatementMatcher: Sendable {
  let providerCalls: ProviderCalls
  /// The folder for reports, `STATE/statements`.
  let folder: String
  /// Mails the reports; nil when no mail is sent.
  let mail: OperatorMail?

  package init(providerCalls: ProviderCalls, folder: String, mail: OperatorMail?) {
    self.providerCalls = providerCalls
    self.folder = folder
    self.mail = mail
  }

  /// The outcome of one day.
  enum Matching {
    case matched(StatementDocument)
    /// The provider has no statement of the day yet.
    case notReady
    case failed(ProviderError)
    case unstored(StoreError)
  }

  /// Fetches a day's statement, compares it and stores the report.
  func match(_ provider: Provider, on day: CivilDate) async -> Matching {
    let answer = await providerCalls.calling(provider) { (adapter, call) throws(ProviderError) in
      try adapter.statement(of: day, call)
    }
    switch answer {
    case .failure(let error): return .failed(error)
    case .success(nil): return .notReady
    case .success(let lines?):
      do {
        var match = try await providerCalls.store.takeStatement(
          provider,
          day,
          lines,
          at: providerCalls.now()
        )
        if await asks(about: match) {
          match = try await providerCalls.store.takeStatement(
            provider,
            day,
            lines,
            at: providerCalls.now()
          )
        }
        let report = StatementDocument(match)
        log(report)
        await keep(report)
        return .matched(report)
      } catch {
        return .unstored(error)
      }
    }
  }

  /// The most payments of one day that the provider is asked about.
  private static let mostQuestions = 100

  /// Asks about payments that are in the statement and not in the books; false when there are none.
  private func asks(about match: Statement.Match) async -> Bool {
    let sellsByLinks = AdapterTable.facts(of: match.provider)?.sellsByLinks ?? false
    let lost = match.findings.filter { finding in
      finding.reason == .paidThereUnknownHere
        && (finding.reference != nil || sellsByLinks)
    }
    for finding in lost.prefix(Self.mostQuestions) {
      let reference = finding.reference
      let found = await onThread(of: providerCalls.threads) { [store = providerCalls.store] in
        reference.flatMap { Self.checkout($0, in: store) }
      }
      let view = found.flatMap { $0 }
      let question = Payment.Question(
        reference: reference,
        sessionID: view?.sessionID,
        paymentID: finding.paymentID,
        openedAt: view?.checkout.createdAt
      )
      _ = await providerCalls.ask(question, of: match.provider)
    }
    return !lost.isEmpty
  }

  /// The checkout, or nil; also nil when it cannot be read, since the report names it in any case.
  private static func checkout(_ reference: Reference, in store: Store) -> Checkout.BuyerView? {
    do {
      return try store.checkout(reference)
    } catch {
      return nil
    }
  }

  /// Compares a day's statement and returns the report, or one that says why it cannot be compared.
  func report(of provider: Provider, on day: CivilDate) async throws(StoreError)
    -> StatementDocument
  {
    switch await match(provider, on: day) {
    case .matched(let report): return report
    case .notReady: return StatementDocument(provider, day, trouble: "not written yet; try later")
    case .failed(let error): return StatementDocument(provider, day, trouble: "\(error)")
    case .unstored(let error): throw error
    }
  }

  private func log(_ report: StatementDocument) {
    let name = "\(report.provider.rawValue): statement of \(report.day)"
    let count = "\(report.explained) of \(report.lines) lines agree with the books"
    if report.findings.isEmpty {
      providerCalls.logger.info("\(name): \(count)")
    } else {
      providerCalls.logger.error("\(name): \(count); \(report.findings.count) to look at")
    }
  }

  /// Writes the report as text, CSV and JSON, which only the worker's own user can read.
  private func keep(_ report: StatementDocument) async {
    let (folder, logger) = (folder, providerCalls.logger)
    _ = await onThread(of: providerCalls.threads) {
      let stem = "\(folder)/\(report.provider.rawValue)-\(report.day)"
      do {
        try FileManager.default.createDirectory(
          atPath: folder,
          withIntermediateDirectories: true,
          attributes: [.posixPermissions: 0o700]
        )
        for (suffix, text) in [("txt", report.text), ("csv", report.csv), ("json", report.json)] {
          let path = "\(stem).\(suffix)"
          try text.write(toFile: path, atomically: true, encoding: .utf8)
          try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        }
      } catch {
        logger.error("\(stem): the report cannot be written: \(error.localizedDescription)")
      }
    }
  }

  /// Mails the report to the operator, if one is named.
  func post(_ report: StatementDocument) async {
    let name = "statement-\(report.provider.rawValue)-\(report.day)"
    let trouble = await mail?.send(name, report.subject, report.text, at: providerCalls.now())
    guard let trouble = trouble ?? nil else { return }
    providerCalls.logger.error(
      "the report of \(report.day) is in \(folder) and could not be mailed: \(trouble)"
    )
  }

  /// Mails the operator another letter, if one is named.
  func tell(_ subject: String, _ text: String) async {
    let moment = providerCalls.now()
    let trouble = await mail?.send("alarm-\(moment.milliseconds)", subject, text, at: moment)
    guard let trouble = trouble ?? nil else { return }
    providerCalls.logger.error("the operator could not be told by mail: \(trouble)")
  }
}

/// Decides which days' statements are due.
package enum StatementDays {
  /// The most days to look back; after a longer stop `statements match` fetches the rest.
  static let most = 14

  /// The days whose statements are ready and not among `taken`.
  ///
  /// No day before the oldest in `taken`; only the newest day when `taken` is empty.
  ///
  /// A provider without statements has a newest day too, and says when asked that it has none.
  package static func due(
    of provider: Provider,
    taken: [CivilDate],
    at now: Timestamp
  ) -> [CivilDate] {
    let newest = newest(of: provider, at: now)
    guard let oldest = taken.min(by: { $0.firstMoment < $1.firstMoment }) else { return [newest] }
    return days(from: oldest, through: newest).suffix(most).filter { !taken.contains($0) }
  }

  /// Every day from that one on whose statement is ready.
  static func all(of provider: Provider, since: CivilDate, at now: Timestamp) -> [CivilDate] {
    days(from: since, through: newest(of: provider, at: now))
  }

  private static func newest(of provider: Provider, at now: Timestamp) -> CivilDate {
    let readiness = AdapterTable.facts(of: provider)?.statementReadySeconds ?? 0
    return provider.day(of: now.advanced(seconds: -readiness)).dayBefore
  }

  private static func days(from first: CivilDate, through last: CivilDate) -> [CivilDate] {
    var days: [CivilDate] = []
    var day = first
    while day.firstMoment <= last.firstMoment {
      days.append(day)
      day = day.next
    }
    return days
  }
}

extension CivilDate {
  /// The next day.
  var next: CivilDate { CivilDate(firstMoment.advanced(seconds: 86_400)) }
}
