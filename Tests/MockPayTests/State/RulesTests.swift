import Testing
import cardstock_mockpay

/// Everything that a real provider refuses, or leaves out, is so at the pretend one; and a run that
/// is lenient about a rule lets the very same thing through: so a rule that is switched off makes
/// its row fail.
@Suite(.timeLimit(.minutes(20)))
struct RulesTests {
  @Test func `every rule has one breach`() throws {
    let names = try Self.breaches().map(\.rule.name).sorted()
    #expect(names == Rule.all.map(\.name).sorted())
  }

  @Test(arguments: try breaches())
  func `what a provider refuses is refused, unless the rule is left out`(breach: Breach) throws {
    var strict = try SampleKeys.mock()
    #expect(try breach.isFollowed(&strict))
    var lenient = try SampleKeys.mock()
    lenient.controls.lenient = [breach.rule]
    #expect(try !breach.isFollowed(&lenient))
  }

  private static func breaches() throws -> [Breach] {
    try WeChatBreaches.all() + AlipayBreaches.all() + PayPalBreaches.all() + StripeBreaches.all()
      + UnionPayBreaches.all() + EPayBreaches.all()
  }
}

/// Something that a rule forbids.
struct Breach: Sendable, CustomTestStringConvertible {
  let rule: Rule
  /// Does it; whether the rule was followed.
  let isFollowed: @Sendable (inout MockState) throws -> Bool

  var testDescription: String { rule.name }

  init(_ name: String, _ isFollowed: @escaping @Sendable (inout MockState) throws -> Bool) throws {
    rule = try #require(Rule(named: name))
    self.isFollowed = isFollowed
  }

  /// Whether an act is refused, whatever the words.
  static func refuses(_ act: () throws -> Void) -> Bool {
    do {
      try act()
      return false
    } catch {
      return true
    }
  }
}
