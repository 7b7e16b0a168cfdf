import Foundation
import Shop
import Site
import Testing

/// Smaller copies of images, by the real `cwebp` if there is one, and by scripts.
@Suite(.timeLimit(.minutes(20))) struct ImageVariantsTests {
  private static let path = ProcessInfo.processInfo.environment["PATH"]
  static let hasTool = ImageTool(searchPath: path) != nil

  @Test(.enabled(if: hasTool)) func `a wide image has copies that are made once`() throws {
    let shop = try shop(width: 700)
    let report = try build(shop, searchPath: Self.path)
    #expect(report.images == "2 smaller copies made")
    #expect(report.problems.isEmpty, "\(report.problems.map { $0.text() })")
    let names = try copies(of: shop)
    #expect(names.count == 2)
    let html = try shop.text("public/products/test/index.html")
    let small = try #require(names.first { $0.hasSuffix("-320.webp") })
    let middle = try #require(names.first { $0.hasSuffix("-640.webp") })
    #expect(
      html.contains(
        "srcset=\"/assets/images/\(small) 320w, /assets/images/\(middle) 640w, "
          + "/images/wide.png 700w\" sizes=\""
      )
    )
    #expect(small.hasPrefix("wide."))
    let again = try build(shop, searchPath: Self.path)
    #expect(again.images == nil)
    #expect(again.changes?.written == 0)
    #expect(try copies(of: shop) == names)
  }

  @Test(.enabled(if: hasTool)) func `two images of the same bytes have copies`() throws {
    let shop = try shop(width: 700)
    try shop.write(ImageFiles.png(width: 700, height: 40), to: "site/static/images/twin.png")
    let fields = ["title": "其他", "sku": "B", "image": "/images/twin.png"]
    try shop.write(productText(fields), to: "content/products/twin.md")
    let report = try build(shop, searchPath: Self.path)
    #expect(report.problems.map { $0.text() } == [])
    #expect(try copies(of: shop).contains { $0.hasPrefix("twin.") })
  }

  @Test(.enabled(if: hasTool)) func `the copies of an image that is gone are gone`() throws {
    let shop = try shop(width: 700)
    _ = try build(shop, searchPath: Self.path)
    let before = try copies(of: shop)
    try shop.write(ImageFiles.png(width: 400, height: 30), to: "site/static/images/wide.png")
    _ = try build(shop, searchPath: Self.path)
    #expect(try copies(of: shop).count == 1)
    #expect(try cached(in: shop).count == 1)
    #expect(Set(try copies(of: shop)).isDisjoint(with: before))
  }

  @Test(.enabled(if: hasTool)) func `a broken copy in the cache is made again`() throws {
    let shop = try shop(width: 400)
    _ = try build(shop, searchPath: Self.path)
    let name = try #require(try cached(in: shop).first)
    try shop.write("half", to: ".cardstock/images/\(name)")
    #expect(try build(shop, searchPath: Self.path).images == "1 smaller copy made")
  }

  @Test(arguments: [
    ("narrow.png", ImageFiles.png(width: 320, height: 2)),
    ("moving.png", ImageFiles.png(width: 700, height: 2, isAnimated: true)),
    ("moving.gif", ImageFiles.gif(width: 700, height: 2)),
    ("turned.jpg", ImageFiles.jpeg(width: 700, height: 2, orientation: 6)),
    ("drawn.svg", ImageFiles.svg("width=\"700\" height=\"2\"")),
  ])
  func `what needs no copy or cannot have one is left alone`(name: String, data: Data) throws {
    let shop = try TemporaryShop()
    try shop.write(data, to: "site/static/images/\(name)")
    try shop.write(productText(["image": "/images/\(name)"]), to: "content/products/test.md")
    let report = try build(shop, searchPath: nil)
    #expect(report.images == nil)
    #expect(!(try shop.text("public/products/test/index.html")).contains("srcset"))
  }

  @Test func `without cwebp the summary says so and originals are served`() throws {
    let report = try build(try shop(width: 700), searchPath: "/nowhere:relative:")
    #expect(report.images == "cwebp not found, originals are served; apt install webp")
    #expect(report.problems.isEmpty)
  }

  @Test(arguments: [
    ("exit 3", "ended with status 3"),
    ("echo broken > \"$9\"; exit 0", "a copy that is no image"),
    ("exec sleep 60", "took more than 1 s"),
  ])
  func `a copy that cannot be made is a warning`(script: String, reason: String) throws {
    let shop = try shop(width: 700)
    try shop.write(
      "#!/bin/sh\nfor last; do :; done; set -- 1 2 3 4 5 6 7 8 \"$last\"\n\(script)\n",
      to: "bin/cwebp"
    )
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755],
      ofItemAtPath: shop.path + "/bin/cwebp"
    )
    let report = try build(shop, searchPath: shop.path + "/bin", timeoutSeconds: 1)
    let problem = try #require(report.problems.first)
    #expect(report.problems.count == 1)
    #expect(problem.file == "site/static/images/wide.png")
    #expect(problem.severity == .warning)
    #expect(problem.message.contains(reason), "\(problem.message)")
    #expect(try cached(in: shop).isEmpty)
    #expect(!(try shop.text("public/products/test/index.html")).contains("srcset"))
  }

  @Test func `a check makes no copies`() throws {
    let shop = try shop(width: 700)
    var request = BuildRequest(shop: shop.path, output: shop.path + "/public", now: shopMoment)
    request.imageTool = ImageTool(searchPath: Self.path)
    _ = try checkSite(request)
    #expect(!shop.has(".cardstock/images"))
  }

  @Test func `a cache that is a link is not written to`() throws {
    let shop = try shop(width: 700)
    try FileManager.default.createDirectory(
      atPath: shop.path + "/.cardstock",
      withIntermediateDirectories: false
    )
    try FileManager.default.createSymbolicLink(
      atPath: shop.path + "/.cardstock/images",
      withDestinationPath: "/nowhere"
    )
    try shop.write("#!/bin/sh\n", to: "bin/cwebp")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755],
      ofItemAtPath: shop.path + "/bin/cwebp"
    )
    let report = try build(shop, searchPath: shop.path + "/bin")
    #expect(report.images?.contains("not a folder") == true)
  }

  private let shopMoment = Timestamp(seconds: 1_767_319_200)

  private func shop(width: Int) throws -> TemporaryShop {
    let shop = try TemporaryShop()
    try shop.write(ImageFiles.png(width: width, height: 40), to: "site/static/images/wide.png")
    let fields = ["image": "/images/wide.png", "brand": "B", "region": "CN"]
    try shop.write(productText(fields), to: "content/products/test.md")
    return shop
  }

  private func build(
    _ shop: TemporaryShop,
    searchPath: String?,
    timeoutSeconds: Int = 30
  ) throws -> BuildReport {
    var request = BuildRequest(shop: shop.path, output: shop.path + "/public", now: shopMoment)
    request.imageTool = ImageTool(searchPath: searchPath, timeoutSeconds: timeoutSeconds)
    return try buildSite(request)
  }

  private func copies(of shop: TemporaryShop) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: shop.path + "/public/assets/images")
      .sorted()
  }

  private func cached(in shop: TemporaryShop) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: shop.path + "/.cardstock/images").sorted()
  }
}
