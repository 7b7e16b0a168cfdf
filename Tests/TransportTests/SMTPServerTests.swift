import Testing
import Transport

@Suite(.timeLimit(.minutes(20)))
struct SMTPServerTests {
  private func fault(
    host: String = "mail.example.com",
    port: Int = 587,
    encryption: SMTPServer.Encryption = .starttls,
    credentials: SMTPCredentials? = nil,
    clientName: String? = nil
  ) -> SMTPServer.Fault? {
    do {
      _ = try SMTPServer(
        host: host,
        port: port,
        encryption: encryption,
        credentials: credentials,
        clientName: clientName
      )
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: ["mail.example.com", "192.0.2.1", "2001:db8::1", "localhost"])
  func `takes a name or an address`(host: String) {
    #expect(fault(host: host) == nil)
  }

  @Test(arguments: [
    "", "mail.example.com/x", "a@b", "a b", "a\r\nb", "[::1]", "mail?x", "é.example",
  ])
  func `refuses what could leave the host's part of a URL`(host: String) {
    #expect(fault(host: host) == .host)
    #expect(fault(clientName: host) == .clientName)
  }

  @Test(arguments: [0, -1, 65_536])
  func `refuses a port that is none`(port: Int) {
    #expect(fault(port: port) == .port)
  }

  @Test func `speaks in the clear to loopback only`() {
    #expect(fault(encryption: .none) == .clearTextBeyondLoopback)
    #expect(fault(host: "127.0.0.1.example.com", encryption: .none) == .clearTextBeyondLoopback)
    for host in ["127.0.0.1", "::1", "localhost"] {
      #expect(fault(host: host, encryption: .none) == nil)
    }
  }

  @Test(arguments: [("", "p"), ("u", ""), ("u\r\n", "p"), ("u", "p\0"), ("u", "p\u{7f}")])
  func `refuses credentials that could end their line`(user: String, password: String) {
    #expect(fault(credentials: SMTPCredentials(user: user, password: password)) == .credentials)
  }

  @Test func `shows no password when printed`() throws {
    let server = try SMTPServer(
      host: "mail.example.com",
      port: 587,
      encryption: .starttls,
      credentials: SMTPCredentials(user: "shop", password: "hunter2")
    )
    var dumped = ""
    dump(server, to: &dumped)
    dump(server.credentials, to: &dumped)
    let credentials = try #require(server.credentials)
    #expect(!"\(server) \(credentials) \(dumped) \(String(reflecting: server))".contains("hunter2"))
  }
}
