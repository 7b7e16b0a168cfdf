import Foundation
import Shop
import Site
import Testing

/// The files of each folder of `Broken` are added to a good shop; its `expected.txt` lists all
/// problems.
///
/// `UPDATE_GOLDEN=1` writes the lists again; read the difference.
@Suite(.timeLimit(.minutes(20))) struct BrokenTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Broken")

  static let cases: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted()
  }()

  @Test func `there are cases`() {
    #expect(Self.cases.count >= 20)
  }

  @Test(arguments: cases) func `a broken shop is reported whole`(name: String) throws {
    let overlay = Self.folder.appendingPathComponent(name)
    let shop = try TemporaryShop()
    for file in try FileManager.default.subpathsOfDirectory(atPath: overlay.path).sorted() {
      let source = overlay.appendingPathComponent(file)
      guard file != "expected.txt", !source.hasDirectoryPath,
        try source.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
      else { continue }
      try shop.write(try Data(contentsOf: source), to: file)
    }
    let found = shop.load().problems.map { $0.text() }.joined(separator: "\n") + "\n"
    let list = overlay.appendingPathComponent("expected.txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try Data(found.utf8).write(to: list)
    }
    #expect(found == (try String(contentsOf: list, encoding: .utf8)))
  }
}
