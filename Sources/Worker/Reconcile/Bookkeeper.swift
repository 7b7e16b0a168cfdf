import Foundation
import Logging
package import Mail
import NIOPosix
import Payments
package import Shop
import Storage

/// Compares what providers say that they did on a day with the books, and reports what it finds.
package struct Bookkeeper: Sendable {
  let cashier: Cashier
  /// Where reports are kept: `STATE/statements`.
  let folder: String
  let mailer: Mailer?
  /// Who gets the reports.
  let reader: EmailAddress?

  package init(cashier: Cashier, folder: String, mailer: Mailer?, reader: EmailAddress?) {
    self.cashier = cashier
    self.folder = folder
    self.mailer = mailer
    self.reader = reader
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
    let answer = await cashier.calling(provider) { (adapter, call) throws(ProviderError) in
      try adapter.statement(of: day, call)
    }
    switch answer {
    case .failure(let error): return .failed(error)
    case .success(nil): return .notReady
    case .success(let lines?):
      do {
        var match = try await cashier.store.takeStatement(provider, day, lines, at: cashier.now())
        if await asks(about: match) {
          match = try await cashier.store.takeStatement(provider, day, lines, at: cashier.now())
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
  private func asks(about match: StatementMatch) async -> Bool {
    // Stripe alone sells by links that know no checkout of ours.
    let lost = match.findings.filter { finding in
      finding.reason == .paidThereUnknownHere
        && (finding.reference != nil || match.provider == .stripe)
    }
    for finding in lost.prefix(Self.mostQuestions) {
      let reference = finding.reference
      let found = await onThread(of: cashier.threads) { [store = cashier.store] in
        reference.flatMap { Self.checkout($0, in: store) }
      }
      let view = found.flatMap { $0 }
      let question = PaymentQuestion(
        reference: reference,
        sessionID: view?.sessionID,
        paymentID: finding.paymentID,
        openedAt: view?.checkout.createdAt
      )
      _ = await cashier.ask(question, of: match.provider)
    }
    return !lost.isEmpty
  }

  /// Nil also when it cannot be read: then the report says what is to be asked.
  private static func checkout(_ reference: Reference, in store: Store) -> CheckoutView? {
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
      cashier.logger.info("\(name): \(count)")
    } else {
      cashier.logger.error("\(name): \(count); \(report.findings.count) to look at")
    }
  }

  /// Writes the report as text, CSV and JSON; readable by the worker's own user alone.
  private func keep(_ report: StatementDocument) async {
    let (folder, logger) = (folder, cashier.logger)
    _ = await onThread(of: cashier.threads) {
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
    guard let mailer, let reader else { return }
    let letter = OperatorLetter(
      name: "statement-\(report.provider)-\(report.day)",
      to: reader,
      subject: report.subject,
      text: report.text,
      date: cashier.now()
    )
    let sent = await onThread(of: cashier.threads) { mailer.post(letter) }
    guard let sent, sent != .sent, sent != .written else { return }
    cashier.logger.error(
      "the report of \(report.day) is in \(folder) and could not be mailed: \(sent.words)"
    )
  }
}

extension Bookkeeper {
  /// Sends the operator a letter beside the daily reports, if there is one to send to.
  func tell(_ subject: String, _ text: String) async {
    guard let mailer, let reader else { return }
    let moment = cashier.now()
    let letter = OperatorLetter(
      name: "alarm-\(moment.milliseconds)",
      to: reader,
      subject: subject,
      text: text,
      date: moment
    )
    let sent = await onThread(of: cashier.threads) { mailer.post(letter) }
    guard let sent, sent != .sent, sent != .written else { return }
    cashier.logger.error("the operator could not be told by mail: \(sent.words)")
  }
}

extension SendOutcome {
  /// One line for a log, without an address.
  fileprivate var words: String {
    switch self {
    case .sent: "sent"
    case .written: "written"
    case .temporary(let trouble), .permanent(let trouble), .uncertain(let trouble),
      .relayBroken(let trouble), .abandoned(let trouble):
      "\(trouble.phase.rawValue): \(trouble.detail)"
    }
  }
}
