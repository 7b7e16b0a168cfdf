import Testing
import Text

@Suite(.timeLimit(.minutes(20))) struct EnumerationTests {
  @Test(arguments: [
    ([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"),
    (["a", "b", "c", "d"], "a, b, c and d"),
  ])
  func `names stand as in a sentence`(names: [String], text: String) {
    #expect(names.listed() == text)
    #expect(names.listed(by: "or") == text.replacing(" and ", with: " or "))
  }
}
