import Shop
import Testing
import Transport

@testable import Payments

/// What an answer is worth when the one before it was lost, against a real server.
struct ProviderErrorTests {
  /// What an adapter makes of a refund whose first answer never came.
  private func refund(_ name: String, then answer: CannedServer.Answer) throws -> ProviderError? {
    let server = try CannedServer("lost-\(name)", [.init(0, ""), answer])
    let api = StripeAPI(key: try secret("sk_test_secret"), address: try server.address())
    do throws(ProviderError) {
      _ = try api.post("/v1/refunds", FormBody(), idempotencyKey: "R1")
      return nil
    } catch {
      #expect(try server.sent().count == 2)
      return error
    }
  }

  @Test(arguments: [400, 401, 403, 404, 409])
  func `a repeat that is refused does not say that the first was`(status: Int) throws {
    let body = #"{"error":{"type":"invalid_request_error","message":"no"}}"#
    guard case .temporary = try refund("\(status)", then: .init(status, body)) else {
      Issue.record("expected nothing to be known")
      return
    }
  }

  @Test func `a repeat that works is an answer`() throws {
    #expect(try refund("good", then: .init(200, "{}")) == nil)
  }
}
