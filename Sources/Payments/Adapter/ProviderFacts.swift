/// Facts of a provider that no setting changes; each adapter states its own.
///
/// Facts that pages and the database need too (currencies, limits of an amount, the zone of its
/// day, whether it can be asked) are in `Provider`, since those modules know no adapter.
package struct ProviderFacts: Sendable {
  /// Whether it refunds when asked, unless its settings say otherwise; if not, a person refunds.
  package let givesBack: Bool
  /// How long after the end of a day its statement is ready; nil where it has no statements.
  package let statementReadySeconds: Int64?
  /// The HTTP methods of its webhooks.
  package let webhookMethods: [String]
  /// The largest body of a webhook that is read, in bytes.
  package let longestWebhook: Int
  /// Whether WeChat's own browser opens none of its pages, so that its users need another browser.
  package let isShutOutOfWeChat: Bool
  /// Whether buyers pay in the app WeChat, which takes no saved picture of a code.
  package let paysInWeChat: Bool
  /// Its name inside a sentence of any language; nil where that is its name in a list.
  package let shortName: String?
  /// Whether the step to pay is written anew at each click, since it holds that moment.
  package let renewsSteps: Bool
  /// Whether it knows an order by its number and the moment of the call that sent it: every such
  /// moment is stored before `start` or `renewed` is called with it.
  package let isFoundByMoment: Bool
  /// Whether it signs the answer about an order that it does not know, so that this question proves
  /// its key as well as ours.
  package let signsNotFound: Bool
  /// Whether it answers a question with a wrong key differently from one with the right key.
  package let checksKeyOfQuestions: Bool
  /// Whether it sells by links of its own, for which no checkout of ours exists.
  package let sellsByLinks: Bool
  /// What no rehearsal can prove, a sentence each.
  package let unproven: [String]

  package init(
    givesBack: Bool = true,
    statementReadySeconds: Int64?,
    webhookMethods: [String] = ["POST"],
    longestWebhook: Int = 1 << 20,
    isShutOutOfWeChat: Bool = false,
    paysInWeChat: Bool = false,
    shortName: String? = nil,
    renewsSteps: Bool = false,
    isFoundByMoment: Bool = false,
    signsNotFound: Bool = false,
    checksKeyOfQuestions: Bool = true,
    sellsByLinks: Bool = false,
    unproven: [String]
  ) {
    self.givesBack = givesBack
    self.statementReadySeconds = statementReadySeconds
    self.webhookMethods = webhookMethods
    self.longestWebhook = longestWebhook
    self.isShutOutOfWeChat = isShutOutOfWeChat
    self.paysInWeChat = paysInWeChat
    self.shortName = shortName
    self.renewsSteps = renewsSteps
    self.isFoundByMoment = isFoundByMoment
    self.signsNotFound = signsNotFound
    self.checksKeyOfQuestions = checksKeyOfQuestions
    self.sellsByLinks = sellsByLinks
    self.unproven = unproven
  }
}
