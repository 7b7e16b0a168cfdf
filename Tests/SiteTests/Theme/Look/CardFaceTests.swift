import Shop
import Site
import Testing

/// Drawn cards, for texts of any length.
@Suite(.timeLimit(.minutes(20))) struct CardFaceTests {
  @Test(arguments: [
    ("Cairnlight", "y=\"48\" font-size=\"20\">Cairnlight</text>"),
    ("A Very Long Brand Name And Sons", "y=\"48\" font-size=\"14\">A Very Long Brand Na…</text>"),
    ("非常非常长的一个品牌名称有限公司", "y=\"48\" font-size=\"14\">非常非常长的一个品牌名…</text>"),
  ])
  func `cuts a brand that would run into the motif`(brand: String, expected: String) throws {
    var content = try SampleShop.content()
    content.products[0].shelving.brand = brand
    #expect(try rendered("products/cairnlight-50/index.html", of: content).contains(expected))
  }

  @Test func `sets the title large where there is neither brand nor face value`() throws {
    let page = try rendered("products/earshore/index.html", of: SampleShop.content())
    #expect(page.contains("<text x=\"28\" y=\"240\" font-size=\"56\">听岸会员</text>"))
    #expect(!page.contains("y=\"48\" font-size=\"20\">听岸会员"))
  }

  @Test(arguments: [("CN", ">CN</text>"), ("TH,SG,MY", ">TH +2</text>")])
  func `names one region and counts the others`(region: String, expected: String) throws {
    var content = try SampleShop.content()
    content.products[0].offer.region = region
    #expect(try rendered("products/cairnlight-50/index.html", of: content).contains(expected))
  }
}
