import Shop
import Testing

@Suite(.timeLimit(.minutes(20))) struct HTMLEscapingTests {
  @Test(arguments: [
    ("plain 文字", "plain 文字"),
    ("<b>&'\"", "&lt;b&gt;&amp;&#39;&quot;"),
    ("\"\u{301} onfocus=x", "&quot;\u{301} onfocus=x"),
    ("<\u{338}script>", "&lt;\u{338}script&gt;"),
    ("", ""),
  ])
  func `escapes every dangerous byte, also under a combining mark`(text: String, safe: String) {
    #expect(text.escapedForHTML.utf8.elementsEqual(safe.utf8))
  }
}
