import Testing

/// The rules of style, applied to the package's sources; each is also tried on text that breaks it.
@Suite(.timeLimit(.minutes(20)))
struct TidyTests {
  private func check(
    _ path: String,
    _ text: String,
    _ rule: ([SourceFile]) -> [Finding],
    breaks line: Int?
  ) {
    let findings = rule([SourceFile(path: path, text: text)])
    #expect(findings.map(\.line) == (line.map { [$0] } ?? []), "\(findings.report)")
  }

  @Test func `modules import only what the map allows`() {
    let findings = ImportRule.findings(in: SourceTree.sources)
    #expect(findings.isEmpty, "\(findings.report)")
    check(
      "Sources/Site/A.swift",
      "import Foundation\nimport GRDB\n",
      ImportRule.findings,
      breaks: 2
    )
    check("Sources/Shop/A.swift", "import Foundation\n", ImportRule.findings, breaks: 1)
    check(
      "Sources/Preview/A.swift",
      "package import struct Site.X\n",
      ImportRule.findings,
      breaks: nil
    )
    #expect(Set(SourceTree.sources.map(\.module)).subtracting(ImportRule.allowed.keys).isEmpty)
  }

  @Test func `files, functions and lines fit a screen`() {
    let findings = SizeRule.findings(in: SourceTree.sources + SourceTree.tests)
    #expect(findings.isEmpty, "\(findings.report)")
    let long = "func f() {\n" + String(repeating: "a()\n", count: 69) + "}\n"
    check("Sources/Shop/A.swift", long, SizeRule.findings, breaks: 1)
    check(
      "Sources/Shop/A.swift",
      String(repeating: "\n", count: 400),
      SizeRule.findings,
      breaks: 400
    )
    let wide = String(repeating: "a", count: 101)
    check("Sources/Shop/A.swift", "\n" + wide, SizeRule.findings, breaks: 2)
    check(
      "Sources/Shop/A.swift",
      "func f(\n  a: A\n)\nfunc g() {}\n",
      SizeRule.findings,
      breaks: nil
    )
  }

  @Test func `what a module promises is documented`() {
    let findings = DocumentationRule.findings(in: SourceTree.sources)
    #expect(findings.isEmpty, "\(findings.report)")
    let rule = DocumentationRule.findings
    check("Sources/Shop/A.swift", "package struct A {}\n", rule, breaks: 1)
    check("Sources/Shop/A.swift", "/// A.\n@frozen\npackage struct A {}\n", rule, breaks: nil)
    check("Sources/Shop/A.swift", "package static func < (a: A) {}\n", rule, breaks: nil)
    check("Sources/Shop/A.swift", "  package let a: Int\n", rule, breaks: 1)
    check(
      "Sources/Shop/A.swift",
      "  /// A.\n  package private(set) var a: Int\n",
      rule,
      breaks: nil
    )
  }

  @Test func `calls with one home are made there`() {
    let findings = BannedRule.findings(in: SourceTree.sources)
    #expect(findings.isEmpty, "\(findings.report)")
    let rule = BannedRule.findings
    check("Sources/Worker/A.swift", "let a = Date()\n", rule, breaks: 1)
    check("Sources/Worker/A.swift", "let a = \"Date()\" // try! Date()\n", rule, breaks: nil)
    check("Sources/Worker/A.swift", "let a = moveToDate()\n", rule, breaks: nil)
    check("Sources/Shop/A.swift", "let a: Double\n", rule, breaks: 1)
    check("Sources/Storage/A.swift", "\"\"\"\nCURRENT_TIMESTAMP\n\"\"\"\n", rule, breaks: 2)
    check("Sources/Site/A.swift", "let a = Array(\"0123456789ABCDEF\".utf8)\n", rule, breaks: 1)
    check("Sources/Mail/A.swift", "let a = \"0123456789abcdef\"\n", rule, breaks: 1)
    check("Sources/Mail/A.swift", "// \"0123456789abcdef\"\n", rule, breaks: nil)
    check("Sources/Text/A.swift", "let a = \"0123456789abcdef\"\n", rule, breaks: nil)
    check("Sources/Shop/A.swift", "let a = \"0123456789abcdefghjk\"\n", rule, breaks: nil)
  }

  @Test func `things are named after what they are`() {
    let findings = NameRule.findings(in: SourceTree.sources + SourceTree.tests)
    #expect(findings.isEmpty, "\(findings.report)")
    let rule = NameRule.findings
    check("Sources/Shop/Utils/A.swift", "", rule, breaks: 1)
    check("Sources/Shop/A.swift", "struct OrderManager {}\n", rule, breaks: 1)
    check("Sources/Shop/A.swift", "struct FrontDesk {}\n", rule, breaks: 1)
    check("Sources/Shop/A.swift", "struct Deskew {}\n", rule, breaks: nil)
    check("Sources/Shop/A.swift", "public struct A {}\n", rule, breaks: 1)
    check("Sources/Shop/A.swift", "struct A: Codable {}\n", rule, breaks: 1)
    check("Sources/Shop/A.swift", "// TO" + "DO later\n", rule, breaks: 1)
    check("Sources/Shop/ADocument.swift", "struct ADocument: Codable {}\n", rule, breaks: nil)
  }

  @Test func `a protocol has two conforming types`() {
    let findings = ConformerRule.findings(in: SourceTree.sources)
    #expect(findings.isEmpty, "\(findings.report)")
    let text = "protocol P {}\nstruct A: P {}\n"
    check("Sources/Shop/A.swift", text, ConformerRule.findings, breaks: 1)
    check("Sources/Shop/A.swift", text + "struct B: P {}\n", ConformerRule.findings, breaks: nil)
  }

  @Test func `tests neither sleep nor hide`() {
    let banned = ["Thread.sleep", "usleep(", ".disabled(", "try!"]
    for file in SourceTree.tests where file.module != "TidyTests" {
      for (index, line) in file.code.enumerated() {
        let found = banned.first { line.contains($0) }
        #expect(
          found == nil,
          "\(file.path):\(index + 1): banned `\(found ?? "")`: wait for the event itself"
        )
      }
    }
  }

  @Test func `the README can be followed`() throws {
    let findings = ReadmeRule.findings(in: try SourceTree.text(of: "README.md"))
    #expect(findings.isEmpty, "\(findings.report)")
    #expect(
      ReadmeRule.findings(in: "```sh\ncardstock fly\nscripts/none\n```\n").map(\.line) == [2, 3]
    )
    let table = """
      | Command | Does |
      |---|---|
      | `orders list`, `show` · `run` | `orders fly` is told of here |
      | `orders fly` | |
      | `orders held`, `payments rehearse PROVIDER`, `setup stripe`, `claims` | |
      | `list` | |

      | Setting | |
      | `orders fly` | |
      """
    #expect(ReadmeRule.findings(in: table).map(\.line) == [4, 6])
  }

  @Test func `a switch over an enum of ours names its cases`() {
    let findings = ClosedEnumRule.findings(in: SourceTree.sources)
    #expect(findings.isEmpty, "\(findings.report)")
    let rule = ClosedEnumRule.findings
    let declared = "enum E {\n  case one, two(Int)\n}\n"
    check(
      "Sources/Worker/A.swift",
      declared + "switch e {\ncase .one, .two: a()\ndefault: b()\n}\n",
      rule,
      breaks: 6
    )
    check(
      "Sources/Worker/A.swift",
      declared + "switch e {\ncase .one, .three: a()\ndefault: b()\n}\n",
      rule,
      breaks: nil
    )
    check(
      "Sources/Worker/A.swift",
      declared + "switch 1 {\ncase 1: a(.one)\ndefault: b()\n}\n",
      rule,
      breaks: nil
    )
  }

  @Test func `an idea is defined once`() {
    let findings = OneDefinitionRule.findings(in: SourceTree.sources.filter(\.isShipped))
    #expect(findings.isEmpty, "\(findings.report)")
    let files = ["A", "B"].map { name in
      SourceFile(
        path: "Sources/Shop/\(name).swift",
        text: "extension String {\n  func mended() {}\n}\nfunc f() {\n  func inner() {}\n}\n"
      )
    }
    #expect(OneDefinitionRule.findings(in: files).map(\.line) == [2, 4])
    #expect(OneDefinitionRule.findings(in: [files[0]]).isEmpty)
    let copies = ["A", "B"].map { name in
      SourceFile(
        path: "Sources/Shop/\(name).swift",
        text: "enum \(name) {\n  private func f() {\n    // \(name)\n    a()\n    b()\n  }\n}\n"
      )
    }
    #expect(OneDefinitionRule.findings(in: copies).map(\.line) == [2])
  }

  @Test func `every dependency is of one version`() throws {
    let findings = ManifestRule.findings(in: try SourceTree.text(of: "Package.swift"))
    #expect(findings.isEmpty, "\(findings.report)")
    let text =
      ".package(url: \"a\", from: \"1.0.0\"),\n.package(\n  url: \"b\",\n  exact: \"1\"\n),\n"
    #expect(ManifestRule.findings(in: text).map(\.line) == [1])
  }

  @Test func `every suite has a time limit`() {
    let findings = TimeLimitRule.findings(in: SourceTree.tests)
    #expect(findings.isEmpty, "\(findings.report)")
    let rule = TimeLimitRule.findings
    let test = "  @Test func f() {}\n}\n"
    check("Tests/A/ATests.swift", "struct ATests {\n" + test, rule, breaks: 1)
    check(
      "Tests/A/ATests.swift",
      "@Suite(.serialized, .timeLimit(.minutes(20)))\nstruct ATests {\n" + test,
      rule,
      breaks: nil
    )
  }

  @Test func `the map names what is there`() throws {
    let map = try SourceTree.text(of: "ARCHITECTURE.md")
    let findings = MapRule.findings(in: map, files: SourceTree.sources + SourceTree.tests)
    #expect(findings.isEmpty, "\(findings.report)")
    let orders = "struct Order {\n  enum Step {\n    case first, last\n"
    let files = [SourceFile(path: "Sources/Storage/Orders.swift", text: orders)]
    let text = """
      `Storage/Orders.swift`, `Storage`, `Order.Step`, `Order.last`
      `Storage/Orders`
      `Storage/Ordres`
      `GET /a`, `COMMIT`
      `Order.Row`
      `Ordre`
      """
    #expect(MapRule.findings(in: text, files: files).map(\.line) == [3, 5, 6])
  }
}
