import Payments
import Shop
import Storage
import Synchronization
import Testing
import Transport
import Worker

/// Forms with the moment of the click, which is stored before the buyer leaves.
@Suite(.timeLimit(.minutes(20)))
struct ClickTests {
  private static let form = "sku=GC-25&quantity=1&email=b%40example.com&locale=en&provider=unionpay"

  private static func options(_ clock: Clock) -> LiveWorker.Options {
    var adapter = PlayedAdapter<ClickedPart>()
    adapter.starts = { (_) in
      let step = PayStep.form(url: "https://gateway.95516.com/f", fields: [])
      return StartedCheckout(sessionID: nil, step: step)
    }
    var options = LiveWorker.Options.stocked
    options.adapters = [adapter]
    options.now = { clock.now }
    return options
  }

  @Test func `a click writes its own moment into the form, and it is stored before`()
    async throws
  {
    let clock = Clock()
    try await LiveWorker.run(Self.options(clock)) { worker async throws in
      let answer = try await worker.post("/checkout", form: Self.form)
      let location = try unwrapped(answer.header("location"))
      let reference = try unwrapped(
        Reference(String(location.dropFirst("/checkouts/".count).prefix { $0 != "?" }))
      )
      let page = try await worker.send(.get, location)
      let pay = "/checkouts/\(reference)/pay?go=1"
      #expect(page.header("refresh") == "0;url=\(pay)")
      #expect(!page.text.contains("txnTime"))
      let before = try worker.store.departures(of: reference, at: .unionpay)
      for _ in 1...3 {
        clock.pass(seconds: 61)
        let form = try await worker.send(.get, pay)
        #expect(form.status == 200 && form.header("refresh") == nil)
        #expect(form.text.contains("name=\"txnTime\" value=\"\(clock.now.seconds)\""))
        let first = try worker.store.departures(of: reference, at: .unionpay).first
        #expect(first?.seconds == clock.now.seconds)
      }
      #expect(try worker.store.departures(of: reference, at: .unionpay).count == before.count + 3)
      #expect(try await worker.send(.get, "/checkouts/CSZTL2EYAMJZ9999/pay").status == 404)
      // No form is given whose time to pay is over.
      clock.pass(seconds: Checkout.lifetimeSeconds - 3 * 61 - 60)
      let late = try await worker.send(.get, pay)
      #expect(late.status == 303 && late.header("location") == "/checkouts/\(reference)")
      #expect(try worker.store.departures(of: reference, at: .unionpay).count == before.count + 3)
    }
  }

  @Test func `one checkout is sent so often and no oftener, and never two times in a second`()
    async throws
  {
    let clock = Clock()
    try await LiveWorker.run(Self.options(clock)) { worker async throws in
      let reference = try unwrapped(Reference("CSZTL2EYAMJZ0007"))
      let email = try unwrapped(EmailAddress("b@example.com"))
      try await worker.store.open(
        try Sample.checkout(reference: reference, provider: .unionpay, email: email)
      )
      var times: Set<Timestamp> = []
      for second in 0..<60 {
        let moment = Sample.now.advanced(milliseconds: Int64(second) * 500)
        times.insert(try await worker.store.send(reference, at: moment))
      }
      #expect(times.count == Store.mostDepartures)
      let kept = try worker.store.departures(of: reference, at: .unionpay)
      #expect(kept == times.sorted().reversed())
      #expect(try worker.store.departures(of: reference, at: .stripe).isEmpty)
    }
  }
}
