import Shop
import Testing
import Worker

struct RedeemTextHTMLTests {
  @Test(arguments: [
    ("", ""),
    ("One\ntwo", "<p>One two</p>\n"),
    ("One\n\nTwo", "<p>One</p>\n<p>Two</p>\n"),
    ("1. Open\n2. Enter\n   the code", "<ol><li>Open</li><li>Enter the code</li></ol>\n"),
    ("- a\n* b", "<ul><li>a</li><li>b</li></ul>\n"),
    ("### Steps\nGo", "<h3>Steps</h3>\n<p>Go</p>\n"),
    ("Press **Redeem** and `OK`", "<p>Press Redeem and OK</p>\n"),
    (
      "See [help](https://x.example/?a=1&b=2)",
      "<p>See help (https://x.example/?a=1&amp;b=2)</p>\n"
    ),
    ("打开 <https://x.example/r>。\n再输入", "<p>打开 https://x.example/r。再输入</p>\n"),
    ("1. 打开\n2. 输入", "<ol><li>打开</li><li>输入</li></ol>\n"),
  ])
  func `renders paragraphs and lists`(markdown: String, html: String) {
    #expect(RedeemText(markdown: markdown).html == html)
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
    "- <b>\"'&", "# <svg/onload=1>", "1. </li><script>",
  ])
  func `lets no markup of the source through`(markdown: String) {
    let html = RedeemText(markdown: markdown).html
    let own = ["p", "ol", "ul", "li", "h3"].flatMap { ["<\($0)>", "</\($0)>"] }
    let rest = own.reduce(html) { $0.replacing($1, with: "") }
    #expect(!rest.contains("<") && !rest.contains(">") && !rest.contains("\""))
    #expect(!rest.contains("href"))
  }
}
