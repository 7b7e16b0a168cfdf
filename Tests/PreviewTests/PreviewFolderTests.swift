import Foundation
import Preview
import Testing

@Suite(.timeLimit(.minutes(20))) struct PreviewFolderTests {
  /// A built folder beside a secret file, deleted with this object.
  private final class Site {
    let root: String

    init() throws {
      let root = try FileManager.default.url(
        for: .itemReplacementDirectory,
        in: .userDomainMask,
        appropriateFor: FileManager.default.temporaryDirectory,
        create: true
      ).path
      self.root = root
      let files = [
        "public/index.html": "home", "public/404.html": "missing", "public/en/404.html": "gone",
        "public/a b/index.html": "a b",
        "public/充值/index.html": "中文", "public/assets/site.css": "css", "public/x.bin": "bin",
        "public/_headers": "/*\n  X-All: 1\n  X-Two: a\n# note\n/assets/*\n  X-Two: b\n",
        "public/_redirects": "/old/ /a%20b/ 301\n/%E6%97%A7/ / 301\n", "secret.txt": "secret",
      ]
      for (file, text) in files {
        let url = URL(fileURLWithPath: root + "/" + file)
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(),
          withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: url)
      }
      try FileManager.default.createSymbolicLink(
        atPath: root + "/public/link.txt",
        withDestinationPath: root + "/secret.txt"
      )
    }

    deinit {
      do {
        try FileManager.default.removeItem(atPath: root)
      } catch {
        Issue.record("cannot remove \(root): \(error)")
      }
    }

    func get(_ target: String, method: String = "GET", tag: String? = nil) throws -> PreviewAnswer {
      let folder = try #require(PreviewFolder(root + "/public"))
      return folder.answer(PreviewRequest(method: method, target: target, knownTag: tag))
    }
  }

  @Test(arguments: [
    ("/", 200, "home"), ("/index.html", 200, "home"), ("/a%20b/?q=1", 200, "a b"),
    ("/%E5%85%85%E5%80%BC/", 200, "中文"), ("/nothing", 404, "missing"),
    ("/nothing/", 404, "missing"), ("/en/nothing/", 404, "gone"), ("/en", 404, "gone"),
    ("/link.txt", 404, "missing"), ("/_headers", 404, "missing"),
  ])
  func `answers as a static host would`(target: String, status: Int, body: String) throws {
    let answer = try Site().get(target)
    #expect(answer.status == status)
    #expect(String(decoding: answer.body, as: UTF8.self) == body)
  }

  @Test(arguments: [
    "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/a%20b/..%2f..%2fsecret.txt",
    "/..\\secret.txt", "/%00", "/%zz", "/%ff", "secret.txt", "//../secret.txt", "/./secret.txt",
  ])
  func `never leaves the folder`(target: String) throws {
    let answer = try Site().get(target)
    #expect(answer.status == 400 || answer.status == 404)
    #expect(!String(decoding: answer.body, as: UTF8.self).contains("secret"))
  }

  @Test func `adds up the headers that match`() throws {
    let site = try Site()
    #expect(try site.get("/").value(of: "x-two") == "a")
    #expect(try site.get("/assets/site.css").value(of: "X-Two") == "a, b")
    #expect(try site.get("/assets/site.css").value(of: "Content-Type") == "text/css; charset=utf-8")
    #expect(try site.get("/x.bin").value(of: "Content-Type") == "application/octet-stream")
    #expect(try site.get("/nothing").value(of: "X-All") == "1")
  }

  @Test func `sends on what moved`() throws {
    let site = try Site()
    #expect(try site.get("/old/").status == 301)
    #expect(try site.get("/old/").value(of: "Location") == "/a%20b/")
    #expect(try site.get("/%E6%97%A7/").value(of: "Location") == "/")
    #expect(try site.get("/a%20b").status == 308)
    #expect(try site.get("/a%20b").value(of: "Location") == "/a%20b/")
  }

  @Test func `does not send what the browser has`() throws {
    let site = try Site()
    let tag = try #require(try site.get("/").value(of: "ETag"))
    for known in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
      let answer = try site.get("/", tag: known)
      #expect(answer.status == 304)
      #expect(answer.body.isEmpty)
      #expect(answer.value(of: "X-All") == "1")
    }
    #expect(try site.get("/", tag: "\"x\"").status == 200)
  }

  @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
  func `answers to GET and HEAD alone`(method: String) throws {
    let answer = try Site().get("/", method: method)
    #expect(answer.status == 405)
    #expect(answer.value(of: "Allow") == "GET, HEAD")
  }
}

/// A shop under a path of its host, by its catalog.
@Suite(.timeLimit(.minutes(20))) struct PreviewBasePathTests {
  @Test(arguments: [
    ("/cards/", 200), ("/cards/a/", 200), ("/cards/a", 308), ("/cards/b/", 404), ("/", 308),
    ("/cards", 308), ("/a/", 404), ("/cardsa/", 404),
  ])
  func `answers under it alone`(target: String, status: Int) throws {
    let root = try FileManager.default.url(
      for: .itemReplacementDirectory,
      in: .userDomainMask,
      appropriateFor: FileManager.default.temporaryDirectory,
      create: true
    ).path
    defer {
      do {
        try FileManager.default.removeItem(atPath: root)
      } catch {
        Issue.record("cannot remove \(root): \(error)")
      }
    }
    let catalog = """
      {"version":1,"hash":"","products":[],"shop":{"title":{},"language":"zh-CN",\
      "accent":{"light":"#000000","onLight":"#ffffff","dark":"#ffffff","onDark":"#000000"},
      "timezone":"UTC","contacts":[],"baseURL":"https://me.github.io/cards"}}
      """
    try FileManager.default.createDirectory(
      atPath: root + "/a",
      withIntermediateDirectories: true
    )
    for file in ["index.html", "a/index.html"] {
      try Data("x".utf8).write(to: URL(fileURLWithPath: root + "/" + file))
    }
    try Data(catalog.utf8).write(to: URL(fileURLWithPath: root + "/catalog.json"))
    let folder = try #require(PreviewFolder(root))
    #expect(folder.basePath == "/cards")
    let answer = folder.answer(PreviewRequest(method: "GET", target: target, knownTag: nil))
    #expect(answer.status == status)
  }
}
