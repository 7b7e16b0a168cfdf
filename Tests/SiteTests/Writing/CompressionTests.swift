import Foundation
import Shop
import Site
import Testing

/// Compressed copies of texts.
@Suite(.timeLimit(.minutes(20))) struct CompressionTests {
  private func files(_ text: String) -> [OutputFile] {
    let long = String(repeating: text, count: 2000)
    return [
      OutputFile(path: "a/index.html", bytes: Array(long.utf8)),
      OutputFile(path: "photo.webp", bytes: Array(long.utf8)),
      OutputFile(path: "short.txt", bytes: Array("short".utf8)),
    ]
  }

  @Test func `a text has a copy that follows it and goes with it`() throws {
    let shop = try TemporaryShop()
    let output = try OutputFolder(shop.path + "/public", shop: shop.path, home: nil)
    let gzip = try #require(GzipTool(searchPath: "/usr/bin:/bin"))
    let copy = shop.path + "/public/a/index.html.gz"
    #expect(try output.plan(files("x"), gzip: gzip).writtenPaths.last == "a/index.html.gz")
    #expect(try output.write(files("x"), gzip: gzip).writtenPaths.last == "a/index.html.gz")
    let first = try Data(contentsOf: URL(fileURLWithPath: copy))
    #expect(Array(first.prefix(2)) == [0x1F, 0x8B])
    #expect(!shop.has("public/short.txt.gz") && !shop.has("public/photo.webp.gz"))
    #expect(try output.write(files("x"), gzip: gzip) == OutputChanges(unchanged: 3))
    #expect(try output.plan(files("x"), gzip: gzip) == OutputChanges(unchanged: 3))
    try FileManager.default.removeItem(atPath: copy)
    #expect(try output.write(files("x"), gzip: gzip).writtenPaths == ["a/index.html.gz"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == first)
    _ = try output.write(files("y"), gzip: gzip)
    #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) != first)
    #expect(try output.write(files("y")).deletedPaths == ["a/index.html.gz"])
    #expect(!shop.has("public/a/index.html.gz"))
  }

  @Test func `a program that fails leaves no old copy`() throws {
    let shop = try TemporaryShop(["bin/gzip": "#!/bin/sh\nexit 3\n"])
    let program = shop.path + "/bin/gzip"
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    let output = try OutputFolder(shop.path + "/public", shop: shop.path, home: nil)
    let sound = try #require(GzipTool(searchPath: "/usr/bin:/bin"))
    _ = try output.write(files("x"), gzip: sound)
    let broken = try #require(GzipTool(searchPath: shop.path + "/bin"))
    #expect(throws: OutputRefusal.uncompressed("\(program) ended with status 3")) {
      try output.write(files("y"), gzip: broken)
    }
    #expect(!shop.has("public/a/index.html.gz"))
  }

  @Test func `without the program a build says so`() throws {
    let shop = try TemporaryShop()
    try shop.write(try shop.text("site/site.yaml") + "precompress: true\n", to: "site/site.yaml")
    let report = try shop.build()
    #expect(report.isPrecompressed)
    #expect(report.problems.map(\.severity) == [.warning])
    #expect(report.problems.first?.message.contains("found none") == true)
    #expect(report.changes != nil)
    let tool = GzipTool(searchPath: shop.path)
    #expect(tool == nil)
  }
}
