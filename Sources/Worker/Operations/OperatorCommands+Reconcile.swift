import Logging
import Payments
import Shop
import Storage

extension OperatorCommands {
  /// Checkouts that one command asks about at most.
  private static let mostCheckouts = 5_000
  /// Days that one command matches at most.
  private static let mostDays = 93

  /// Asks about everything since a day that nobody paid, then matches those days' statements.
  func reconcile(_ text: String) async throws(StoreError) -> AnswerDocument {
    let calendar = calendar()
    guard let since = CivilDate(text), calendar.moments(of: since).lowerBound <= now() else {
      return .refused("--since: expected a past day as YYYY-MM-DD, found `\(text)`")
    }
    guard let books else { return Self.noCashier }
    let views = try await read { (store) throws(StoreError) in
      try store.unpaidCheckouts(
        since: calendar.moments(of: since).lowerBound,
        limit: Self.mostCheckouts
      )
    }
    let rows = views.filter { $0.checkout.provider.answersQuestions }
    let inquiries = await ask(rows, books.providerCalls)
    var found: [String] = []
    var unanswered: [String] = []
    for (reference, inquiry) in inquiries {
      switch inquiry {
      case .settled(let settlements, _):
        let news = settlements.filter { $0 != .duplicate && $0 != .ignored }.map(\.words)
        if !news.isEmpty { found.append("\(reference): \(news.joined(separator: ", "))") }
      case .unanswered(let error): unanswered.append("\(reference): \(error)")
      case .unstored(let error): throw error
      }
    }
    let isCut = views.count == Self.mostCheckouts
    return .reconciled(
      ReconciledDocument(
        asked: rows.count,
        found: found,
        unanswered: unanswered,
        goesOn: isCut ? views.last.map { "\(calendar.day(of: $0.checkout.createdAt))" } : nil,
        statements: try await statements(since: since, books)
      )
    )
  }

  /// Asks about some at once, so that a provider that hangs leaves calls to its buyers.
  private func ask(
    _ rows: [Checkout.BuyerView],
    _ providerCalls: ProviderCalls
  ) async -> [(Reference, Inquiry)] {
    await withTaskGroup(of: (Int, Inquiry).self) { group in
      var inquiries: [Int: Inquiry] = [:]
      for (index, row) in rows.enumerated() {
        if index >= ReconcileService.width, let (place, inquiry) = await group.next() {
          inquiries[place] = inquiry
        }
        group.addTask { (index, await providerCalls.ask(row.question, of: row.checkout.provider)) }
      }
      for await (place, inquiry) in group { inquiries[place] = inquiry }
      return rows.indices.compactMap { index in
        inquiries[index].map { (rows[index].checkout.reference, $0) }
      }
    }
  }

  private func statements(
    since: CivilDate,
    _ books: StatementMatcher
  ) async throws(StoreError) -> [StatementDocument] {
    var documents: [StatementDocument] = []
    for provider in books.providerCalls.providers {
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
    if let name = document.provider,
      provider.map({ books.providerCalls.adapters[$0] == nil }) ?? true
    {
      let words = books.providerCalls.providers.map(\.rawValue).joined(separator: ", ")
      return .refused("--provider: expected one that is configured (\(words)), found `\(name)`")
    }
    var documents: [StatementDocument] = []
    for provider in provider.map({ [$0] }) ?? books.providerCalls.providers {
      documents.append(try await books.report(of: provider, on: day))
    }
    return .statements(documents)
  }
}
