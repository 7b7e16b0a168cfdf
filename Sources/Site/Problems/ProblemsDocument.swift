import Foundation
import Shop
import Text

/// The output of `cardstock check --format json`, for editors and CI.
///
/// A change that an older reader would misunderstand raises `version`.
package struct ProblemsDocument: Codable, Equatable, Sendable {
  /// The version that this program writes.
  package static let currentVersion = 1

  /// `currentVersion` of the program that wrote it.
  package let version: Int
  /// How many of the problems stop a build.
  package let errors: Int
  /// How many of the problems stop only a strict build.
  package let warnings: Int
  /// The problems by file, line and column.
  package let problems: [Entry]
  /// Products that no page shows, by file.
  package let leftOut: [LeftOut]
  /// The first moment at which a product comes or goes, as `2026-11-30T16:00:00Z`.
  package let nextBuild: String?
  /// The IANA name of the zone by which dates are read; nil when no date needs one.
  package let timezone: String?
  /// How much is translated, for each language but the shop's own.
  package let translations: [Translation]

  /// What a build wrote; nil for a check, or when nothing was written.
  package let build: BuildEntry?

  /// What a build made, and how much of it was new.
  package struct BuildEntry: Codable, Equatable, Sendable {
    /// HTML files, of all languages.
    package let pages: Int
    /// Products that pages show.
    package let products: Int
    /// Files that were written, or would be by a dry run.
    package let written: Int
    /// Files that were in the output already.
    package let unchanged: Int
    /// Files of the last build that were deleted, or would be.
    package let deleted: Int
    /// Addresses that were added to `site/addresses.txt`.
    package let newAddresses: Int
  }

  /// One problem.
  package struct Entry: Codable, Equatable, Sendable {
    /// From the shop's folder.
    package let file: String
    /// The line, from 1.
    package let line: Int
    /// The column, from 1, in characters.
    package let column: Int
    /// `error` or `warning`.
    package let severity: String
    /// The name of a warning, which `allow:` takes; none for an error.
    package let name: String?
    /// `expected …, found …; do …`, without the place.
    package let message: String
    /// A guess at what is meant, as a question.
    package let hint: String?
    /// The line as in the file; none if it is not text.
    package let sourceLine: String?
  }

  /// One product that is left out.
  package struct LeftOut: Codable, Equatable, Sendable {
    /// From the shop's folder.
    package let file: String
    /// The reason, such as `draft`, `available from 2026-12-01` or `available until 2026-10-31`.
    package let reason: String
  }

  /// How much is translated into one language.
  package struct Translation: Codable, Equatable, Sendable {
    /// The language's tag, such as `en`.
    package let language: String
    /// Products that pages show.
    package let products: CountEntry
    /// Categories and scenarios.
    package let terms: CountEntry
    /// Policy, help and other pages.
    package let pages: CountEntry
    /// The files without a translation, from the shop's folder.
    package let missing: [String]
  }

  /// How many there are, and how many of them are translated.
  package struct CountEntry: Codable, Equatable, Sendable {
    /// How many have a title and every text in the language.
    package let translated: Int
    /// How many there are.
    package let total: Int
  }

  /// The document of a build's or check's report.
  package init(_ report: BuildReport) {
    self.init(
      report.problems,
      leftOut: report.leftOut,
      schedule: report.schedule,
      translations: report.translations,
      build: report.changes.map { changes in
        BuildEntry(
          pages: report.pages,
          products: report.products,
          written: changes.written,
          unchanged: changes.unchanged,
          deleted: changes.deleted,
          newAddresses: report.newAddresses
        )
      }
    )
  }

  package init(
    _ problems: [ContentProblem],
    leftOut: [LeftOutProduct] = [],
    schedule: BuildSchedule? = nil,
    translations: [TranslationReport] = [],
    build: BuildEntry? = nil
  ) {
    self.build = build
    self.leftOut = leftOut.map { LeftOut(file: $0.file, reason: $0.reason.text) }
    nextBuild = schedule?.next?.iso8601
    timezone = schedule?.daysOf?.name
    version = Self.currentVersion
    errors = problems.count(.error)
    warnings = problems.count(.warning)
    self.problems = problems.map { problem in
      Entry(
        file: problem.file,
        line: problem.position.line,
        column: problem.position.column,
        severity: problem.severity.rawValue,
        name: problem.warning?.name,
        message: problem.message,
        hint: problem.hint,
        sourceLine: problem.sourceLine
      )
    }
    self.translations = translations.map { report in
      Translation(
        language: report.language,
        products: Self.entry(report.products),
        terms: Self.entry(report.terms),
        pages: Self.entry(report.pages),
        missing: report.missing
      )
    }
  }

  private static func entry(_ count: TranslationReport.Count) -> CountEntry {
    CountEntry(translated: count.translated, total: count.total)
  }

  /// The document as indented JSON with sorted keys.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
