import Site
import Testing

@Suite(.timeLimit(.minutes(20))) struct HostLimitsTests {
  @Test func `20,000 files are enough and one more is a warning`() {
    let files = (0..<20_000).map { OutputFile(path: "\($0)", bytes: []) }
    let settings = [
      OutputFile(path: "_headers", bytes: []), OutputFile(path: "_redirects", bytes: []),
    ]
    #expect(hostLimitProblems(of: files + settings) == [])
    let problems = hostLimitProblems(of: files + [OutputFile(path: "more", bytes: [])])
    #expect(problems.map(\.severity) == [.warning])
    #expect(problems.first?.message.contains("found 20001") == true)
  }

  @Test func `a file of more than 25 MiB is a warning`() {
    let file = OutputFile(path: "video.mp4", bytes: Array(repeating: 0, count: (25 << 20) + 1))
    #expect(hostLimitProblems(of: [file]).map(\.file) == ["video.mp4"])
  }

  @Test func `more than a gigabyte is a warning where GitHub Pages is the host, and there alone`() {
    let part = Array(repeating: UInt8(0), count: 16 << 20)
    let files = (0...64).map { OutputFile(path: "\($0)", bytes: part) }
    #expect(hostLimitProblems(of: files, for: [.gitHubPages]).map(\.warning) == [.hostLimit])
    #expect(hostLimitProblems(of: Array(files.dropLast()), for: [.gitHubPages]) == [])
    #expect(hostLimitProblems(of: files, for: [.netlify]) == [])
  }

  @Test(arguments: [
    ("cloudflare", 470, 0), ("cloudflare", 990, 1), ("edgeone", 470, 0), ("edgeone", 520, 1),
    ("nginx", 990, 0),
  ])
  func `a redirect that is longer than the host reads is a warning`(
    host: String,
    length: Int,
    count: Int
  ) throws {
    let from = "/old/" + String(repeating: "abcdefghi/", count: length / 10)
    let shop = try TemporaryShop([
      "content/products/test.md": productText(["aliases": "[\(from)]"])
    ])
    let more = "host: \(host)\n"
    try shop.write(try shop.text("site/site.yaml") + more, to: "site/site.yaml")
    let problems = try shop.build().problems.filter { $0.warning == .hostLimit }
    #expect(problems.count == count, "\(problems.map { $0.text() })")
  }
}
