import Foundation
import Mail
import Shop
import Testing

/// Orders to write about; everything in them is invented.
enum Sample {
  static func identity(accent: String = "#0b5c54", ink: String = "#ffffff") throws -> ShopIdentity {
    ShopIdentity(
      titles: [.chinese: "卡密商店", .english: "Card Shop"],
      baseURL: "https://cards.example.com",
      workerURL: "https://pay.cards.example.com",
      from: try #require(EmailAddress("orders@cards.example.com")),
      support: try #require(EmailAddress("help@cards.example.com")),
      accent: .init(light: accent, onLight: ink, dark: "#76a49f", onDark: "#0b0f0d")
    )
  }

  static func unit(
    _ number: Int,
    of count: Int,
    _ code: String,
    pin: String? = nil,
    cardNumber: String? = nil
  ) throws -> Order.AllocatedUnit {
    Order.AllocatedUnit(
      number: number,
      count: count,
      code: try #require(CardCode(code: code, pin: pin, number: cardNumber)),
      expiresAt: Timestamp(seconds: 1_830_211_200)
    )
  }

  static let redeemChinese = RedeemInstructions(
    html: """
      <ol>
      <li>打开 <strong>星港</strong> 客户端，点右上角的头像。</li>
      <li>选择「兑换」，粘贴卡密。</li>
      <li>确认后立即到账。</li>
      </ol>
      <ul>
      <li>仅限中国大陆区账号。</li>
      <li>兑换遇到问题，请看<a href="https://cards.example.com/help/">帮助页</a>。</li>
      </ul>

      """,
    text: """
      1. 打开 星港 客户端，点右上角的头像。
      2. 选择「兑换」，粘贴卡密。
      3. 确认后立即到账。

      - 仅限中国大陆区账号。
      - 兑换遇到问题，请看帮助页 (https://cards.example.com/help/)。
      """
  )

  static let redeemEnglish = RedeemInstructions(
    html: """
      <ol>
      <li>Open the <strong>Starport</strong> client and choose your picture.</li>
      <li>Choose <code>Redeem</code> and paste the code.</li>
      <li>Confirm. The balance is there at once.</li>
      </ol>
      <p>For accounts of mainland China only.
      See <a href="https://cards.example.com/en/help/">the help page</a>.</p>

      """,
    text: """
      1. Open the Starport client and choose your picture.
      2. Choose Redeem and paste the code.
      3. Confirm. The balance is there at once.

      For accounts of mainland China only. See the help page (https://cards.example.com/en/help/).
      """
  )

  static func owed(
    _ language: Language,
    purpose: Delivery.Purpose = .order,
    kind: DeliveryKind = .code,
    title: String? = nil,
    redeem: RedeemInstructions? = nil,
    units: [Order.AllocatedUnit],
    waitingUnits: [Int] = [],
    refund: Refund.Notice? = nil,
    faceValue: String = "50",
    messageID: String = "7.CSZTL2EYAMJZ00010001@cards.example.com",
    to: String = "buyer@example.com",
    date: Timestamp = Timestamp(seconds: 1_795_000_000)
  ) throws -> OwedMessage {
    let isChinese = language == .chinese
    return OwedMessage(
      deliveryID: 7,
      purpose: purpose,
      attempt: 1,
      messageID: messageID,
      date: date,
      to: try #require(EmailAddress(to)),
      language: language,
      reference: try #require(Reference("CSZTL2EYAMJZ00010001")),
      token: try #require(OrderToken("0123456789abcdefghjkmnpqrs")),
      line: Checkout.Line(
        sku: try #require(SKU("STARPORT-50")),
        quantity: max(units.count, 1),
        unitPrice: Money(minorUnits: 4_850, currency: try #require(Currency("CNY"))),
        title: title ?? (isChinese ? "星港钱包充值卡 50 元" : "Starport Wallet Card 50 CNY"),
        faceValue: faceValue,
        kind: kind,
        redeem: redeem ?? (isChinese ? redeemChinese : redeemEnglish)
      ),
      units: units,
      waitingUnits: waitingUnits,
      amount: Money(minorUnits: 4_850, currency: try #require(Currency("CNY"))),
      queuePlace: purpose == .waiting && waitingUnits.isEmpty ? 3 : nil,
      refund: refund
    )
  }

  static func refund(
    _ amount: Int64,
    of total: Int64,
    _ codes: Refund.Notice.Codes,
    units: [Int] = [],
    unitsLeft: Int = 0,
    isToldBefore: Bool = false
  ) throws -> Refund.Notice {
    let currency = try #require(Currency("CNY"))
    return Refund.Notice(
      amount: Money(minorUnits: amount, currency: currency),
      total: Money(minorUnits: total, currency: currency),
      codes: codes,
      units: units,
      unitsLeft: unitsLeft,
      isToldBefore: isToldBefore
    )
  }
}

/// A message parsed by RFC 2045 and 2046, without the code under test.
struct ReadMessage {
  let headers: [(name: String, value: String)]
  let text: String
  let html: String

  init(_ bytes: [UInt8]) throws {
    let whole = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    let cut = try #require(whole.firstRange(of: "\n\n"))
    let head = whole[..<cut.lowerBound].replacing("\n ", with: " ")
    headers = head.split(separator: "\n").map { line in
      let pair = line.split(separator: ":", maxSplits: 1)
      return (String(pair[0]), String(pair.last?.dropFirst() ?? ""))
    }
    let boundary = try #require(head.firstMatch(of: /boundary="([^"]+)"/)?.1)
    let parts = whole[cut.upperBound...].components(separatedBy: "--\(boundary)")
    try #require(parts.count == 4 && parts[0].isEmpty && parts[3] == "--\n")
    text = try Self.decode(parts[1], "text/plain")
    html = try Self.decode(parts[2], "text/html")
  }

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  private static func decode(_ part: String, _ type: String) throws -> String {
    let cut = try #require(part.firstRange(of: "\n\n"))
    #expect(
      part[..<cut.lowerBound]
        == "\nContent-Type: \(type); charset=utf-8\nContent-Transfer-Encoding: base64"
    )
    let base = part[cut.upperBound...]
    #expect(base.split(separator: "\n").allSatisfy { $0.utf8.count <= 76 })
    let data = try #require(Data(base64Encoded: base.filter { $0 != "\n" }))
    let text = String(decoding: data, as: UTF8.self)
    #expect(!text.replacing("\r\n", with: "").utf8.contains { $0 == 10 || $0 == 13 })
    return text.replacing("\r\n", with: "\n")
  }
}
