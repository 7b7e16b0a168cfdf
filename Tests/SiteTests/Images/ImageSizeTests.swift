import Foundation
import Shop
import Testing
import Text

@testable import Site

/// The sizes of image files, in the `<img>` of a page.
@Suite(.timeLimit(.minutes(20))) struct ImageSizeTests {
  static let files: [(String, Data, Int, Int)] = [
    ("a.png", ImageFiles.png(width: 3, height: 2), 3, 2),
    ("a.jpg", ImageFiles.jpeg(width: 300, height: 200), 300, 200),
    ("a.jpeg", ImageFiles.jpeg(width: 300, height: 200, orientation: 6), 200, 300),
    ("a.JPG", ImageFiles.jpeg(width: 300, height: 200, orientation: 8, isBig: false), 200, 300),
    ("b.jpg", ImageFiles.jpeg(width: 300, height: 200, orientation: 3), 300, 200),
    ("a.gif", ImageFiles.gif(width: 640, height: 480), 640, 480),
    (
      "a.webp",
      ImageFiles.webp(kind: "VP8 ", [0, 0, 0, 0x9D, 1, 0x2A, 0x2C, 0x01, 0xC8, 0x40]), 300, 200
    ),
    ("b.webp", ImageFiles.webp(kind: "VP8L", [0x2F, 0x2B, 0xC1, 0x31, 0]), 300, 200),
    ("c.webp", ImageFiles.webp(kind: "VP8X", [2, 0, 0, 0, 0x2B, 1, 0, 0xC7, 0, 0]), 300, 200),
    ("a.avif", ImageFiles.avif(sizes: [(64, 64), (300, 200)]), 300, 200),
    ("b.avif", ImageFiles.avif(sizes: [(300, 200)], turns: 1), 200, 300),
    ("a.svg", ImageFiles.svg("width='30' height=\"20px\" viewBox=\"0 0 3 2\""), 30, 20),
    (
      "b.svg",
      Data("<?xml version=\"1.0\"?><!-- a > b -->".utf8)
        + ImageFiles.svg("viewBox=\"0,0 30.4 19.6\""), 30, 20
    ),
    (
      "c.svg",
      Data("<!DOCTYPE svg [<!ENTITY a \"b\">]>".utf8)
        + ImageFiles.svg("width=\"1in\" viewBox=\"0 0 2 1\""), 96, 48
    ),
    (
      "d.svg",
      Data(
        "<s:svg xmlns:s=\"\(ImageFiles.svgNamespace)\" width=\"100%\" viewBox=\"0 0 30 20\"/>".utf8
      ), 30, 20
    ),
  ]

  @Test(arguments: files)
  func `an image has its width and height`(name: String, data: Data, width: Int, height: Int) throws
  {
    let shop = try TemporaryShop()
    try shop.write(data, to: "site/static/images/\(name)")
    let path = "/images/\(name)"
    try shop.write(productText(["image": path], body: "![甲 \"乙\"](\(path))\n"), to: product)
    let html = try page(of: shop)
    let size = "width=\"\(width)\" height=\"\(height)\""
    #expect(html.contains("<img class=\"face\" src=\"\(path)\" \(size) alt="))
    let lazy = "alt=\"甲 &quot;乙&quot;\" loading=\"lazy\" decoding=\"async\">"
    #expect(html.contains("<p><img src=\"\(path)\" \(size) \(lazy)</p>"))
  }

  static let broken: [(String, Data)] = [
    ("a.png", Data("not an image".utf8)), ("b.png", Data()),
    ("c.png", ImageFiles.png(width: 3, height: 2).prefix(20)),
    ("d.png", Data(ImageFiles.png(width: 3, height: 2).prefix(16) + [0, 0, 0, 0, 0, 0, 0, 1])),
    (
      "e.png",
      Data(ImageFiles.png(width: 3, height: 2).prefix(16) + [255, 255, 255, 255, 0, 0, 0, 1])
    ),
    ("a.jpg", Data([0xFF, 0xD8, 0xFF, 0xE0, 0, 0])), ("b.jpg", Data([0xFF, 0xD8, 0xFF])),
    ("c.jpg", Data([0xFF, 0xD8, 0xFF, 0xC0, 0xFF, 0xFF, 8, 0])),
    ("a.gif", Data("GIF89a\u{1}".utf8)), ("a.webp", Data("RIFF....WEBPVP8X".utf8)),
    ("a.avif", Data([0, 0, 0, 8] + Array("ftypavif".utf8))),
    ("b.avif", Data([255, 255, 255, 255] + Array("ftypavif".utf8) + [0, 0, 0, 0])),
    ("a.svg", Data("<html xmlns=\"a\"><svg width=\"1\" height=\"1\"/></html>".utf8)),
    ("b.svg", ImageFiles.svg("")),
    ("c.svg", ImageFiles.svg("width=\"1e300\" height=\"nan\" viewBox=\"0 0 0 0\"")),
    ("d.svg", Data("<!-- <svg width=\"1\" height=\"1\">".utf8)),
  ]

  @Test(arguments: broken)
  func `an image without a size is an error where it is shown`(name: String, data: Data) throws {
    let shop = try TemporaryShop()
    try shop.write(data, to: "site/static/images/\(name)")
    try shop.write(productText(body: "字\n\n![甲](/images/\(name))\n"), to: product)
    let problems = shop.load().problems.filter { $0.severity == .error && $0.file == product }
    #expect(problems.count == 1)
    let problem = try #require(problems.first)
    #expect(problem.position == Position(line: 9, column: 6))
    let expected =
      name.hasSuffix(".svg") ? "an SVG that says its size" : "an image whose width and height"
    #expect(problem.message.hasPrefix("image: expected \(expected)"))
  }

  @Test func `garbage of any kind has no size and stops nothing`() throws {
    let starts = Self.files.map { Array($0.1.prefix(200)) }
    let shop = try TemporaryShop()
    var seed: UInt64 = 42
    for number in 0..<300 {
      var bytes = starts[number % starts.count]
      for _ in 0..<(1 + number % 7) where !bytes.isEmpty {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes[Int(seed >> 33) % bytes.count] = UInt8(truncatingIfNeeded: seed >> 20)
        if seed >> 60 == 0 { bytes.removeLast(Int(seed >> 33) % bytes.count) }
      }
      try shop.write(Data(bytes), to: "site/static/images/\(number).png")
      guard let head = ImageHead(reading: bytes) else { continue }
      #expect((1...65_535).contains(head.width) && (1...65_535).contains(head.height))
    }
    let problems = shop.load().problems
    #expect(problems.allSatisfy { $0.file.hasPrefix("site/static/images/") })
  }

  @Test func `an image over the budget is a warning at its file, once`() throws {
    let shop = try TemporaryShop()
    let data = ImageFiles.png(width: 10, height: 10) + Data(count: 200 << 10)
    try shop.write(data, to: "site/static/images/large.png")
    try shop.write(data, to: "site/static/images/not-shown.png")
    let body = "![a](/images/large.png) ![b](/images/large.png)\n"
    try shop.write(productText(["image": "/images/large.png"], body: body), to: product)
    let problems = shop.load().problems.filter { $0.message.contains("KB") }
    #expect(problems.map(\.file) == ["site/static/images/large.png"])
    #expect(problems.first?.severity == .warning)
    #expect(
      problems.first?.message == "expected an image of at most 200 KB, found 201 KB; "
        + "export it smaller, or raise `image_budget_kb` in site/site.yaml"
    )
  }

  private var product: String { "content/products/test.md" }

  private func page(of shop: TemporaryShop) throws -> String {
    let loaded = shop.load()
    let content = try #require(loaded.content, "\(loaded.problems.map { $0.text() })")
    return try rendered("products/test/index.html", of: content)
  }
}
