import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct EmailAddressTests {
  @Test(arguments: [
    "a@b.co", "first.last+tag@example.com", "o'neil@example.co.uk", "x_1-2@sub.example.com",
    "!#$%&'*+/=?^_`{|}~-@example.com",
    String(repeating: "a", count: 64) + "@example.com",
  ])
  func `reads`(text: String) {
    #expect(EmailAddress(text)?.text == text)
  }

  @Test(arguments: [
    "", "a", "a@", "@b.co", "a@b", "a@@b.co", "a@b@c.co", ".a@b.co", "a.@b.co", "a..b@c.co",
    "-oQ@b.co", "a b@c.co", "a@b .co", "a@-b.co", "a@b-.co", "a@b..co", "a@.b.co", "a@b.co.",
    "\"a\"@b.co", "a<b>@c.co", "a,b@c.co", "a;b@c.co", "a@[127.0.0.1]", "é@b.co", "a@bücher.de",
    "😀@b.co", "a@b.co\r\nRCPT TO:<x@y.zz>", "a\n@b.co", "a\u{0}@b.co", "a@b.co\t",
    String(repeating: "a", count: 65) + "@example.com",
    "a@" + String(repeating: "a", count: 64) + ".com",
    "a@" + String(repeating: "abcdefgh.", count: 30) + "com",
  ])
  func `refuses`(text: String) {
    #expect(EmailAddress(text) == nil)
  }

  @Test func `two spellings are one buyer`() {
    #expect(EmailAddress("Ann@Example.COM")?.normalized == "ann@example.com")
  }

  @Test func `prints the first letter and the domain`() throws {
    let address = try #require(EmailAddress("somebody@example.com"))
    var text = "\(address) \(String(reflecting: address))"
    dump(address, to: &text)
    #expect(text.contains("s…@example.com") && !text.contains("omebody"))
  }

  @Test(arguments: [
    ("Buyer@Example.com", "buyer@example.com"), ("b.u.yer@example.com", "b.u.yer@example.com"),
    ("buyer+games@example.com", "buyer@example.com"), ("B.U.Yer+x@GMail.com", "buyer@gmail.com"),
    ("bu.yer@googlemail.com", "buyer@gmail.com"), ("+x@example.com", "+x@example.com"),
  ])
  func `finds the mailbox behind its spellings`(text: String, mailbox: String) {
    #expect(EmailAddress(text)?.mailbox == mailbox)
  }
}
