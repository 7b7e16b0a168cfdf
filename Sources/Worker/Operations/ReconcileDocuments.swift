import Payments
package import Shop
package import Storage

/// The result of reconciling everything since a day.
package struct ReconciledDocument: Codable, Equatable, Sendable {
  /// How many checkouts were asked about.
  package let asked: Int
  /// One line for each checkout about which there was news.
  package let found: [String]
  /// One line for each checkout that the provider could not be asked about, with the reason.
  package let unanswered: [String]
  /// The day to continue from, when there were more than `mostCheckouts`; else nil.
  package let goesOn: String?
  /// A statement for each provider and day.
  package let statements: [StatementDocument]
}

/// Asks providers about all unpaid checkouts since a day, then matches those days' statements.
package struct ReconcileDocument: CommandDocument {
  /// `reconcile`.
  package static let kind = OperationKind.reconcile
  /// The most checkouts that one command asks about.
  private static let mostCheckouts = 5_000

  /// The first day, `YYYY-MM-DD`.
  let since: String

  package init(since: String) {
    self.since = since
  }

  /// Returns what was found, and what could not be asked about.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> ReconciledDocument {
    let calendar = commands.calendar()
    guard let since = CivilDate(since),
      calendar.moments(of: since).lowerBound <= commands.now()
    else {
      throw CommandRefusal("--since", expected: "a past day as YYYY-MM-DD", found: self.since)
    }
    let matcher = try commands.configuredMatcher()
    let views = try await commands.read { (store) throws(StoreError) in
      try store.unpaidCheckouts(
        since: calendar.moments(of: since).lowerBound,
        limit: Self.mostCheckouts
      )
    }
    let rows = views.filter { $0.checkout.provider.answersQuestions }
    var found: [String] = []
    var unanswered: [String] = []
    for (reference, outcome) in await ask(rows, matcher.providerCalls) {
      switch outcome {
      case .settled(let settlements, let finding):
        let underWay = finding.underWay.map { "not finished by its provider: \($0.reason)" }
        let news =
          settlements.filter { $0 != .duplicate && $0 != .ignored }.map(\.words)
          + [underWay].compactMap { $0 }
        if !news.isEmpty { found.append("\(reference): \(news.joined(separator: ", "))") }
      case .unanswered(let error): unanswered.append("\(reference): \(error)")
      case .unstored(let error): throw error
      }
    }
    let isCut = views.count == Self.mostCheckouts
    return ReconciledDocument(
      asked: rows.count,
      found: found,
      unanswered: unanswered,
      goesOn: isCut ? views.last.map { "\(calendar.day(of: $0.checkout.createdAt))" } : nil,
      statements: try await commands.statements(since: since, matcher)
    )
  }

  /// A note that names the day.
  package func note(of answer: ReconciledDocument) -> ActNote {
    ActNote("since \(since)")
  }

  /// Asks about a few at once, so that a provider that hangs leaves calls for its buyers.
  private func ask(
    _ rows: [Checkout.BuyerView],
    _ providerCalls: ProviderCalls
  ) async -> [(Reference, QuestionOutcome)] {
    await withTaskGroup(of: (Int, QuestionOutcome).self) { group in
      var outcomes: [Int: QuestionOutcome] = [:]
      for (index, row) in rows.enumerated() {
        if index >= ReconcileService.width, let (place, outcome) = await group.next() {
          outcomes[place] = outcome
        }
        group.addTask { (index, await providerCalls.ask(row.question, of: row.checkout.provider)) }
      }
      for await (place, outcome) in group { outcomes[place] = outcome }
      return rows.indices.compactMap { index in
        outcomes[index].map { (rows[index].checkout.reference, $0) }
      }
    }
  }
}

/// Matches a day's statements with the books.
package struct MatchStatementsDocument: CommandDocument {
  /// `statements match`.
  package static let kind = OperationKind.matchStatements

  /// Nil for every provider that is configured.
  let provider: Provider?
  /// `YYYY-MM-DD`.
  let day: String

  package init(provider: Provider?, day: String) {
    self.provider = provider
    self.day = day
  }

  /// Returns a report for each provider.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> [StatementDocument] {
    guard let date = CivilDate(day) else {
      throw CommandRefusal("--day", expected: "YYYY-MM-DD", found: day)
    }
    // Days of providers in Beijing time begin before those of UTC.
    guard date.firstMoment <= commands.now().advanced(seconds: Timestamp.beijingSeconds) else {
      throw CommandRefusal("--day", expected: "a day that has begun", found: day)
    }
    let matcher = try commands.configuredMatcher()
    if let provider, matcher.providerCalls.adapters[provider] == nil {
      let words = matcher.providerCalls.providers.map(\.rawValue).joined(separator: ", ")
      throw CommandRefusal(
        "--provider",
        expected: "one that is configured (\(words))",
        found: provider.rawValue
      )
    }
    var documents: [StatementDocument] = []
    for provider in provider.map({ [$0] }) ?? matcher.providerCalls.providers {
      documents.append(try await matcher.report(of: provider, on: date))
    }
    return documents
  }

  /// A note that names the provider and the day.
  package func note(of answer: [StatementDocument]) -> ActNote {
    ActNote("\(provider?.rawValue ?? "all") \(day)")
  }
}

extension OperatorCommands {
  /// The most days that one command matches.
  private static let mostDays = 93

  fileprivate func configuredMatcher() throws(CommandRefusal) -> StatementMatcher {
    guard let matcher else { throw CommandRefusal("no provider is configured") }
    return matcher
  }

  fileprivate func statements(
    since: CivilDate,
    _ matcher: StatementMatcher
  ) async throws(StoreError) -> [StatementDocument] {
    var documents: [StatementDocument] = []
    for provider in matcher.providerCalls.providers {
      let days = StatementDays.all(of: provider, since: since, at: now()).suffix(Self.mostDays)
      for day in days {
        let report = try await matcher.report(of: provider, on: day)
        if report.trouble != "\(ProviderError.unsupported)" { documents.append(report) }
      }
    }
    return documents
  }
}
