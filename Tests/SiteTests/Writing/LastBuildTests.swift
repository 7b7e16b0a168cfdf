import Foundation
import Shop
import Site
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite(.timeLimit(.minutes(20))) struct LastBuildTests {
  @Test func `a build in which nothing changed reads nothing and says the same`() throws {
    let shop = try TemporaryShop(files)
    let (first, _) = try shop.remembering()
    let written = try #require(first.changes?.written)
    #expect(written > 0)
    let (second, wasRead) = try shop.remembering()
    #expect(!wasRead)
    #expect(second.changes == OutputChanges(unchanged: first.files))
    #expect(second.problems == first.problems)
    #expect(second.problems.contains { $0.warning == .noInstructions && $0.sourceLine != nil })
    #expect(second.leftOut == first.leftOut)
    #expect(second.leftOut.count == 2)
    #expect(second.schedule == first.schedule)
    #expect(second.translations == first.translations)
    #expect(second.products == first.products)
    #expect(second.pages == first.pages)
    #expect(second.files == first.files)
    #expect(second.languages == first.languages)
  }

  @Test func `a build that is not asked to remember does not`() throws {
    let shop = try TemporaryShop()
    _ = try shop.build()
    #expect(try shop.remembering().wasRead)
  }

  @Test(arguments: Change.all)
  fileprivate func `whatever changed is built`(change: Change) throws {
    let shop = try TemporaryShop(files)
    _ = try shop.remembering()
    #expect(try !shop.remembering().wasRead)
    var request = shop.rememberingRequest
    try change.make(shop, &request)
    #expect(try shop.remembering(request).wasRead)
    guard change.isWritten else { return }
    var afresh = request
    (afresh.output, afresh.began) = (shop.path + "/afresh", nil)
    _ = try buildSite(afresh)
    let made = try shop.tree(request.output)
    let wanted: [String: Data] = try shop.tree(afresh.output)
    #expect(made == wanted)
  }

  @Test func `a check in which nothing changed reads nothing, an error included`() throws {
    let shop = try TemporaryShop()
    _ = try shop.build()
    try shop.write(productText(["price": "0"]), to: "content/products/test.md")
    let first = try checkSite(shop.rememberingRequest)
    #expect(first.problems.count(.error) == 1)
    let memory = try #require(shop.memories.first)
    #expect(memory.hasPrefix("check-"))
    #expect(try checkSite(shop.rememberingRequest).problems == first.problems)
    try shop.write(productText(), to: "content/products/test.md")
    #expect(try checkSite(shop.rememberingRequest).problems.count(.error) == 0)
  }

  @Test func `a check in a folder that no build wrote leaves nothing there`() throws {
    let shop = try TemporaryShop()
    _ = try checkSite(shop.rememberingRequest)
    #expect(!shop.has(".cardstock"))
  }

  @Test func `warnings that were let pass stop a strict build`() throws {
    let shop = try TemporaryShop(files)
    _ = try shop.remembering()
    var strict = shop.rememberingRequest
    strict.isStrict = true
    #expect(try buildSite(strict).changes == nil)
  }

  @Test func `a date to come is said by the clock and kept for no other moment`() throws {
    let shop = try TemporaryShop([
      "content/products/test.md": productText(["date": "2026-06-02"])
    ])
    var request = shop.rememberingRequest
    #expect(try shop.remembering(request).report.problems.map(\.warning) == [.futureDate])
    request.now = request.now.advanced(seconds: 30 * 86_400)
    #expect(try shop.remembering(request).report.problems.isEmpty)
  }

  private let files = [
    "content/products/test.md": productText(body: "正文。\n"),
    "content/products/later.md": productText([
      "sku": "TEST-2", "title": "后来", "available_from": "2026-09-01",
    ]),
    "content/products/draft.md": productText(["sku": "TEST-3", "title": "稿", "draft": "true"]),
    "site/static/a.txt": "aaaa",
    "site/templates/footer.mustache": "<footer>一</footer>",
  ]
}

/// A change after which the last build's record does not apply.
private struct Change: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Whether the build after it writes pages.
  var isWritten = true
  let make: @Sendable (TemporaryShop, inout BuildRequest) throws -> Void

  private static let product = "content/products/test.md"

  static let all: [Change] = [
    Change(testDescription: "a text of the same length with the old time") { shop, _ in
      let old = try shop.times(product)
      try shop.write(shop.text(product).replacing("正文", with: "文正"), to: product)
      try shop.set(old, of: product)
    },
    Change(testDescription: "a file in the place of another") { shop, _ in
      try shop.write(shop.text(product).replacing("48.50", with: "48.51"), to: "beside.md")
      try FileManager.default.removeItem(atPath: shop.path + "/" + product)
      try FileManager.default.moveItem(
        atPath: shop.path + "/beside.md",
        toPath: shop.path + "/" + product
      )
    },
    Change(testDescription: "a new file") { shop, _ in
      try shop.write(
        productText(["sku": "TEST-9", "title": "新"]),
        to: "content/products/fresh.md"
      )
    },
    Change(testDescription: "a file that is gone") { shop, _ in try shop.remove(product) },
    Change(testDescription: "another name") { shop, _ in
      try FileManager.default.moveItem(
        atPath: shop.path + "/" + product,
        toPath: shop.path + "/content/products/other.md"
      )
    },
    Change(testDescription: "a template") { shop, _ in
      try shop.write("<footer>二</footer>", to: "site/templates/footer.mustache")
    },
    Change(testDescription: "a static file of the same length") { shop, _ in
      try shop.write("bbbb", to: "site/static/a.txt")
    },
    Change(testDescription: "a setting") { shop, _ in
      let settings = try shop.text("site/site.yaml")
      try shop.write(settings.replacing("#0b5d51", with: "#0b5d5f"), to: "site/site.yaml")
    },
    Change(testDescription: "an empty folder that looks like a shop's") { shop, _ in
      try FileManager.default.createDirectory(
        atPath: shop.path + "/contents",
        withIntermediateDirectories: false
      )
    },
    Change(testDescription: "an address that somebody struck out") { shop, _ in
      try shop.write("/old/\n", to: "site/addresses.txt")
    },
    Change(testDescription: "a page that was edited by hand") { shop, _ in
      try shop.write("mine", to: "public/index.html")
    },
    Change(testDescription: "a page that is gone") { shop, _ in
      try shop.remove("public/products/test/index.html")
    },
    Change(testDescription: "an output that is gone") { shop, _ in try shop.remove("public") },
    Change(testDescription: "a manifest that is gone") { shop, _ in
      let folder = shop.path + "/.cardstock"
      for name in try FileManager.default.contentsOfDirectory(atPath: folder)
      where name.hasPrefix("manifest") {
        try FileManager.default.removeItem(atPath: folder + "/" + name)
      }
    },
    Change(testDescription: "a memory cut short") { shop, _ in
      let name = try #require(shop.memories.first)
      try shop.write(String(shop.text(".cardstock/" + name).dropLast(9)), to: ".cardstock/" + name)
    },
    Change(testDescription: "a memory of another kind") { shop, _ in
      let name = try #require(shop.memories.first)
      try shop.write("{}", to: ".cardstock/" + name)
    },
    Change(testDescription: "drafts") { _, request in request.includeDrafts = true },
    Change(testDescription: "another address of the pages") { _, request in
      request.overrides.baseURL = "https://other.example.com"
    },
    Change(testDescription: "another address of the worker") { _, request in
      request.overrides.workerURL = "https://pay.other.example.com"
    },
    Change(testDescription: "stock") { shop, request in
      try shop.write(#"{"version":1,"stock":{}}"#, to: "stock.json")
      request.stockFile = shop.path + "/stock.json"
    },
    Change(testDescription: "a day on which a product comes") { _, request in
      request.now = request.now.advanced(seconds: 120 * 86_400)
    },
    Change(testDescription: "a moment before the last build's") { _, request in
      request.now = request.now.advanced(seconds: -1)
    },
    Change(testDescription: "a clock that went back") { _, request in
      request.began = request.began?.advanced(seconds: -60)
    },
  ]
}

extension TemporaryShop {
  /// A request that keeps a record, by the disk's clock, so that a test's files always count as
  /// fresh.
  fileprivate var rememberingRequest: BuildRequest {
    var request = request()
    request.began = Timestamp(seconds: Int64(time(nil)))
    return request
  }

  fileprivate func remembering(
    _ request: BuildRequest? = nil
  ) throws -> (report: BuildReport, wasRead: Bool) {
    var wasRead = false
    let report = try buildSite(request ?? rememberingRequest) { step in
      if step == .reading { wasRead = true }
    }
    return (report, wasRead)
  }

  fileprivate var memories: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: path + "/.cardstock")
        .filter { $0.hasSuffix(".json") }
    }
  }

  fileprivate func times(_ file: String) throws -> Date {
    let all = try FileManager.default.attributesOfItem(atPath: path + "/" + file)
    return try #require(all[.modificationDate] as? Date)
  }

  fileprivate func set(_ modified: Date, of file: String) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: modified],
      ofItemAtPath: path + "/" + file
    )
  }

  /// All files of a folder with their bytes.
  fileprivate func tree(_ folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for file in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      files[file] = FileManager.default.contents(atPath: folder + "/" + file)
    }
    return files
  }
}
