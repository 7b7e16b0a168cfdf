import Foundation
import Payments
import Shop
import Testing
import Worker

/// The two documents about providers name what the worker reads, provider by provider.
struct ProviderDocumentTests {
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
    }
  }

  @Test func `what no rehearsal proves is said of every provider`() {
    for adapter in AdapterTable.all {
      #expect(!RehearsalReport.gaps(of: adapter.provider, isLive: true).isEmpty)
    }
  }
}
