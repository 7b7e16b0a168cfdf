import Foundation
import Mail
import Shop
import Testing

@Suite(.timeLimit(.minutes(20))) struct MessageTests {
  static let names = [
    "codes-zh", "codes-en", "one-code-en", "numbered-zh", "numbered-en", "ready-zh", "ready-en",
    "link-zh", "link-en",
    "waiting-zh", "waiting-en", "replacing-zh", "replacing-en", "part-of-codes-en", "refunded-zh",
    "refunded-en", "reduced-zh", "reduced-en",
  ]

  static func owed(_ name: String) throws -> OwedMessage {
    let codes = try [
      Sample.unit(1, of: 2, "XG50-7K2M-99QF-A3TW", pin: "402913"),
      Sample.unit(2, of: 2, "XG50-8H4N-20PB-K6ZR", pin: "118427"),
    ]
    return switch name {
    case "codes-zh": try Sample.owed(.chinese, units: codes)
    case "codes-en": try Sample.owed(.english, units: codes)
    case "one-code-en":
      try Sample.owed(
        .english,
        redeem: RedeemInstructions.none,
        units: [Sample.unit(1, of: 1, "XG50-7K2M-99QF-A3TW")]
      )
    case "numbered-zh", "numbered-en":
      try Sample.owed(
        name.hasSuffix("zh") ? .chinese : .english,
        redeem: RedeemInstructions.none,
        units: [Sample.unit(1, of: 1, "MMNB-9987-TTRE", cardNumber: "100000232")]
      )
    case "ready-zh": try Sample.owed(.chinese, kind: .link, units: codes)
    case "ready-en": try Sample.owed(.english, kind: .link, units: codes)
    case "link-zh": try Sample.owed(.chinese, purpose: .link, units: codes)
    case "waiting-zh": try Sample.owed(.chinese, purpose: .waiting, units: [])
    case "waiting-en": try Sample.owed(.english, purpose: .waiting, units: [])
    case "replacing-zh", "replacing-en":
      try Sample.owed(
        name.hasSuffix("zh") ? .chinese : .english,
        purpose: .waiting,
        units: [],
        waitingUnits: [2]
      )
    case "part-of-codes-en":
      try Sample.owed(.english, units: Array(codes.prefix(1)), waitingUnits: [2])
    case "refunded-zh", "refunded-en":
      try Sample.owed(
        name.hasSuffix("zh") ? .chinese : .english,
        purpose: .refunded,
        units: codes,
        refund: Sample.refund(9_700, of: 9_700, .withdrawn)
      )
    case "reduced-zh", "reduced-en":
      try Sample.owed(
        name.hasSuffix("zh") ? .chinese : .english,
        purpose: .refunded,
        units: codes,
        refund: Sample.refund(4_850, of: 5_850, .reduced, units: [2], unitsLeft: 1)
      )
    default: try Sample.owed(.english, purpose: .link, units: codes)
    }
  }

  /// The message as sent, and its two parts as people read them, in `Golden`.
  ///
  /// `UPDATE_GOLDEN=1` rewrites them; read the difference.
  @Test(arguments: names)
  func `is written as in the golden files`(name: String) throws {
    let message = Message(try Self.owed(name), identity: try Sample.identity())
    let read = try ReadMessage(message.bytes)
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    let files = [
      ("message", Data(message.bytes)), ("txt", Data(read.text.utf8)),
      ("html", Data(read.html.utf8)),
    ]
    for (kind, data) in files {
      let file = folder.appending(path: "\(name).\(kind)")
      if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" { try data.write(to: file) }
      #expect(try Data(contentsOf: file) == data, "\(file.lastPathComponent)")
    }
  }

  @Test(arguments: names)
  func `is the same bytes every time, whatever the attempt`(name: String) throws {
    let owed = try Self.owed(name)
    let repeated = OwedMessage(
      deliveryID: owed.deliveryID,
      purpose: owed.purpose,
      attempt: 9,
      messageID: owed.messageID,
      date: owed.date,
      to: owed.to,
      language: owed.language,
      reference: owed.reference,
      token: owed.token,
      line: owed.line,
      units: owed.units,
      waitingUnits: owed.waitingUnits,
      amount: owed.amount,
      queuePlace: owed.queuePlace,
      refund: owed.refund
    )
    let identity = try Sample.identity()
    #expect(Message(owed, identity: identity) == Message(repeated, identity: identity))
  }

  @Test(arguments: names)
  func `is CRLF throughout, in ASCII, in short lines`(name: String) throws {
    let bytes = Message(try Self.owed(name), identity: try Sample.identity()).bytes
    let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
    #expect(lines.last == "")
    #expect(lines.allSatisfy { $0.utf8.count <= 78 })
    #expect(lines.joined().utf8.allSatisfy { (32...126).contains($0) })
    #expect(!lines.contains { $0.hasPrefix(".") })
  }

  @Test(arguments: names)
  func `says the same in both parts, and in the subject neither code nor product`(
    name: String
  ) throws {
    let owed = try Self.owed(name)
    let bytes = Message(owed, identity: try Sample.identity()).bytes
    let read = try ReadMessage(bytes)
    let codes = owed.units.flatMap { unit in
      [unit.code.code, unit.code.pin, unit.code.number].compactMap { $0 }
    }
    let shown = name.contains("code") || name.contains("number") ? codes : []
    let both = [
      owed.line.title, owed.reference.text, "help@cards.example.com",
    ]
    let link = "https://pay.cards.example.com/orders/0123456789abcdefghjkmnpqrs"
    #expect(read.text.contains(link) == (owed.refund == nil))
    #expect(read.html.contains(link) == (owed.refund == nil))
    for fact in both + shown {
      #expect(read.text.contains(fact), "\(fact)")
      #expect(read.html.contains(fact), "\(fact)")
    }
    if shown.isEmpty {
      for code in codes { #expect(!read.text.contains(code) && !read.html.contains(code)) }
    }
    let subject = try #require(read.header("Subject"))
    let decoded = subject.split(separator: " ").map { word in
      let base = word.dropFirst(10).dropLast(2)
      return String(decoding: Data(base64Encoded: String(base)) ?? Data(), as: UTF8.self)
    }
    for secret in codes + [owed.line.title, "48.50", "50 "] {
      #expect(!decoded.joined().contains(secret))
    }
    #expect(decoded.joined().contains(owed.reference.text))
  }

  @Test(arguments: [Language.chinese, .english], [Refund.Notice.Codes.kept, .reduced])
  func `an order that goes on after a refund that was told says no amount again`(
    language: Language,
    codes: Refund.Notice.Codes
  ) throws {
    let owed = try Sample.owed(
      language,
      purpose: .refunded,
      units: [],
      refund: Sample.refund(
        100,
        of: 300,
        codes,
        units: codes == .reduced ? [2] : [],
        unitsLeft: codes == .reduced ? 1 : 0,
        isToldBefore: true
      )
    )
    let read = try ReadMessage(Message(owed, identity: try Sample.identity()).bytes)
    for part in [read.text, read.html] {
      #expect(!part.contains("¥1.00") && !part.contains("¥3.00"))
      #expect(part.contains(language == .chinese ? "继续处理" : "it goes on"))
      #expect(part.contains(language == .chinese ? "第 2 张" : "Card 2") == (codes == .reduced))
    }
  }

  @Test(arguments: Refund.Notice.Codes.allCases, [Language.chinese, .english])
  func `tells what went back and what becomes of the codes, without code or link`(
    codes: Refund.Notice.Codes,
    language: Language
  ) throws {
    let owed = try Sample.owed(
      language,
      purpose: .refunded,
      units: [Sample.unit(1, of: 1, "XG50-7K2M-99QF-A3TW")],
      refund: Sample.refund(
        100,
        of: 300,
        codes,
        units: codes == .reduced ? [2, 4] : [],
        unitsLeft: codes == .reduced ? 3 : 0
      )
    )
    let read = try ReadMessage(Message(owed, identity: try Sample.identity()).bytes)
    for part in [read.text, read.html] {
      let symbol = language == .chinese ? ">¥" : ">CN¥"
      let isText = !part.contains("<html")
      for amount in ["1.00", "3.00"] {
        #expect(part.contains((isText ? symbol.dropFirst() : symbol[...]) + amount))
      }
      #expect(!part.contains("XG50") && !part.contains(owed.token.text))
      // Which units were taken out, and how many stay.
      let which = language == .chinese ? "第 2、4 张" : "Cards 2 and 4"
      let left = language == .chinese ? "其余 3 张" : "other 3 cards"
      #expect(part.contains(which) == (codes == .reduced))
      #expect(part.contains(left) == (codes == .reduced))
    }
  }

  @Test(arguments: ["", " "])
  func `leaves out a fact that nobody wrote down`(faceValue: String) throws {
    let units = try [Sample.unit(1, of: 1, "ABCD")]
    let owed = try Sample.owed(.english, units: units, faceValue: faceValue)
    let read = try ReadMessage(Message(owed, identity: try Sample.identity()).bytes)
    #expect(!read.text.contains("Face value") && !read.html.contains("Face value"))
    #expect(read.text.contains("Quantity: 1"))
  }

  @Test func `says what each card is worth where the supplier said so`() throws {
    let plain = try Sample.unit(2, of: 2, "BBBB")
    let worth = Money(minorUnits: 10_000, currency: try #require(Currency("JPY")))
    let own = Order.AllocatedUnit(
      number: 1,
      count: 2,
      code: try #require(CardCode(code: "AAAA", pin: nil)),
      expiresAt: nil,
      faceValue: worth
    )
    let mixed = try ReadMessage(
      Message(try Sample.owed(.english, units: [own, plain]), identity: try Sample.identity()).bytes
    )
    #expect(mixed.text.contains("Code: AAAA\nFace value: ¥10,000"))
    #expect(mixed.html.contains("Face value ¥10,000"))
    #expect(mixed.text.contains("\nFace value: 50\n"))
    let all = try ReadMessage(
      Message(try Sample.owed(.english, units: [own]), identity: try Sample.identity()).bytes
    )
    #expect(all.text.contains("Face value: ¥10,000") && !all.text.contains("Face value: 50"))
  }

  @Test func `carries the headers of a message that a machine wrote`() throws {
    let read = try ReadMessage(
      Message(try Self.owed("codes-zh"), identity: try Sample.identity()).bytes
    )
    #expect(
      read.headers.map(\.name) == [
        "Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Auto-Submitted",
        "X-Auto-Response-Suppress", "Content-Language", "Content-Type",
      ]
    )
    #expect(read.header("Date") == "Wed, 18 Nov 2026 11:06:40 +0000")
    #expect(read.header("To") == "<buyer@example.com>")
    #expect(read.header("Message-ID") == "<7.CSZTL2EYAMJZ00010001@cards.example.com>")
    #expect(read.header("Auto-Submitted") == "auto-generated")
    #expect(read.header("Content-Language") == "zh-CN")
    let english = try ReadMessage(
      Message(try Self.owed("codes-en"), identity: try Sample.identity()).bytes
    )
    #expect(english.header("From") == "Card Shop <orders@cards.example.com>")
  }

  @Test(arguments: [
    (0, "Thu, 1 Jan 1970 00:00:00 +0000"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 +0000"),
    (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 +0000"), (-1, "Wed, 31 Dec 1969 23:59:59 +0000"),
    (4_107_542_400, "Mon, 1 Mar 2100 00:00:00 +0000"),
  ])
  func `writes its date by the calendar`(seconds: Int64, expected: String) throws {
    let owed = try Sample.owed(.english, units: [], date: Timestamp(seconds: seconds))
    let read = try ReadMessage(Message(owed, identity: try Sample.identity()).bytes)
    #expect(read.header("Date") == expected)
  }

  @Test func `lets no title begin a header of its own`() throws {
    let identity = ShopIdentity(
      titles: [.english: "Shop\r\nBcc: thief@example.com\r\n\r\nhello"],
      baseURL: "https://cards.example.com",
      workerURL: "https://pay.cards.example.com",
      from: try #require(EmailAddress("orders@cards.example.com")),
      support: try #require(EmailAddress("help@cards.example.com"))
    )
    let owed = try Sample.owed(
      .english,
      units: [],
      messageID: "<a\r\nBcc: thief@example.com>\r\n\r\n@x"
    )
    let message = Message(owed, identity: identity)
    let read = try ReadMessage(message.bytes)
    #expect(read.headers.count == 10)
    #expect(read.header("Bcc") == nil)
    #expect(message.id == "aBccthief@example.com@x")
  }

  @Test(arguments: ["", "...", "../../etc/passwd", "/", "\u{0}", "ü@ü"])
  func `names itself by what headers and files share`(messageID: String) throws {
    let owed = try Sample.owed(.english, units: [], messageID: messageID)
    let id = Message(owed, identity: try Sample.identity()).id
    #expect(!id.isEmpty && !id.hasPrefix(".") && !id.contains("/"))
    #expect(id.utf8.allSatisfy { (33...126).contains($0) })
  }

  @Test(arguments: [
    #"<script>alert(1)</script>"#, #""><img src=x onerror=alert(1)>"#, "{{code}} {{{secret}}}",
    "a\"\u{301} onmouseover=alert(1)", "<\u{338}script>", "&lt;b&gt;", "'; drop table",
  ])
  func `shows what a supplier or editor wrote, and never runs it`(text: String) throws {
    let unit = try Sample.unit(1, of: 1, text, pin: text)
    let owed = try Sample.owed(
      .english,
      title: text,
      redeem: RedeemInstructions(html: "<p>\(text.escapedForHTML)</p>\n", text: text),
      units: [unit]
    )
    let read = try ReadMessage(Message(owed, identity: try Sample.identity()).bytes)
    let plain = try ReadMessage(
      Message(
        try Sample.owed(
          .english,
          title: "t",
          redeem: RedeemInstructions(html: "<p>t</p>\n", text: "t"),
          units: [Sample.unit(1, of: 1, "t", pin: "t")]
        ),
        identity: try Sample.identity()
      ).bytes
    )
    let marks = { (html: String) in
      html.unicodeScalars.filter { ["<", ">", "\"", "'"].contains($0) }.count
    }
    #expect(marks(read.html) == marks(plain.html))
    #expect(read.text.contains("Code: \(text)"))
  }

  @Test(arguments: [("#ffffff", "#14171c"), ("#ffd400", "#14171c"), ("#000000", "#ffffff")])
  func `writes on the accent in the ink that can be read`(accent: String, ink: String) throws {
    let identity = try Sample.identity(accent: accent, ink: ink)
    let read = try ReadMessage(Message(try Self.owed("link-en"), identity: identity).bytes)
    #expect(read.html.contains("background:\(accent);color:\(ink)"))
  }

  @Test(arguments: ["red", "#fff", "#12345", "#gggggg", "#123456;x:url(y)", ""])
  func `does without an accent that is no colour`(accent: String) throws {
    let identity = try Sample.identity(accent: accent)
    let read = try ReadMessage(Message(try Self.owed("link-en"), identity: identity).bytes)
    #expect(read.html.contains("background:#0b5d51;color:#ffffff"))
  }

  @Test func `speaks the other language's title where one is missing`() throws {
    let identity = ShopIdentity(
      titles: [.chinese: "卡密商店"],
      baseURL: "https://cards.example.com",
      workerURL: "https://pay.cards.example.com",
      from: try #require(EmailAddress("orders@cards.example.com")),
      support: try #require(EmailAddress("help@cards.example.com"))
    )
    let read = try ReadMessage(Message(try Self.owed("link-en"), identity: identity).bytes)
    #expect(read.text.contains("卡密商店"))
  }
}
