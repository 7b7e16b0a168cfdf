import Foundation
import Shop
import Storage
import Synchronization
import Testing
import Transport
import Worker

/// The shop's contacts in the footer of every page of the worker, in its language.
@Suite(.timeLimit(.minutes(20))) struct ContactLinesTests {
  private static let contacts = [
    CatalogDocument.ContactEntry(
      name: ["zh-CN": "邮箱", "en": "Email"],
      text: ["zh-CN": "help@cards.example.com", "en": "help@cards.example.com"],
      href: "mailto:help@cards.example.com"
    ),
    CatalogDocument.ContactEntry(
      name: ["zh-CN": "微信", "en": "WeChat"],
      text: ["zh-CN": "cards_<cs>", "en": "cards_<cs>"],
      href: nil
    ),
    CatalogDocument.ContactEntry(
      name: ["zh-CN": "客服时间", "en": "Hours"],
      text: ["zh-CN": "每天 9:00–22:00"],
      href: "javascript:alert(1)"
    ),
  ]

  private func page(
    _ target: String,
    contacts: [CatalogDocument.ContactEntry]
  ) async throws -> String {
    var options = Sale.options()
    options.catalog.shop.contacts = contacts
    let text = Mutex("")
    try await LiveWorker.run(options) { worker async throws in
      let found = try await worker.send(.get, target).text
      text.withLock { $0 = found }
    }
    return text.withLock { $0 }
  }

  @Test(arguments: ["/orders/lookup?lang=en", "/orders/aaaaaaaaaaaaaaaaaaaaaaaaaa?lang=en"])
  func `in English, with what is not translated marked`(target: String) async throws {
    let text = try await page(target, contacts: Self.contacts)
    let mail = "<a href=\"mailto:help@cards.example.com\">help@cards.example.com</a>"
    #expect(text.contains("<span class=\"channel\">Email</span> \(mail)"), "\(text)")
    #expect(text.contains("WeChat</span> <span translate=\"no\">cards_&lt;cs&gt;</span>"))
    #expect(
      text.contains("Hours</span> <span translate=\"no\" lang=\"zh-CN\">每天 9:00–22:00</span>")
    )
    #expect(!text.contains("javascript:") && text.contains("Need help?"))
    #expect(text.count(of: "help@cards.example.com") == 2)
  }

  @Test func `in Chinese`() async throws {
    let text = try await page("/orders/lookup?lang=zh-CN", contacts: Self.contacts)
    #expect(text.contains("<span class=\"channel\">微信</span>") && text.contains("需要帮助？"))
    #expect(!text.contains("lang=\"zh-CN\">每天"))
  }

  @Test func `a shop without them shows its address, as before`() async throws {
    let text = try await page("/orders/lookup?lang=en", contacts: [])
    #expect(text.contains("<a href=\"mailto:help@cards.example.com\">"))
    #expect(!text.contains("class=\"contacts\""))
  }
}

extension String {
  fileprivate func count(of part: String) -> Int { components(separatedBy: part).count - 1 }
}
