import Preview
import Site
import Testing

@Suite(.timeLimit(.minutes(20))) struct PreviewServerTests {
  @Test func `a port that is taken is said in plain words`() async throws {
    let folder = try #require(PreviewFolder("/tmp"))
    let (ports, found) = AsyncStream.makeStream(of: Int.self)
    // Cancelled at the end of this function.
    async let _: Void = PreviewServer(folder, host: "127.0.0.1", port: 0)
      .run { found.yield($0) }
    var iterator = ports.makeAsyncIterator()
    let port = try #require(await iterator.next())
    let refusal = PreviewRefusal.portTaken(host: "127.0.0.1", port: port)
    await #expect(throws: refusal) {
      try await PreviewServer(folder, host: "127.0.0.1", port: port).run { _ in }
    }
    #expect(refusal.description.contains("another program listens there"))
    #expect(!refusal.description.contains("errno"))
  }

  @Test func `an address of another machine is said in plain words`() async throws {
    let folder = try #require(PreviewFolder("/tmp"))
    await #expect(throws: PreviewRefusal.noSuchAddress(host: "192.0.2.1")) {
      try await PreviewServer(folder, host: "192.0.2.1", port: 0).run { _ in }
    }
  }
}
