import Shop
import Site
import Testing

/// The list that buyers check before they buy, taken out of the text.
@Suite(.timeLimit(.minutes(20))) struct ChecklistTests {
  private static let list =
    "<ul>\n<li class=\"task\"><label><input type=\"checkbox\"> 甲</label></li>\n"
    + "<li class=\"task\"><label><input type=\"checkbox\"> 乙</label></li>\n</ul>\n"
  private static let heading = "<h2 id=\"请确认\">请确认</h2>\n"

  @Test(arguments: [
    ("一\n\n- [ ] 甲\n- [ ] 乙\n\n二\n", list, "<p>一</p>\n<p>二</p>\n"),
    ("一\n\n## 请确认\n\n- [ ] 甲\n- [ ] 乙\n", heading + list, "<p>一</p>\n"),
    // Paragraphs between the items make no difference.
    ("## 请确认\n\n- [ ] 甲\n\n- [ ] 乙\n\n## 二\n", heading + list, "<h2 id=\"二\">二</h2>\n"),
    // The heading stays with what else it is over.
    ("## 请确认\n\n- [ ] 甲\n- [ ] 乙\n\n二\n", list, heading + "<p>二</p>\n"),
    // Only the first one.
    ("- [ ] 甲\n- [ ] 乙\n\n一\n\n1. 二\n", list, "<p>一</p>\n<ol>\n<li>二</li>\n</ol>\n"),
  ])
  func `is a part of its own`(markdown: String, checklist: String, rest: String) throws {
    let body = try #require(try loadProduct(body: markdown).texts.body[.chinese])
    #expect(body.checklist == checklist)
    #expect(body.withoutChecklist.html == rest)
  }

  @Test(arguments: [
    "- 甲\n- 乙\n", "- [ ] 甲\n- 乙\n", "> - [ ] 甲\n", "- 甲\n  - [ ] 乙\n",
    "- [ ] 甲\n\n  乙\n", "- [x] 港服\n- [ ] 国服\n", "- [ ] 甲\n- [X] 乙\n", ":::notice\n- [ ] 甲\n:::\n",
    "## 使用说明\n\n- [ ] 甲\n",
    "## 使用说明\n\n### 一\n\n- [ ] 甲\n",
  ])
  func `stays in the text where it is something else`(markdown: String) throws {
    let body = try #require(try loadProduct(body: markdown).texts.body[.chinese])
    #expect(body.checklist == nil && body.withoutChecklist == body)
  }
}
