import Foundation
import Payments
import Shop
import Testing

/// What `check` reports of the webhook in the settings, by asking PayPal about it.
@Suite(.timeLimit(.minutes(20)))
struct PayPalEndpointTests {
  private static let url = "https://pay.example/webhooks/paypal"

  private func webhook(_ url: String, _ events: [String]) -> String {
    let names = events.map { #"{"name":"\#($0)"}"# }.joined(separator: ",")
    return #"{"id":"WH-1","url":"\#(url)","event_types":[\#(names)]}"#
  }

  private func inspect(
    _ name: String,
    _ status: Int,
    _ body: String
  ) throws -> (remarks: Result<[String], ProviderError>, asked: String?) {
    let answers = [PayPalCallTests.token, .init(status, body)]
    let server = try CannedServer("pp-inspect-\(name)", answers)
    let adapter = try PayPalCallTests.adapter(server)
    let remarks = Result { () throws(ProviderError) in
      try adapter.inspect(notifyURL: Self.url, PayPalCallTests.call)
    }
    return (remarks, try server.sent().last?.path)
  }

  @Test(arguments: [["*"], PayPalAdapter.events, PayPalAdapter.events + ["BILLING.PLAN.CREATED"]])
  func `a webhook with every event that matters needs nothing`(events: [String]) throws {
    let (remarks, asked) = try inspect("\(events.count)", 200, webhook(Self.url, events))
    #expect(try remarks.get() == [])
    #expect(asked == "/v1/notifications/webhooks/\(PretendPayPal.webhookID)")
  }

  @Test func `each event that is not ticked is named`() throws {
    for (index, missing) in PayPalAdapter.events.enumerated() {
      let events = PayPalAdapter.events.filter { $0 != missing }
      let (remarks, _) = try inspect("no-\(index)", 200, webhook(Self.url, events))
      #expect(try remarks.get().map { $0.hasSuffix("does not send \(missing)") } == [true])
    }
    let (remarks, _) = try inspect("none", 200, webhook(Self.url, []))
    let said = try remarks.get().joined()
    #expect(PayPalAdapter.events.allSatisfy { said.contains($0) })
  }

  @Test func `a webhook that PayPal does not know is a fault of its setting`() throws {
    for (name, status, count) in [("gone", 404, 1), ("there", 200, 0)] {
      let answers = [PayPalCallTests.token, .init(status, webhook(Self.url, ["*"]))]
      let server = try CannedServer("pp-fault-\(name)", answers)
      let faults = try PayPalCallTests.adapter(server).faults(asking: PayPalCallTests.call)
      #expect(faults.map(\.name) == Array(repeating: "webhook_ids", count: count))
      #expect(faults.allSatisfy { $0.found.contains(PretendPayPal.webhookID) })
    }
  }

  @Test func `a webhook that leads elsewhere is named`() throws {
    let gone = try inspect("gone", 404, #"{"name":"RESOURCE_NOT_FOUND"}"#)
    #expect(try gone.remarks.get().isEmpty)
    let other = try inspect("other", 200, webhook("https://old.example/webhooks/paypal", ["*"]))
    #expect(try other.remarks.get().map { $0.contains("to another address than") } == [true])
    let slash = try inspect("slash", 200, webhook(Self.url + "/", ["*"]))
    #expect(try slash.remarks.get().count == 1)
  }

  @Test(arguments: [(503, "{}"), (200, "{}"), (200, "<html>"), (401, "{}")])
  func `what cannot be read is trouble and no all-clear`(status: Int, body: String) throws {
    let found = try inspect("odd-\(status)-\(body.utf8.count)", status, body).remarks
    #expect(throws: ProviderError.self) { try found.get() }
  }
}
