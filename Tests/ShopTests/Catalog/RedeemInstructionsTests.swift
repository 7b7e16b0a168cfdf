import Shop
import Testing

@Suite(.timeLimit(.minutes(20))) struct RedeemInstructionsTests {
  @Test(arguments: [
    "<p>a &lt;b&gt; <strong>c</strong><br>\n</p>", "<ol start=\"3\">\n<li>a</li>\n</ol>",
    "<p><a href=\"https://x.example/?a=1&amp;b=2\">a</a></p>",
    "<a href=\"mailto:a@x.example\">a</a>",
    "<pre><code>a > b\n</code></pre>", "",
  ])
  func `lets through what the generator writes`(html: String) {
    #expect(RedeemInstructions(html: html, text: "t").html == html)
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "<img src=\"https://x.example/1.png\">",
    "<p onclick=\"a()\">a</p>",
    "<p style=\"position:fixed\">a</p>", "<a href=\"javascript:alert(1)\">a</a>",
    "<a href=\"https://x.example\" onmouseover=\"a()\">a</a>", "<a href=\"data:text/html,a\">a</a>",
    "<iframe>", "<P>a</P>", "<p", "<form action=\"/\">", "<!-- a -->", "<svg/onload=a()>",
    "<ol start=\"1\" onclick=\"a()\">", "<ol start=\"x\">", "<base href=\"https://x.example/\">",
    "<a href=\"https://x.example/ onclick=a()\">a</a>", "<p\n>", "<meta http-equiv=\"refresh\">",
  ])
  func `shows the text in place of anything else`(html: String) {
    let shown = RedeemInstructions(html: "<p>good</p>" + html, text: "a <b>\nc")
    #expect(shown.html == "<p>a &lt;b&gt;<br>\nc</p>\n")
    #expect(shown.text == "a <b>\nc")
  }
}
