import Logging
import Payments
import Shop
import Storage

extension OperatorDesk {
  /// Checkouts that one command asks about at most.
  private static let mostCheckouts = 5_000
  /// Days that one command matches at most.
  private static let mostDays = 93

  /// Asks about everything since a day that nobody paid, then matches those days' statements.
  func reconcile(_ text: String) async throws(StoreError) -> AnswerDocument {
    guard let since = CivilDate(text), since.firstMoment <= now() else {
      return .refused("--since: expected a past day as YYYY-MM-DD, found `\(text)`")
    }
    guard let books else { return Self.noCashier }
    let views = try await read { (store) throws(StoreError) in
      try store.checkouts(limit: Self.mostCheckouts)
    }
    let rows = views.filter { view in
      !view.isPaid && view.checkout.createdAt >= since.firstMoment
        && view.checkout.provider.answersQuestions
    }
    var found: [String] = []
    var unanswered: [String] = []
    for row in rows {
      switch await books.cashier.ask(row.question, of: row.checkout.provider) {
      case .settled(let settlements, _):
        let news = settlements.filter { $0 != .duplicate && $0 != .ignored }.map(\.words)
        let line = "\(row.checkout.reference): \(news.joined(separator: ", "))"
        if !news.isEmpty { found.append(line) }
      case .unanswered(let error): unanswered.append("\(row.checkout.reference): \(error)")
      case .unstored(let error): throw error
      }
    }
    let statements = try await statements(since: since, books)
    return .reconciled(
      ReconciledDocument(
        asked: rows.count,
        found: found,
        unanswered: unanswered,
        statements: statements
      )
    )
  }

  private func statements(
    since: CivilDate,
    _ books: Bookkeeper
  ) async throws(StoreError) -> [StatementDocument] {
    var documents: [StatementDocument] = []
    for provider in books.cashier.providers {
      let days = StatementDays.all(of: provider, since: since, at: now()).suffix(Self.mostDays)
      for day in days {
        let report = try await books.report(of: provider, on: day)
        if report.trouble != "\(ProviderError.unsupported)" { documents.append(report) }
      }
    }
    return documents
  }

  /// Matches one day's statements.
  func matchStatements(_ document: StatementDayDocument) async throws(StoreError) -> AnswerDocument
  {
    guard let day = CivilDate(document.day) else {
      return .refused("--day: expected YYYY-MM-DD, found `\(document.day)`")
    }
    guard let books else { return Self.noCashier }
    let provider = document.provider.flatMap(Provider.init(rawValue:))
    if let name = document.provider, provider.map({ books.cashier.adapters[$0] == nil }) ?? true {
      let words = books.cashier.providers.map(\.rawValue).joined(separator: ", ")
      return .refused("--provider: expected one that is configured (\(words)), found `\(name)`")
    }
    var documents: [StatementDocument] = []
    for provider in provider.map({ [$0] }) ?? books.cashier.providers {
      documents.append(try await books.report(of: provider, on: day))
    }
    return .statements(documents)
  }
}
