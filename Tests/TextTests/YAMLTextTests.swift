import Testing
import Text

/// What the reader of YAML refuses; tests of a shop's files cover mistakes with a suggestion.
@Suite(.timeLimit(.minutes(20))) struct YAMLTextTests {
  @Test(arguments: [
    ("a: &x 1\nb: *x\n", YAMLProblem.Reason.reference, 2), ("a: &x 1\n", .reference, 1),
    ("a: !!int 1\n", .reference, 1), ("a: 1\na: 2\n", .repeatedKey, 2), ("- a\n", .noMapping, 1),
    ("a: b: c\n", .syntax, 1), ("\ta: 1\n", .syntax, 1),
    ("a: [[[[[[[[[1]]]]]]]]]\n", .tooDeep, 1),
  ])
  func `a refusal tells its kind and its line`(text: String, reason: YAMLProblem.Reason, line: Int)
  {
    do {
      _ = try YAMLText(text, firstLine: 3).entries()
      Issue.record("taken: \(text)")
    } catch {
      #expect(error.reason == reason && error.position.line == line + 2, "\(error)")
    }
  }

  @Test func `values stay text, and nothing written is null`() throws {
    let entries = try YAMLText("a: 0x1F\nb: ~\nc: \"\"\nd: [yes, 1e3]\n").entries()
    #expect(entries.map(\.key) == ["a", "b", "c", "d"])
    #expect(entries.map(\.value.isNull) == [false, true, false, false])
    #expect(entries[0].value.description == "`0x1F`")
    guard case .list(let items) = entries[3].value.kind else {
      Issue.record("no list")
      return
    }
    #expect(items.map(\.description) == ["`yes`", "`1e3`"])
    #expect(try YAMLText("# nothing\n").entries().isEmpty)
  }

  @Test(arguments: [
    "a: [127.0.0.0/8, \"::1\"]\nb: 1\n", "a: [\"x: y\", 'it''s: z']\nb: 1\n", "a: \"b: c\"\nb: 1\n",
    "- a: 'x: y'\n  b: 1\n", "a: 卡 \nb: \"卡: x\"\nc: 1\n", "{a: \"x: y\"}\n",
    "a: \"x: \\\" y\"\nb: 1\n",
  ])
  func `a quote that is closed on its line is read, with colons in it`(text: String) throws {
    let whole = text.hasPrefix("- ") ? "list:\n" + text : text
    #expect(try !YAMLText(whole).entries().isEmpty)
  }
}
