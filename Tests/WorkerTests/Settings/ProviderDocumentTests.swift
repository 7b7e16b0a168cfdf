import Foundation
import Payments
import Shop
import Testing
import Worker

/// The two documents about providers name what the worker reads, provider by provider.
@Suite(.timeLimit(.minutes(20))) struct ProviderDocumentTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A chapter's heading in each document.
  private static let headings: [Provider: [String]] = [
    .stripe: ["Stripe", "Stripe"], .wechatpay: ["WeChat Pay", "微信支付"],
    .alipay: ["Alipay", "支付宝"], .unionpay: ["UnionPay", "银联"], .paypal: ["PayPal", "PayPal"],
    .epay: ["EPay", "EPay"], .standard: ["Standard Webhooks", "Standard Webhooks"],
  ]

  @Test(arguments: [(0, "docs/providers.md"), (1, "docs/providers.zh.md")])
  func `every setting of a provider is named in its chapter`(index: Int, path: String) throws {
    let text = try String(contentsOf: Self.folder.appending(path: path), encoding: .utf8)
    for adapter in AdapterTable.all {
      let heading = try unwrapped(Self.headings[adapter.provider]?[index])
      let start = try unwrapped(text.firstRange(of: "\n## \(heading)\n"))
      let rest = text[start.upperBound...]
      let chapter = rest[..<(rest.firstRange(of: "\n## ")?.lowerBound ?? rest.endIndex)]
      for setting in adapter.settings {
        #expect(
          chapter.contains("`\(setting.name)`"),
          "\(path), \(heading): expected `\(setting.name)`, found it nowhere; say what it is for"
        )
      }
      // Conversely, every name in its paragraph of settings is a setting.
      let marks = ["\n**Settings.**", "\n**设置。**"].compactMap { chapter.firstRange(of: $0) }
      let after = chapter[try unwrapped(marks.first).upperBound...]
      let paragraph = after[..<(after.firstRange(of: "\n\n")?.lowerBound ?? after.endIndex)]
      let names = Set(adapter.settings.map(\.name))
      for match in paragraph.matches(of: /`([a-z]+(?:_[a-z0-9]+)+)`/) {
        let word = String(match.1)
        #expect(names.contains(word), "\(path), \(heading): there is no setting `\(word)`")
      }
    }
  }

  @Test(arguments: ["docs/providers.md", "docs/providers.zh.md"])
  func `every event that is heard is named, and no other`(path: String) throws {
    let text = try String(contentsOf: Self.folder.appending(path: path), encoding: .utf8)
    for event in StripeAdapter.events + PayPalAdapter.events {
      #expect(text.contains("`\(event)`"), "\(path): \(event) is not named")
    }
    let stripe = text.matches(of: /`((?:charge|checkout|refund)\.[a-z_.]+)`/).map { String($0.1) }
    let hosts: Set = ["checkout.stripe.com"]
    #expect(Set(stripe).subtracting(hosts) == Set(StripeAdapter.events), "\(path)")
    let paypal = text.matches(of: /`((?:PAYMENT|CHECKOUT|CUSTOMER)\.[A-Z.]+)`/).map { String($0.1) }
    #expect(Set(paypal) == Set(PayPalAdapter.events), "\(path)")
  }

  @Test func `what no rehearsal proves is said of every provider`() {
    for adapter in AdapterTable.all {
      #expect(!RehearsalReport.gaps(of: adapter.provider, isLive: true).isEmpty)
    }
  }
}
