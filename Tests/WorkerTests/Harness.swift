import Foundation
import Logging
import Mail
import Payments
import ServiceLifecycle
import Shop
import Storage
import Synchronization
import Transport
import Worker

/// A folder that is deleted with this object.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = "/tmp/cardstock-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
    try FileManager.default.createDirectory(
      atPath: path,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
  }

  deinit {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      // The system cleans it up.
    }
  }
}

/// Collects all log lines of a test, of every level.
final class LogBook: Sendable {
  private let written = Mutex<[String]>([])

  var lines: [String] { written.withLock { $0 } }

  var logger: Logger {
    Logger(label: "test") { [self] _ in Handler(book: self) }
  }

  private struct Handler: LogHandler {
    let book: LogBook
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      book.written.withLock { $0.append("\(event.message) \(event.metadata ?? [:]) \(metadata)") }
    }
  }
}

/// A mailer that remembers all messages and returns the outcomes that a test sets.
final class Outbox: Sendable {
  private let taken = Mutex<[(OwedMessage, RenderedMessage)]>([])
  private let letters = Mutex<[OperatorLetter]>([])
  private let theme: String
  private let answer: @Sendable (OwedMessage) -> SendOutcome
  private let answerToLetter: @Sendable (OperatorLetter) -> SendOutcome

  /// `theme` is part of the bytes, in place of a release's texts and look.
  init(
    theme: String = "theme",
    answer: @escaping @Sendable (OwedMessage) -> SendOutcome = { _ in .sent },
    answerToLetter: @escaping @Sendable (OperatorLetter) -> SendOutcome = { _ in .sent }
  ) {
    self.theme = theme
    self.answer = answer
    self.answerToLetter = answerToLetter
  }

  var messages: [OwedMessage] { taken.withLock { $0.map(\.0) } }
  var operatorLetters: [OperatorLetter] { letters.withLock { $0 } }
  /// The sent messages, as text.
  var texts: [String] {
    taken.withLock { $0.map { String(decoding: $0.1.bytes, as: UTF8.self) } }
  }

  var mailer: Mailer {
    Mailer(
      compose: { [theme] message in
        RenderedMessage(bytes: Array("\(theme): \(message.messageID)\r\n".utf8))
      },
      sendWhile: { [self] message, rendered, isOwed in
        guard isOwed() else {
          let detail = "owed no longer"
          return .abandoned(SendTrouble(phase: .connect, smtpCode: nil, detail: detail))
        }
        taken.withLock { $0.append((message, rendered)) }
        return answer(message)
      },
      post: { [self] letter in
        letters.withLock { $0.append(letter) }
        return answerToLetter(letter)
      }
    )
  }
}

/// The shop of all tests.
enum Sample {
  static let now = Timestamp(seconds: 1_795_000_000)
  static let sku = "GC-25"
  static let secret = "whsec_7Vq2mWz9LrT4xKc8bNf1YdGh5JpS3uAe"
  static let key = "sk_test_51QhG7mB2rT9wLk4Xc8Zp0VnYd3"

  static let catalog = CatalogDocument(
    version: CatalogDocument.currentVersion,
    hash: String(repeating: "a", count: 64),
    shop: CatalogDocument.ShopEntry(
      title: ["zh-CN": "卡密商店", "en": "Card <Shop>"],
      baseURL: "https://cards.example.com",
      supportEmail: "help@cards.example.com",
      language: "zh-CN",
      accent: .standard,
      timezone: "Asia/Shanghai"
    ),
    products: [
      CatalogDocument.ProductEntry(
        sku: sku,
        title: ["zh-CN": "北星礼品卡 25", "en": "Northstar Gift Card 25"],
        path: ["zh-CN": "/products/gc-25/", "en": "/en/products/gc-25/"],
        priceMinor: 4_850,
        currency: "CNY",
        faceValue: "50",
        region: nil,
        limit: 5,
        delivery: .code,
        redeem: [
          "zh-CN": .init(
            html: "<ol>\n<li>打开北星</li>\n<li>输入卡密</li>\n</ol>\n<p>每张卡只能使用一次。</p>\n",
            text: "1. 打开北星\n2. 输入卡密\n\n每张卡只能使用一次。"
          ),
          "en": .init(
            html: "<ol>\n<li>Open <strong>Northstar</strong></li>\n<li>Enter the code</li>\n</ol>\n"
              + "<p>Each card can be used once.</p>\n",
            text: "1. Open Northstar\n2. Enter the code\n\nEach card can be used once."
          ),
        ]
      )
    ]
  )

  static func checkout(
    reference: Reference,
    provider: Provider = .stripe,
    quantity: Int = 1,
    email: EmailAddress,
    language: Language = .chinese,
    at now: Timestamp = now
  ) throws -> Checkout {
    let currency = try unwrapped(Currency("CNY"))
    let price = Money(minorUnits: 4_850, currency: currency)
    return Checkout(
      reference: reference,
      provider: provider,
      line: Checkout.Line(
        sku: try unwrapped(SKU(sku)),
        quantity: quantity,
        unitPrice: price,
        title: catalog.products[0].title[language.tag] ?? "",
        faceValue: "50",
        kind: .code,
        redeem: RedeemInstructions(catalog.products[0].redeem[language.tag]) ?? .none
      ),
      email: email,
      language: language,
      amount: try unwrapped(price.times(quantity)),
      createdAt: now,
      expiresAt: now.advanced(seconds: Checkout.lifetimeSeconds)
    )
  }
}

/// Thrown when a test lacks something that it needs.
struct Missing: Error {}

func unwrapped<Value>(_ value: Value?) throws -> Value {
  guard let value else { throw Missing() }
  return value
}
