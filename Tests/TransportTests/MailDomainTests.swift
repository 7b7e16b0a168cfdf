import TestServers
import Testing
import Transport

@Suite(.timeLimit(.minutes(20)))
struct MailDomainTests {
  @Test(
    arguments: [
      ("mx.example", true), ("only-a.example", true), ("only-aaaa.example", true),
      ("alias.example", true), ("many.example", true), ("null-and-mx.example", true),
      ("null-mx.example", false), ("empty.example", false), ("nowhere.example", false),
      ("dangling.example", false),
      // An unknown answer turns no buyer away.
      ("x.broken.example", nil), ("x.silent.example", nil),
    ] as [(String, Bool?)]
  )
  func `says whether mail can be delivered to a domain`(domain: String, takes: Bool?) throws {
    let server = try PythonServer(script: "dns_server.py")
    let port = try #require(server.ports["udp"].flatMap(UInt16.init(exactly:)))
    let asks = MailDomain(resolver: (address: "127.0.0.1", port: port))
    #expect(asks.takesMail(domain) == takes)
  }

  @Test func `knows nothing where no resolver listens`() {
    let asks = MailDomain(resolver: (address: "127.0.0.1", port: 1))
    #expect(asks.takesMail("mx.example") == nil)
    #expect(MailDomain(resolver: (address: "nonsense", port: 53)).takesMail("mx.example") == nil)
  }
}
