import Foundation
import Shop
import Testing

/// Addresses are defined in one place.
@Suite(.timeLimit(.minutes(20))) struct RouteTests {
  private static let reference = Reference("CSZTL2EYAMJZ0010")

  @Test func `a path leads to the route that it was made of`() throws {
    let reference = try #require(Self.reference)
    let token = try #require(OrderToken("0123456789abcdefghjkmnpqrs"))
    let routes: [Route] =
      [
        .checkout, .checkoutPage(reference), .checkoutPay(reference), .checkoutPayer(reference),
        .checkoutReturn(reference), .checkoutCancelled(reference), .order(token),
        .orderCancel(token), .lookup, .stock, .alive, .ready, .asset(named: "a.css"),
      ] + Provider.allCases.filter { $0 != .manual }.map { .webhook($0) }
    for route in routes { #expect(Route(path: route.path) == route, "\(route.logged)") }
    #expect(Route(path: Route.webhook(.manual).path) == nil)
    #expect(!Route.order(token).logged.contains(token.text))
  }

  /// The worker, its command line and its letters write no path on their own.
  @Test func `no address of the worker is spelled out elsewhere`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources")
    let spelled = /[")=]\/(checkouts?|orders|webhooks|assets|stock\.json|healthz|readyz)\b/
    for module in ["Worker", "cardstock-worker", "Mail"] {
      let folder = root.appending(path: module)
      let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      for file in files where file.hasSuffix(".swift") {
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        for line in text.split(separator: "\n") {
          let code = line.drop { $0 == " " }
          guard !code.hasPrefix("//"), code.contains(spelled) else { continue }
          Issue.record("\(module)/\(file): `Route` knows this address: \(code)")
        }
      }
    }
  }
}
