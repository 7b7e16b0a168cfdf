import Foundation
import Logging
import Payments
package import Shop
import Storage

/// Compares what providers say that they did on a day with the books, and reports what it finds.
package struct StatementMatcher: Sendable {
  let providerCalls: ProviderCalls
  /// Where reports are kept: `STATE/statements`.
  let folder: String
  /// Who gets them; nil where no mail is sent.
  let mail: OperatorMail?

  package init(providerCalls: ProviderCalls, folder: String, mail: OperatorMail?) {
    self.providerCalls = providerCalls
    self.folder = folder
    self.mail = mail
  }

  /// What came of a day.
  enum Matching {
    case matched(StatementDocument)
    /// The provider has not written it yet.
    case notReady
    case failed(ProviderError)
    case unstored(StoreError)
  }

  /// Fetches a day's statement, matches it and keeps the report.
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

  /// Payments of one day that the provider is asked about at most.
  private static let mostQuestions = 100

  /// Asks about payments that the provider has and we do not; false when there are none.
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

  /// Nil also when it cannot be read: then the report says what is to be asked.
  private static func checkout(_ reference: Reference, in store: Store) -> Checkout.BuyerView? {
    do {
      return try store.checkout(reference)
    } catch {
      return nil
    }
  }

  /// The same as a document, also when there is nothing to compare.
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
    let name = "\(report.provider): statement of \(report.day)"
    let count = "\(report.explained) of \(report.lines) lines agree with the books"
    if report.findings.isEmpty {
      providerCalls.logger.info("\(name): \(count)")
    } else {
      providerCalls.logger.error("\(name): \(count); \(report.findings.count) to look at")
    }
  }

  /// Writes the report as text, CSV and JSON; readable by the worker's own user alone.
  private func keep(_ report: StatementDocument) async {
    let (folder, logger) = (folder, providerCalls.logger)
    _ = await onThread(of: providerCalls.threads) {
      let stem = "\(folder)/\(report.provider)-\(report.day)"
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

  /// Mails the report to whoever is to read it.
  func post(_ report: StatementDocument) async {
    let name = "statement-\(report.provider)-\(report.day)"
    let trouble = await mail?.send(name, report.subject, report.text, at: providerCalls.now())
    guard let trouble = trouble ?? nil else { return }
    providerCalls.logger.error(
      "the report of \(report.day) is in \(folder) and could not be mailed: \(trouble)"
    )
  }

  /// Sends the operator a letter beside the daily reports, if there is one to send to.
  func tell(_ subject: String, _ text: String) async {
    let moment = providerCalls.now()
    let trouble = await mail?.send("alarm-\(moment.milliseconds)", subject, text, at: moment)
    guard let trouble = trouble ?? nil else { return }
    providerCalls.logger.error("the operator could not be told by mail: \(trouble)")
  }
}

/// Which days' statements are ready at a moment.
package enum StatementDays {
  /// Days that are looked back for at most: after a long stop the rest is for `statements match`.
  static let most = 14

  /// The days whose statements are written and not `taken` yet.
  ///
  /// None before the oldest of those, and yesterday's alone when none was taken.
  ///
  /// Yesterday's also for a provider that has none, which says so when it is asked.
  package static func due(
    of provider: Provider,
    taken: [CivilDate],
    at now: Timestamp
  ) -> [CivilDate] {
    let newest = newest(of: provider, at: now)
    guard let oldest = taken.min(by: { $0.firstMoment < $1.firstMoment }) else { return [newest] }
    return days(from: oldest, through: newest).suffix(most).filter { !taken.contains($0) }
  }

  /// Every day since that one whose statement is ready.
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
  /// The day after it.
  var next: CivilDate { CivilDate(firstMoment.advanced(seconds: 86_400)) }
}
