import Testing
import Worker

@Suite(.timeLimit(.minutes(20))) struct CodeGroupsTests {
  @Test(arguments: [
    ("ABCDEFGH", ["ABCD", "EFGH"]), ("ABCDE", ["ABCD", "E"]), ("AB", ["AB"]),
    ("AB12-CD34-EF", ["AB12-", "CD34-", "EF"]), ("-A", ["-", "A"]),
    ("https://x.example/a?b=1", ["https://x.example/a?b=1"]), ("卡密一二三", ["卡密一二三"]),
  ])
  func `cuts a code where the eye can rest`(code: String, groups: [String]) {
    #expect(CodeGroups.of(code) == groups)
    #expect(CodeGroups.of(code).joined() == code)
  }
}
