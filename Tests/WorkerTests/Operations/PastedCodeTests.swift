import Shop
import Storage
import Testing

@testable import Worker

/// What operators paste into a command: a code as a buyer sent it, an address as it was typed.
@Suite(.timeLimit(.minutes(20)))
struct PastedCodeTests {
  @Test(
    arguments: [
      ("ABCD-1234", ["ABCD-1234"]), ("“ABCD-1234”", ["“ABCD-1234”", "ABCD-1234"]),
      ("ABCD-1234。", ["ABCD-1234。", "ABCD-1234"]), ("'ABCD-1234'.", ["'ABCD-1234'.", "ABCD-1234"]),
      ("code: ABCD-1234", ["code: ABCD-1234", "ABCD-1234"]),
      ("卡密：「ABCD-1234」", ["卡密：「ABCD-1234」", "卡密：「ABCD-1234", "ABCD-1234"]),
      ("ABCD-1234 9988", ["ABCD-1234 9988", "ABCD-1234"]), ("ABCD-1234\t9988", ["ABCD-1234"]),
      (
        "code: ABCD-1234 9988", ["code: ABCD-1234 9988", "ABCD-1234 9988", "ABCD-1234"]
      ),
      ("“”", ["“”"]), ("", []),
    ] as [(String, [String])]
  )
  func `tries what a pasted code may mean, the likeliest first`(text: String, codes: [String]) {
    #expect(PastedCode.candidates(text) == codes)
  }

  private func withSale(_ test: (OperatorCommands, Store) async throws -> Void) async throws {
    try await Sale.withCommands { commands, store in
      try await Sale.stock(store, codes: ["ABCD-1234"])
      let reference = try unwrapped(Reference("CSZTL2EYAMJZ0010"))
      let email = try unwrapped(EmailAddress(Sale.email))
      try await store.open(try Sample.checkout(reference: reference, email: email))
      let fact = try Sample.paid(reference, paymentID: "pi_1")
      _ = try await store.settle(PaymentEvent(found: fact, by: .stripe), at: Sample.now)
      try await test(commands, store)
    }
  }

  @Test(arguments: ["“ABCD-1234”", "code: abcd1234", "ABCD-1234 9988", "ABCD-1234。"])
  func `an order is found by its code however it is pasted`(text: String) async throws {
    try await withSale { commands, _ in
      var filter = ListOrdersDocument(state: nil, limit: 9)
      filter.code = text
      guard case .done(let page) = await commands.perform(filter, by: "tester") else {
        return #expect(Bool(false), "not listed")
      }
      #expect(page.rows.map(\.reference) == ["CSZTL2EYAMJZ0010"])
    }
  }

  @Test(arguments: [
    ("zz@gmial.com", "gmail.com"), ("zz@qq.con", "qq.com"), ("thief@mail.example", "block list"),
  ])
  func `an address that looks mistyped or is blocked is taken only as typed`(
    email: String,
    word: String
  ) async throws {
    try await withSale { commands, store in
      let thief = try unwrapped(EmailAddress("thief@mail.example"))
      let person = try unwrapped(Operator("tester"))
      _ = try await store.block(.email(thief), reason: "x", by: person, at: Sample.now)
      let doubtful = ReaddressOrderDocument(reference: "csztl2eyamjz0010", email: email)
      let said = "\(await commands.perform(doubtful, by: "tester"))"
      #expect(said.contains(word) && said.contains("--as-typed"), "\(said)")
      #expect(!said.contains(email))
      let meant = ReaddressOrderDocument(
        reference: "CSZTL2EYAMJZ0010",
        email: email,
        isAsTyped: true
      )
      #expect(await commands.perform(meant, by: "tester") == .done(DoneDocument()))
    }
  }
}
