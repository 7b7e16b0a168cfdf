import Foundation
import Shop
import Site
import Testing
import Text

/// Mistakes of editors, one at a time: each is reported once, at its place, with a remedy.
@Suite(.timeLimit(.minutes(20))) struct MistakesTests {
  @Test func `there are more than sixty`() {
    #expect(Mistake.all.count > 60)
    #expect(Set(Mistake.all.map(\.what)).count == Mistake.all.count)
  }

  @Test(arguments: Mistake.all)
  func `is told once, where it was made`(mistake: Mistake) throws {
    let shop = try TemporaryShop([
      "site/static/images/card.svg":
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 5\"/>"
    ])
    for (file, bytes) in mistake.files { try shop.write(bytes, to: file) }
    let problems = try checkSite(shop.request()).problems
    #expect(problems.count == 1, "\(problems.map { $0.text() })")
    let problem = try #require(problems.first)
    let place = "\(problem.file):\(problem.position.line):\(problem.position.column)"
    #expect(place == mistake.place, "\(problem.text())")
    #expect(problem.warning == mistake.name, "\(problem.text())")
    #expect(problem.text().contains(mistake.words), "\(problem.text())")
    #expect(problem.message.contains("; ") || problem.hint != nil, "no mend: \(problem.text())")
  }

  /// With `MISTAKES=1` prints the table for the documentation.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["MISTAKES"] == "1"))
  func `the table in words`() {
    for mistake in Mistake.all {
      print("| \(mistake.what) | \(mistake.place) | \(mistake.name?.name ?? "error") |")
    }
  }
}
