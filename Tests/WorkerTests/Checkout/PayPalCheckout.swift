import Payments
import Shop
import Storage
import Transport
import Worker

/// An open checkout of a worker with PayPal, and what PayPal answers about it.
enum PayPalCheckout {
  static let text = "CSZTL2EYAMJZ0031"
  static let page = "/checkouts/\(text)"

  static func run(
    _ finds: @escaping @Sendable (Payment.Question) throws(ProviderError) -> Payment.Finding,
    at clock: Clock = Clock(),
    language: Language = .english,
    options given: LiveWorker.Options = LiveWorker.Options(),
    test: @Sendable (LiveWorker, Reference) async throws -> Void
  ) async throws {
    var adapter = PlayedAdapter<PayPalPart>()
    adapter.finds = finds
    var options = given
    options.adapters = [adapter]
    options.now = { clock.now }
    try await LiveWorker.run(options) { worker async throws in
      let reference = try unwrapped(Reference(text))
      try await worker.store.open(
        try Sample.checkout(
          reference: reference,
          provider: .paypal,
          email: try unwrapped(EmailAddress(Sale.email)),
          language: language
        )
      )
      let step = PayStep.redirect(url: "https://pay.example/1")
      try await worker.store.started(reference, sessionID: "ORDER1", step: step, at: Sample.now)
      try await test(worker, reference)
    }
  }
}
