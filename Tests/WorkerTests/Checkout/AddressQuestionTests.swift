import Shop
import Storage
import Synchronization
import Testing
import Transport
import Worker

@Suite(.timeLimit(.minutes(20)))
struct AddressQuestionTests {
  private static func form(_ email: String, _ rest: String = "") -> String {
    "sku=GC-25&quantity=2&email=\(email)&locale=en&provider=stripe" + rest
  }

  @Test(arguments: [
    ("en", "Please check your address", "Use this address"),
    ("zh-CN", "请确认您的邮箱", "改用这个邮箱"),
  ])
  func `asks back before anything is opened, and keeps the form`(
    language: String,
    title: String,
    button: String
  ) async throws {
    try await LiveWorker.run(.stocked) { worker async throws in
      let form = "sku=GC-25&quantity=2&email=ann%40gmial.com&locale=\(language)&provider=stripe"
      let page = try await worker.post("/checkout", form: form)
      #expect(page.status == 422)
      for text in [
        title, button, "name=\"email\" value=\"ann@gmail.com\"",
        "name=\"email\" value=\"ann@gmial.com\"", "name=\"quantity\" value=\"2\"",
        "name=\"sku\" value=\"GC-25\"", "name=\"provider\" value=\"stripe\"",
        "name=\"kept\" value=\"ann@gmial.com\"",
      ] { #expect(page.text.contains(text)) }
      #expect(try worker.store.checkouts(Checkout.Filter()).isEmpty)
    }
  }

  @Test(arguments: ["ann%40gmail.com", "ann%40gmial.com"])
  func `goes on with either answer`(email: String) async throws {
    try await LiveWorker.run(.stocked) { worker async throws in
      let answer = try await worker.post(
        "/checkout",
        form: Self.form(email, "&kept=ann%40gmial.com")
      )
      #expect(answer.status == 303)
    }
  }

  @Test func `an answer about one address keeps no other`() async throws {
    try await LiveWorker.run(.stocked) { worker async throws in
      let answer = try await worker.post(
        "/checkout",
        form: Self.form("ann%40gmial.com", "&kept=ann%40qq.con")
      )
      #expect(answer.status == 422)
    }
  }

  @Test func `mends a pasted address without a word`() async throws {
    try await LiveWorker.run(.stocked) { worker async throws in
      let pasted = "%20%E2%80%8Bbuyer%EF%BC%A0example%E3%80%82com%0D%0A"
      let answer = try await worker.post("/checkout", form: Self.form(pasted))
      #expect(answer.status == 303)
    }
  }

  @Test func `names the address that is meant beside the fault`() async throws {
    try await LiveWorker.run(.stocked) { worker async throws in
      let answer = try await worker.post("/checkout", form: Self.form("ann%40qq"))
      #expect(answer.status == 422)
      #expect(answer.text.contains("Did you mean ann@qq.com?"))
    }
  }

  @Test(arguments: [false, nil] as [Bool?])
  func `believes no name server that knows no domain at all`(answer: Bool?) async throws {
    var options = LiveWorker.Options.stocked
    options.visitors.takesMail = { _ in answer }
    try await LiveWorker.run(options) { worker async throws in
      #expect(try await worker.post("/checkout", form: Self.form("ann%40qq.com")).status == 303)
      #expect(try await worker.post("/checkout", form: Self.form("b%40firm.example")).status == 303)
    }
  }

  @Test func `refuses a domain that takes no mail, and asks about each domain once`() async throws {
    let asked = Mutex<[String]>([])
    var options = LiveWorker.Options.stocked
    options.visitors.takesMail = { domain in
      asked.withLock { $0.append(domain) }
      return ["gone.example": false, "good.example": true, "gmail.com": true][domain]
    }
    try await LiveWorker.run(options) { worker async throws in
      for _ in 0..<3 {
        let answer = try await worker.post("/checkout", form: Self.form("ann%40Gone.example"))
        #expect(answer.status == 422)
        #expect(answer.text.contains("Mail cannot be delivered to gone.example"))
        #expect(answer.text.contains("value=\"ann@Gone.example\""))
      }
      for domain in ["good.example", "good.example", "unknown.example", "unknown.example"] {
        let answer = try await worker.post("/checkout", form: Self.form("ann%40\(domain)"))
        #expect(answer.status == 303)
      }
      let expected = ["gone.example", "gmail.com", "good.example", "unknown.example"]
      #expect(asked.withLock { $0 } == expected)
    }
  }
}
