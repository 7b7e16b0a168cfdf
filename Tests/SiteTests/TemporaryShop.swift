import Foundation
import Shop
import Site
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A shop of `cardstock new shop` with further files, in a folder that is deleted with this object.
final class TemporaryShop {
  let path: String

  /// `files` are added to the new shop or replace its own.
  init(_ files: [String: String] = [:]) throws {
    var template = Array("/tmp/cardstock-XXXXXX".utf8CString)
    path = String(cString: try #require(mkdtemp(&template)))
    _ = try writeNewShop(in: path, now: Timestamp(seconds: 1_767_319_200))
    for (file, text) in files { try write(text, to: file) }
  }

  deinit {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      Issue.record("cannot remove \(path): \(error)")
    }
  }

  func write(_ text: String, to file: String) throws {
    try write(Data(text.utf8), to: file)
  }

  func write(_ data: Data, to file: String) throws {
    let url = URL(fileURLWithPath: path).appendingPathComponent(file)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try data.write(to: url)
  }

  func remove(_ file: String) throws {
    try FileManager.default.removeItem(atPath: path + "/" + file)
  }

  func text(_ file: String) throws -> String {
    try String(contentsOfFile: path + "/" + file, encoding: .utf8)
  }

  func has(_ file: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + file) }

  /// A moment at which products without dates are on sale.
  static let now = Timestamp(seconds: 1_780_000_000)

  func load(includeDrafts: Bool = false, now: Timestamp = now) -> SiteFolder.Loaded {
    SiteFolder.load(shop: path, now: now, includeDrafts: includeDrafts)
  }

  /// The problems of the shop, except that most tests' products have no instructions.
  var problems: [ContentProblem] {
    load().problems.filter { $0.warning != .noInstructions }
  }

  func request(output: String = "public", isStrict: Bool = false) -> BuildRequest {
    BuildRequest(shop: path, output: path + "/" + output, now: Self.now, isStrict: isStrict)
  }

  func build(output: String = "public", isStrict: Bool = false) throws -> BuildReport {
    try buildSite(request(output: output, isStrict: isStrict))
  }
}

/// A product file's text with these lines of front matter instead of the usual ones.
func productText(_ lines: [String: String] = [:], body: String = "正文。\n\n## 使用说明\n\n粘贴。\n")
  -> String
{
  var fields = ["title": "测试", "sku": "TEST-1", "price": "\"48.50\"", "category": "game-cards"]
  fields.merge(lines) { _, new in new }
  let matter = fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\n" }.joined()
  return "---\n\(matter)---\n\(body)"
}

/// The product that those lines make.
func loadProduct(_ lines: [String: String] = [:], body: String = "正文。\n") throws -> Product {
  let shop = try TemporaryShop(["content/products/test.md": productText(lines, body: body)])
  let loaded = shop.load()
  let content = try #require(loaded.content, "\(loaded.problems.map { $0.text() })")
  return try #require(content.products.first { $0.slug == "test" })
}

/// The messages about a product file with those lines.
func productProblems(_ lines: [String: String]) throws -> [String] {
  let shop = try TemporaryShop(["content/products/test.md": productText(lines)])
  return shop.load().problems.map(\.message)
}
