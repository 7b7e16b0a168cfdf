import Shop
import Site
import Testing

/// A file that cannot be read causes no problems in others.
@Suite(.timeLimit(.minutes(20))) struct UnreadFileTests {
  private static let product = "content/products/z.md"
  private static let broken =
    "---\ntitle: 甲\nslug: zed\naliases: [/products/old/]\nsummary: \"甲\n---\n"

  @Test(arguments: [
    ("menu: [/products/zed/]", product, broken),
    ("footer: [/products/zed/]", product, broken),
    ("menu: [/about/]", "content/pages/about.md", "---\ntitle: \"关于\n---\n"),
    ("footer: [/categories/cc/]", "content/categories/cc.md", "---\ntitle: \"关于\n---\n"),
    ("menu: [/scenarios/ss/]", "content/scenarios/ss.md", "---\ntitle: \"关于\n---\n"),
    ("menu: [/products/z/]", product, productText(["price": "x"])),
  ])
  func `a link of the settings to one`(line: String, file: String, text: String) throws {
    let shop = try TemporaryShop([file: text])
    try shop.write(try shop.text("site/site.yaml") + line + "\n", to: "site/site.yaml")
    let problems = shop.load().problems
    #expect(problems.map(\.file) == [file], "\(problems.map { $0.text() })")
  }

  @Test(arguments: [
    ":::product zed", "[甲](/products/zed/)", "[甲](/products/old/)", "[甲](/en/products/old/)",
  ])
  func `a text that refers to one`(body: String) throws {
    let text = productText(body: body + "\n\n## 使用说明\n\n粘贴。\n")
    let shop = try TemporaryShop([Self.product: Self.broken, "content/products/test.md": text])
    let problems = shop.load().problems
    #expect(problems.map(\.file) == [Self.product], "\(problems.map { $0.text() })")
  }

  @Test(arguments: [
    "title_en: \"x", "title: 二", "contacts: {qq: 12}", "contact: {qq: 123456}",
  ])
  func `contacts for a page that shows them`(line: String) throws {
    let shop = try TemporaryShop([
      "content/pages/contact.md": "---\ntitle: 联系\ncontacts: true\n---\n写信。\n"
    ])
    try shop.write(try shop.text("site/site.yaml") + line + "\n", to: "site/site.yaml")
    let problems = shop.load().problems
    #expect(problems.map(\.file) == ["site/site.yaml"], "\(problems.map { $0.text() })")
  }

  @Test func `settings that declare what others use`() throws {
    let settings =
      "title_en: \"x\nlabels: {lim: {title: 限}}\nparams:\n  note: 甲\n"
      + "csp: {script: [https://chat.example]}\nredirects:\n  - {from: /a/, to: /search/}\n"
    let shop = try TemporaryShop([
      "content/products/test.md": productText(
        ["labels": "[lim]"],
        body: "[甲](/a/)\n\n## 使用说明\n\n粘贴。\n"
      ),
      "site/templates/footer.mustache":
        "{{params.note}}<script src=\"https://chat.example/a.js\"></script>",
    ])
    try shop.write(try shop.text("site/site.yaml") + settings, to: "site/site.yaml")
    let problems = shop.load().problems
    #expect(problems.map(\.file) == ["site/site.yaml"], "\(problems.map { $0.text() })")
  }
}
