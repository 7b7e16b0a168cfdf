import Foundation
import Payments
import Shop
import Testing

/// What "Adding a provider" asks for exists for every provider, in the same form.
@Suite(.timeLimit(.minutes(20)))
struct ProviderFoldersTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The names in a folder; empty where there is none.
  private static func files(in folder: String) -> [String] {
    let path = root.appending(path: folder).path()
    return FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
  }

  /// `WeChatPay` for `WeChatPayAdapter`: the name of its folder, and the beginning of its files.
  private static func name(of adapter: any PaymentAdapter.Type) -> String {
    String(describing: adapter).replacing("Adapter", with: "")
  }

  /// The files that a folder must have, by the provider's facts: one that sells through checkouts
  /// of ours refunds too.
  private static func files(of adapter: any PaymentAdapter.Type) -> Set<String> {
    let provider = adapter.provider
    let parts =
      (Provider.offered.contains(provider) ? ["Checkout", "Refund"] : [])
      + (provider.answersQuestions ? ["Query"] : [])
      + (adapter.facts.statementReadySeconds == nil ? [] : ["Statement"])
    let steps = ["Verify", "Settings"] + parts
    // A provider that is never called has no API.
    let api = parts.isEmpty ? [] : ["API.swift"]
    return Set(
      (["Adapter.swift"] + api + steps.map { "Adapter+\($0).swift" }).map(
        name(of: adapter).appending
      )
    )
  }

  @Test func `every provider but a person's word has one adapter`() {
    let adapters = AdapterTable.all.map { $0.provider }
    #expect(Set(adapters).count == adapters.count)
    #expect(Set(adapters) == Set(Provider.allCases).subtracting([.manual]))
    for provider in Provider.allCases {
      #expect((AdapterTable.facts(of: provider) == nil) == (provider == .manual))
    }
  }

  @Test func `the folders of all providers have the same files`() {
    for adapter in AdapterTable.all {
      let name = Self.name(of: adapter)
      let found = Set(Self.files(in: "Sources/Payments/\(name)"))
      let missing = Self.files(of: adapter).subtracting(found).sorted()
      #expect(missing.isEmpty, "Sources/Payments/\(name): expected \(missing)")
      // A missing function has no file, and a further file is named by its question.
      let further = found.subtracting(Self.files(of: adapter))
      let questions = [
        "Certificates", "CertificateFetches", "Endpoint", "Payer", "Objects", "Bill",
      ]
      for file in further {
        let isNamed = questions.contains { question in
          file == "\(name)Adapter+\(question).swift" || file == "\(name)\(question).swift"
        }
        #expect(isNamed, "Sources/Payments/\(name)/\(file): put it into the file of its step")
      }
    }
    let folders = Set(
      Self.files(in: "Sources/Payments").compactMap { path in
        path.contains("/") ? path.split(separator: "/").first.map(String.init) : nil
      }
    )
    let shared: Set = ["Adapter", "Archive", "Certificates", "Settings"]
    #expect(folders.subtracting(shared) == Set(AdapterTable.all.map { Self.name(of: $0) }))
  }

  @Test func `the facts of a provider go together`() {
    for adapter in AdapterTable.all {
      let (facts, provider) = (adapter.facts, adapter.provider)
      #expect(!facts.givesBack || Provider.offered.contains(provider), "\(provider)")
      #expect(!facts.isFoundByMoment || facts.renewsSteps, "\(provider)")
      #expect(facts.webhookMethods.contains("POST") && facts.longestWebhook > 0, "\(provider)")
      #expect(!facts.unproven.isEmpty, "\(provider)")
    }
  }

  @Test func `every provider has settings that can be read and written down`() {
    for adapter in AdapterTable.all {
      let keys = adapter.settings.flatMap(\.keys)
      #expect(!keys.isEmpty && Set(keys).count == keys.count, "\(adapter.provider)")
      #expect(adapter.settings.allSatisfy { !$0.sample.isEmpty && !$0.help.isEmpty })
    }
  }

  @Test func `every provider that is offered has a name in every language of the pages`() throws {
    let folder = "Sources/Site/Theme/Words"
    let words = Self.files(in: folder).filter { $0.hasSuffix(".yaml") }
    #expect(words.count >= 3)
    for file in words {
      let text = try String(
        contentsOf: Self.root.appending(path: "\(folder)/\(file)"),
        encoding: .utf8
      )
      for provider in Provider.offered {
        #expect(text.contains("\n  \(provider.rawValue): "), "\(file): no name of \(provider)")
      }
    }
  }

  @Test func `every provider's messages are judged by vectors, its refusals by the mock`() throws {
    let vectors = try String(
      contentsOf: Self.root.appending(path: "Tests/WorkerTests/Vectors/webhooks.jsonl"),
      encoding: .utf8
    )
    for adapter in AdapterTable.all {
      // Other implementations use these vectors too, and they call it so.
      let name = adapter.provider == .wechatpay ? "wechat" : adapter.provider.rawValue
      #expect(vectors.contains("\"provider\": \"\(name)\""), "\(name)")
      if Provider.offered.contains(adapter.provider) {
        let tests = Self.files(in: "Tests/MockPayTests/\(Self.name(of: adapter))")
        #expect(tests.contains { $0.hasSuffix("Breaches.swift") }, "\(adapter.provider)")
      }
    }
  }
}
