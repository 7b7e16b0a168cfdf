/// What is so of a provider whatever the settings say; each adapter tells its own.
///
/// What pages and the database decide with as well (currencies, limits of an amount, the zone of
/// its day, whether it can be asked) stands with `Provider`, since they know no adapter.
package struct ProviderFacts: Sendable {
  /// Whether it gives money back when it is asked to, unless its settings say otherwise; if not, a
  /// person gives it back and says so.
  package let givesBack: Bool
  /// How long after the end of its day the statement of that day is there; nil where it has none.
  package let statementReadySeconds: Int64?
  /// By which methods its webhooks may come.
  package let webhookMethods: [String]
  /// The largest body of a webhook that is read, in bytes.
  package let longestWebhook: Int
  /// Whether WeChat's own browser opens none of its pages, so that buyers there need another one.
  package let isShutOutOfWeChat: Bool
  /// Whether what leads a buyer to pay is written at each click, since it holds the moment.
  package let renewsSteps: Bool
  /// Whether an order is known there by its number and the moment of the call that sent it: every
  /// such moment is stored before `start` or `renewed` is called with it.
  package let isFoundByMoment: Bool
  /// Whether answers are signed, so that a query proves the provider's key as well as ours.
  package let signsAnswers: Bool
  /// Whether a question with a wrong key is answered differently than one with the right key.
  package let checksKeyOfQuestions: Bool
  /// Whether it takes money for orders that no checkout of ours began, by links of its own.
  package let sellsByLinks: Bool
  /// What no rehearsal can prove, a sentence each.
  package let unproven: [String]

  package init(
    givesBack: Bool = true,
    statementReadySeconds: Int64?,
    webhookMethods: [String] = ["POST"],
    longestWebhook: Int = 1 << 20,
    isShutOutOfWeChat: Bool = false,
    renewsSteps: Bool = false,
    isFoundByMoment: Bool = false,
    signsAnswers: Bool = false,
    checksKeyOfQuestions: Bool = true,
    sellsByLinks: Bool = false,
    unproven: [String]
  ) {
    self.givesBack = givesBack
    self.statementReadySeconds = statementReadySeconds
    self.webhookMethods = webhookMethods
    self.longestWebhook = longestWebhook
    self.isShutOutOfWeChat = isShutOutOfWeChat
    self.renewsSteps = renewsSteps
    self.isFoundByMoment = isFoundByMoment
    self.signsAnswers = signsAnswers
    self.checksKeyOfQuestions = checksKeyOfQuestions
    self.sellsByLinks = sellsByLinks
    self.unproven = unproven
  }
}
