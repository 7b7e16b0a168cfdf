import Shop
import Testing
import Transport

@testable import Payments

/// What an answer means when an earlier one was lost, against a real server.
@Suite(.timeLimit(.minutes(20)))
struct ProviderErrorTests {
  /// The error of a refund whose first answer was lost.
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

  private static let rests: [(Int, [String: String], Int64?)] = [
    (429, ["Retry-After": "7"], 7),
    (503, ["retry-after": "0"], 0),
    (429, ["Retry-After": "99999999999999999999"], .max),
    (429, ["Retry-After": "soon"], nil),
    (429, ["Retry-After": "-1"], nil),
    (503, [:], nil),
  ]

  @Test(arguments: rests)
  func `says how long the provider wants to be left alone`(
    status: Int,
    headers: [String: String],
    seconds: Int64?
  ) throws {
    let index = Self.rests.firstIndex { $0.0 == status && $0.1 == headers } ?? 0
    let server = try CannedServer("rest-\(index)", [.init(status, "{}", headers)])
    let api = StripeAPI(key: try secret("sk_test_secret"), address: try server.address())
    let response = try api.post("/v1/checkout/sessions", FormBody(), idempotencyKey: "C1")
    do throws(ProviderError) {
      _ = try api.read(EmptyDocument.self, from: response)
      Issue.record("expected a refusal for now")
    } catch {
      guard case .temporary(_, let found) = error else {
        Issue.record("expected a refusal for now, found \(error)")
        return
      }
      #expect(found == seconds)
    }
  }

  @Test(arguments: [("10:00:30", Int64(30)), ("09:00:00", 0)])
  func `counts to a moment by the provider's own clock`(until: String, seconds: Int64) {
    let day = "Fri, 27 Nov 2026"
    let headers = [("Retry-After", "\(day) \(until) GMT"), ("Date", "\(day) 10:00:00 GMT")]
    let response = HTTPResponse(status: 429, headers: headers, body: [])
    #expect(response.retryAfterSeconds == seconds)
  }

  @Test(arguments: [
    ("NOT_ENOUGH, 基本账户余额不足，请充值后重新发起", "NOT_ENOUGH, 基本账户余额不足，请充值后重新发起"),
    ("Le solde est épuisé – 0,00 €", "Le solde est épuisé – 0,00 €"),
    ("two\nlines\u{1b}[31m\u{7f}", "two?lines?[31m?"),
    ("a\u{202e}b\u{2066}c\u{200b}d\u{feff}e\u{2028}f\u{3000}g\u{fffd}", "a?b?c?d?e?f?g?"),
    (String(repeating: "卡", count: 500), String(repeating: "卡", count: 400)),
  ])
  func `a provider's words stay what they are, on one line that moves nothing`(
    words: String,
    line: String
  ) {
    #expect(ProviderError.line(words) == line)
  }

  private struct EmptyDocument: Decodable {}

  @Test func `a repeat that works is an answer`() throws {
    #expect(try refund("good", then: .init(200, "{}")) == nil)
  }
}
