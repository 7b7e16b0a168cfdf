import Site
import Testing

@Suite struct HostLimitsTests {
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
}
