import Site
import Testing
import Text

@Suite(.timeLimit(.minutes(20))) struct ContentProblemTextTests {
  private func caretColumn(_ line: String, column: Int) throws -> Int {
    let problem = ContentProblem(
      file: "a.md",
      position: Position(line: 1, column: column),
      message: "m",
      sourceLine: line
    )
    let lines = problem.text().split(separator: "\n", omittingEmptySubsequences: false)
    return try #require(lines[2].firstIndex(of: "^")).utf16Offset(in: lines[2]) - 2
  }

  @Test(arguments: [
    ("price: x", 8, 7), ("标题：x", 4, 6), ("ａｂx", 3, 4), ("e\u{301}x", 3, 1), ("🎮x", 2, 2),
    ("한글x", 3, 4), ("x", 1, 0), ("x", 9, 1), ("\tx", 2, 1), ("“中”x", 4, 4),
  ])
  func `puts the caret under the character`(line: String, column: Int, expected: Int) throws {
    #expect(try caretColumn(line, column: column) == expected)
  }

  @Test func `shows the part of a long line around the caret`() {
    let line = String(repeating: "长", count: 5000) + "x" + String(repeating: "y", count: 5000)
    let problem = ContentProblem(
      file: "a.md",
      position: Position(line: 1, column: 5001),
      message: "m",
      sourceLine: line
    )
    let shown = problem.text().split(separator: "\n")[1]
    #expect(shown.count < 110)
    #expect(shown.contains("长x"))
  }

  @Test func `prints no control characters of the file`() {
    let problem = ContentProblem(
      file: "a\u{1B}.md",
      message: "found `\u{1B}[2J`",
      hint: "\u{202E}x",
      sourceLine: "\u{1B}]0;title\u{7}"
    )
    let text = problem.text()
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E })
  }

  @Test func `has the form that editors read`() {
    let problem = ContentProblem(
      file: "content/products/a.md",
      position: Position(line: 7, column: 8),
      warning: .noAltText,
      message: "expected a, found b; do c",
      hint: "did you mean `a`?",
      sourceLine: "key: bb b"
    )
    #expect(
      problem.text() == """
        content/products/a.md:7:8: warning: expected a, found b; do c [no-alt-text]
          key: bb b
                 ^
          hint: did you mean `a`?
        """
    )
    #expect(problem.text(colored: true).contains("\u{1B}[1;33mwarning:\u{1B}[0m"))
  }

  @Test func `the JSON has a version and every field`() throws {
    let problem = ContentProblem(file: "a/b.md", message: "m", hint: "h", sourceLine: "s")
    #expect(
      try ProblemsDocument(
        [problem],
        leftOut: [LeftOutProduct(file: "c.md", slug: nil, reason: .draft)]
      ).json() == """
        {
          "errors" : 1,
          "leftOut" : [
            {
              "file" : "c.md",
              "reason" : "draft"
            }
          ],
          "problems" : [
            {
              "column" : 1,
              "file" : "a/b.md",
              "hint" : "h",
              "line" : 1,
              "message" : "m",
              "severity" : "error",
              "sourceLine" : "s"
            }
          ],
          "translations" : [

          ],
          "version" : 1,
          "warnings" : 0
        }
        """
    )
  }
}
