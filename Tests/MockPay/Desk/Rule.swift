/// Something that a real provider refuses, so that the pretend one refuses it too.
///
/// Each provider's rules stand in its own folder, each with its source in a comment. A run follows
/// all of them but those that `--lenient NAME` or `POST /_mock/lenient` names: a test of the rule
/// then fails, which shows that the test sees it.
package struct Rule: Hashable, Sendable {
  /// As `--lenient` takes it: `wechatpay.referer`.
  package let name: String
  /// What is refused, in a sentence.
  package let text: String

  init(_ name: String, _ text: String) {
    self.name = name
    self.text = text
  }

  /// Every rule of every provider: a list of one's own is a line here.
  package static let all: [Rule] = wechat + alipay + paypal + stripe + unionpay + epay

  /// The rule of that name; nil when there is none.
  package init?(named name: String) {
    guard let found = Self.all.first(where: { $0.name == name }) else { return nil }
    self = found
  }
}
