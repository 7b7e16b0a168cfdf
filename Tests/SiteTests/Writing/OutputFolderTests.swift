import Foundation
import Shop
import Site
import Testing

@Suite(.timeLimit(.minutes(20))) struct OutputFolderTests {
  private func files(_ texts: [String: String]) -> [OutputFile] {
    texts.sorted { $0.key < $1.key }.map { OutputFile(path: $0.key, bytes: Array($0.value.utf8)) }
  }

  private func folder(of shop: TemporaryShop) throws -> OutputFolder {
    try OutputFolder(shop.path + "/public", shop: shop.path, home: nil)
  }

  @Test func `writes what is new or other and nothing else`() throws {
    let shop = try TemporaryShop()
    let output = try folder(of: shop)
    let first = try output.write(files(["a.html": "1", "b/c.html": "2"]))
    #expect(first == OutputChanges(writtenPaths: ["a.html", "b/c.html"]))
    let again = try output.write(files(["a.html": "1", "b/c.html": "3"]))
    #expect(again == OutputChanges(writtenPaths: ["b/c.html"], unchanged: 1))
    #expect(try shop.text("public/b/c.html") == "3")
  }

  @Test func `deletes only what an earlier build wrote, and folders that it leaves empty`() throws {
    let shop = try TemporaryShop()
    let output = try folder(of: shop)
    _ = try output.write(files(["a.html": "1", "b/c/d.html": "2", "k/e.html": "3"]))
    try shop.write("mine", to: "public/CNAME")
    try shop.write("mine", to: "public/k/own.txt")
    let changes = try output.write(files(["a.html": "1"]))
    #expect(changes.deleted == 2)
    #expect(!shop.has("public/b"))
    #expect(shop.has("public/k/own.txt"))
    #expect(shop.has("public/CNAME"))
  }

  @Test func `without a manifest nothing is deleted`() throws {
    let shop = try TemporaryShop()
    let output = try folder(of: shop)
    _ = try output.write(files(["a.html": "1", "b.html": "2"]))
    try shop.remove(".cardstock")
    #expect(try output.write(files(["a.html": "1"])).deleted == 0)
    #expect(shop.has("public/b.html"))
  }

  @Test func `a manifest that leads out of the folder is not believed`() throws {
    let shop = try TemporaryShop()
    let output = try folder(of: shop)
    _ = try output.write(files(["a.html": "1"]))
    let names = try FileManager.default.contentsOfDirectory(atPath: shop.path + "/.cardstock")
    let name = try #require(names.first { $0.hasPrefix("manifest") })
    let text = try shop.text(".cardstock/" + name)
    try shop.write(text + "00 1 ../site/site.yaml\n", to: ".cardstock/" + name)
    #expect(try output.write(files(["b.html": "1"])).deleted == 0)
    #expect(shop.has("site/site.yaml"))
  }

  @Test func `neither writes nor deletes through a link`() throws {
    let shop = try TemporaryShop()
    let outside = try TemporaryShop(["d/x.html": "theirs"])
    let output = try folder(of: shop)
    _ = try output.write(files(["d/x.html": "1", "e.html": "1"]))
    try shop.remove("public/d")
    try FileManager.default.createSymbolicLink(
      atPath: shop.path + "/public/d",
      withDestinationPath: outside.path + "/d"
    )
    #expect(try output.write(files(["e.html": "1"])).deleted == 0)
    #expect(try outside.text("d/x.html") == "theirs")
    #expect(throws: OutputRefusal.blocked(shop.path + "/public/d")) {
      try output.write(files(["d/x.html": "2"]))
    }
    #expect(try outside.text("d/x.html") == "theirs")
  }

  @Test func `a build killed half-way is repaired by the next`() throws {
    let shop = try TemporaryShop()
    let output = try folder(of: shop)
    _ = try output.write(files(["old.html": "1", "same.html": "1"]))
    let names = try FileManager.default.contentsOfDirectory(atPath: shop.path + "/.cardstock")
    let manifest = try #require(names.first { $0.hasPrefix("manifest") })
    // After a kill there are some files of the new state, one of them incomplete, and the manifest
    // that is written before the first of them.
    var memory = ""
    _ = try output.write(files(["new.html": "long", "same.html": "1"])) { done in
      if done == 1 { memory = (try? shop.text(".cardstock/" + manifest)) ?? "" }
    }
    #expect(memory.contains(" old.html\n"))
    #expect(memory.contains(" new.html\n"))
    try shop.write(memory, to: ".cardstock/" + manifest)
    try shop.write("lo", to: "public/new.html")
    try shop.write("1", to: "public/old.html")
    // The next build has a third state, and nothing of the killed one remains.
    let changes = try output.write(files(["same.html": "1", "third.html": "3"]))
    #expect(
      changes
        == OutputChanges(
          writtenPaths: ["third.html"],
          unchanged: 1,
          deletedPaths: ["new.html", "old.html"]
        )
    )
    #expect(!shop.has("public/new.html"))
    #expect(!shop.has("public/old.html"))
  }

  @Test func `a page may become a folder`() throws {
    let shop = try TemporaryShop()
    let output = try folder(of: shop)
    _ = try output.write(files(["a": "1"]))
    _ = try output.write(files(["a/index.html": "1"]))
    #expect(try shop.text("public/a/index.html") == "1")
  }

  @Test func `refuses folders that are not for output`() throws {
    let shop = try TemporaryShop()
    let home = try TemporaryShop()
    for output in [
      "/", shop.path, shop.path + "/", shop.path + "/content", shop.path + "/site/static/x",
      shop.path + "/content/../site", shop.path + "/..", home.path, home.path + "/..",
      shop.path + "/.cardstock", shop.path + "/nothing/../content/x",
    ] {
      #expect(throws: OutputRefusal.self, "\(output)") {
        try OutputFolder(output, shop: shop.path, home: home.path)
      }
    }
    for output in [shop.path + "/public", home.path + "/www", shop.path + "-www"] {
      #expect(throws: Never.self) {
        try OutputFolder(output, shop: shop.path, home: home.path)
      }
    }
  }

  @Test func `a plan names what a build would do and does nothing`() throws {
    let shop = try TemporaryShop()
    let output = try folder(of: shop)
    _ = try output.write(files(["a.html": "1", "b.html": "2", "c.html": "3"]))
    let next = files(["a.html": "1", "b.html": "!", "d/e.html": "4"])
    let plan = try output.plan(next)
    #expect(plan.lines == "write b.html\nwrite d/e.html\ndelete c.html\n")
    #expect(!shop.has("public/d"))
    #expect(try output.write(next) == plan)
  }

  @Test(arguments: [(19, 0, true), (20, 14, true), (20, 13, false), (100, 69, false)])
  func `most pages do not vanish unasked`(count: Int, kept: Int, isAllowed: Bool) throws {
    let shop = try TemporaryShop()
    let output = try folder(of: shop)
    let pages = files(Dictionary(uniqueKeysWithValues: (0..<count).map { ("\($0).html", "1") }))
    _ = try output.write(pages)
    let rest = Array(pages.prefix(kept))
    if isAllowed {
      #expect(try output.write(rest).deleted == count - kept)
    } else {
      let refusal = OutputRefusal.vanishing(count - kept, of: count)
      #expect(throws: refusal) { try output.plan(rest) }
      #expect(throws: refusal) { try output.write(rest) }
      #expect(shop.has("public/\(count - 1).html"))
      #expect(try output.write(rest, allowsVanishing: true).deleted == count - kept)
    }
  }
}
