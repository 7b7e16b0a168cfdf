import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct SeenCardsTests {
  private static func card(_ texts: [String?]) throws -> CardMarks<String> {
    let code = try #require(texts[0])
    let card = try #require(
      CardCode(
        code: code,
        pin: texts.count > 1 ? texts[1] : nil,
        number: texts.count > 2 ? texts[2] : nil
      )
    )
    return CardMarks(card, identity: { "=" + $0 }, similarity: { "~" + $0 })
  }

  /// Code, PIN and number of two cards.
  @Test(
    arguments: [
      (["KEY-1"], ["KEY-1"], .same), (["KEY-1", "1234"], ["KEY-1", "5678"], .same),
      (["KEY-1"], ["key1"], .similar), (["KEY-1"], ["KEY-2"], nil),
      // The same secret with and without its number, and with two of them.
      (["KEY-1"], ["KEY-1", nil, "SN-1"], .same),
      (["KEY-1", nil, "SN-1"], ["KEY-1", nil, "SN-2"], .same),
      (["KEY-1", nil, "SN-1"], ["key 1", nil, "SN-2"], .similar),
      // What is the code here is the PIN or the number there, however it is written.
      (["KEY-1", nil, "SN-1"], ["SN-1", "KEY-1"], .same), (["KEY-1"], ["SN-1", "key1"], .same),
      (["SN-1"], ["KEY-1", nil, "sn1"], .same), (["KEY-1"], ["X", "Y", "ＫＥＹ-1"], .same),
      // Numbers and short PINs repeat; long ones do not.
      (["A1", "1234"], ["B1", "1234"], nil), (["A1", nil, "7"], ["B1", nil, "7"], nil),
      (["A1", "12345678901"], ["B1", "1234-5678-901"], nil),
      (["A1", "123456789012"], ["B1", "1234-5678-9012"], .similar),
      (["A1", nil, "SN0123456789"], ["B1", nil, "sn0123456789"], .similar),
      (["A1", nil, "SN0123456789"], ["B1", "SN0123456789"], .similar),
      // An account is its login; a password may be on two.
      (["u0@x.cn", "pw00"], ["u0@x.cn----pw11----r@x.cn"], .similar),
      (["u0@x.cn", "Same1234Pass"], ["u1@x.cn", "Same1234Pass"], nil),
      (["u0@x.cn----Same1234Pass----r@x.cn"], ["u1@x.cn----Same1234Pass----r@x.cn"], nil),
      // A phone's number or a name may as well be a card's code, and its long PIN is on one card.
      (["13800138000", "Same1234Pass"], ["13800138001", "Same1234Pass"], .similar),
      (["a1b2c3", "1234567890123456"], ["d4e5f6", "1234567890123456"], .similar),
      (["账号：tom1", "Same1234Pass"], ["账号：tom2", "Same1234Pass"], nil),
      // A whole line is all its parts, and holds the code behind a number.
      (["1001----KEY-1----50"], ["KEY-1"], .same), (["1001----KEY-1----50"], ["1001"], nil),
      (["KEY-1----1234----50"], ["key1 ---- 1234 ---- 50"], .similar),
      (["1----ABCD-EFGH----50"], ["1----JKLM-NPQR----50"], nil),
      (["Steam50----CODE1----7788"], ["Steam50----CODE2----7788"], nil),
      (["1----ABCD-EFGH-JKLM----50"], ["2----ABCD-EFGH-JKLM----50"], .similar),
      (["KEY-1----1234----50"], ["KEY-2----1234----50"], nil),
    ] as [([String?], [String?], CardMatch?)]
  )
  func `knows one card in two files`(first: [String?], second: [String?], match: CardMatch?) throws
  {
    for (one, other) in [(first, second), (second, first)] {
      var met = SeenCards<String, Int>()
      met.insert(try Self.card(one), at: 7)
      let found = met.match(try Self.card(other))
      #expect(found?.match == match)
      #expect(found == nil || found?.place == 7)
    }
  }
}
