package import Shop

/// One payment provider: verifies a message, starts a checkout, queries a payment, refunds, fetches
/// a statement; and the facts that these need.
///
/// A function that takes a `Call` may call the provider: it is synchronous and blocks its thread
/// for up to 20 s, or twice that where a repeat is harmless, unless its comment says that it makes
/// no call. No other function calls the provider; `verify` is pure. An extension has defaults for
/// what most providers do alike.
package protocol PaymentAdapter: Sendable {
  static var provider: Provider { get }
  /// Facts of the provider that no setting changes.
  static var facts: ProviderFacts { get }
  /// Every setting of its section in `worker.yaml`.
  static var settings: [Setting] { get }

  /// Takes its section; throws the first fault.
  init(_ section: SettingsSection) throws(SettingFault)

  /// Whether payments are real money: live, and not the mock provider on this machine.
  var takesRealMoney: Bool { get }
  /// Whether it can be asked to refund; otherwise a person refunds.
  var givesBack: Bool { get }
  /// The addresses that forms of the checkout page go to, for `form-action`: scheme and host each.
  var formOrigins: [String] { get }
  /// The answers to its webhooks.
  var answers: WebhookAnswers { get }

  /// Checks that the request is authentic, then says what it means.
  func verify(_ request: WebhookRequest, at now: Timestamp) throws(WebhookRefusal)
    -> VerifiedWebhook
  /// Whether the provider may be asked for a key that `verify` does not know; counts as asking.
  ///
  /// Quick, since anybody can name any number of keys; `sender` is the network of the message.
  func mayLearnKey(_ name: String, from sender: IPNetwork?, at now: Timestamp) -> Bool
  /// Asks the provider for that key, after `mayLearnKey`; false when it does not know it.
  func learnKey(_ name: String, _ call: Call) throws(ProviderError) -> Bool
  /// Fetches new keys when they are due; called every few minutes.
  func refreshKeys(_ call: Call) throws(ProviderError)
  /// Names the folder for learned keys, and reads those in it; called once, before anything else.
  func keepKeys(in folder: String, at now: Timestamp) throws

  /// Where a buyer can pay; `app` is the app whose own browser they use, nil for a separate
  /// browser.
  func venue(in app: BuyerApp?, isPhone: Bool) -> PayVenue
  /// The address at which the app identifies its buyer and then returns to `returnURL` with `code`
  /// and this `state`, at most 128 letters and digits; nil where no app is asked.
  func identification(state: String, returnURL: String) -> String?
  /// Exchanges such a code, which is good for one use, for the app's ID of the buyer.
  func payerID(code: String, _ call: Call) throws(ProviderError) -> String
  /// Whether a stored step is about to stop working, so that the same order must be opened anew.
  func isStale(_ step: PayStep, keptAt: Timestamp, at now: Timestamp) -> Bool
  /// What must be registered at the provider for a worker at that address, a sentence each.
  func registrations(of publicURL: String) -> [String]

  /// Opens a checkout at the provider; a repeat opens the same one.
  func start(_ request: StartRequest, _ call: Call) throws(ProviderError) -> StartedCheckout
  /// Why its buyer may be refused later, though the order opens; nil for nothing known.
  func doubt(about request: StartRequest) -> String?
  /// The same step with the moment of the buyer's click, for the same order; makes no call.
  func renewed(_ step: PayStep, _ call: Call) throws(ProviderError) -> PayStep
  /// Asks about a payment.
  ///
  /// After the question's `expiresAt` it closes what nobody has paid. Where the provider takes an
  /// approved payment only at our request, it takes the money.
  func query(_ question: Payment.Question, _ call: Call) throws(ProviderError) -> Payment.Finding
  /// Refunds money; the same request again refunds nothing more.
  func refund(_ request: RefundRequest, _ call: Call) throws(ProviderError) -> RefundAnswer
  /// The provider's statement of a day; nil while it is not ready.
  ///
  /// The day is the provider's own: Beijing's for the Chinese ones, UTC's for the others.
  func statement(of day: CivilDate, _ call: Call) throws(ProviderError) -> [Statement.Line]?

  /// What a person should know of keys, certificates and limits, a sentence each, for `check`;
  /// makes no call.
  func remarks(at now: Timestamp) -> [String]
  /// What is wrong with the settings at that moment, such as an expired certificate; makes no call.
  func faults(at now: Timestamp) -> [SettingFault]
  /// What is wrong with the settings by the provider's answers; calls the provider.
  func faults(asking call: Call) throws(ProviderError) -> [SettingFault]
  /// What a person should mend at the provider, such as events that are not sent to `notifyURL`, a
  /// sentence each; calls the provider.
  func inspect(notifyURL: String, _ call: Call) throws(ProviderError) -> [String]

  /// A webhook without consequence, to test whether webhooks arrive; makes no call.
  func probe(_ call: Call) -> WebhookProbe

  /// The address of its API, whose clock is compared with ours; nil where it has none.
  var apiAddress: ProviderAddress? { get }
  /// The keys and certificates in use, learned ones included.
  var credentials: [Credential] { get }
  /// Whether `start` calls the provider, rather than writing what the buyer's browser takes there.
  func opensByCall(isPhone: Bool) -> Bool
  /// A question about a checkout that the provider cannot know, but has to look up.
  func unknownQuestion(_ reference: Reference, _ call: Call) -> Payment.Question
  /// The smallest payment that it takes.
  static func smallestAmount(in currency: Currency) -> Money
}

/// Defaults for what most providers do alike.
extension PaymentAdapter {
  /// Yes, unless an adapter knows better.
  package var takesRealMoney: Bool { true }
  /// Where the provider gives money back at all.
  package var givesBack: Bool { Self.facts.givesBack }
  /// None: buyers follow links.
  package var formOrigins: [String] { [] }
  /// Only the HTTP status.
  package var answers: WebhookAnswers { .plain }
  /// None.
  package func doubt(about request: StartRequest) -> String? { nil }
  /// The stored step, unchanged.
  package func renewed(_ step: PayStep, _ call: Call) throws(ProviderError) -> PayStep { step }
  /// Unsupported: the provider sells by links of its own.
  package func start(
    _ request: StartRequest,
    _ call: Call
  ) throws(ProviderError) -> StartedCheckout { throw .unsupported }
  /// Unsupported: the provider answers no questions.
  package func query(
    _ question: Payment.Question,
    _ call: Call
  ) throws(ProviderError) -> Payment.Finding { throw .unsupported }
  /// Unsupported: a person refunds.
  package func refund(
    _ request: RefundRequest,
    _ call: Call
  ) throws(ProviderError) -> RefundAnswer { throw .unsupported }
  /// Unsupported: the provider has no statements.
  package func statement(
    of day: CivilDate,
    _ call: Call
  ) throws(ProviderError) -> [Statement.Line]? { throw .unsupported }
  /// None.
  package func remarks(at now: Timestamp) -> [String] { [] }
  /// None: no setting expires.
  package func faults(at now: Timestamp) -> [SettingFault] { [] }
  /// None: the first payment shows whether the settings are right.
  package func faults(asking call: Call) throws(ProviderError) -> [SettingFault] { [] }
  /// None: the provider has no call that would show its settings.
  package func inspect(notifyURL: String, _ call: Call) throws(ProviderError) -> [String] { [] }
  /// The buyer's browser, whichever it is.
  package func venue(in app: BuyerApp?, isPhone: Bool) -> PayVenue { .here }
  /// None: no app says who the buyer is.
  package func identification(state: String, returnURL: String) -> String? { nil }
  /// Unsupported: no app says who the buyer is.
  package func payerID(code: String, _ call: Call) throws(ProviderError) -> String {
    throw .unsupported
  }
  /// No: the step is good for as long as the checkout is open.
  package func isStale(_ step: PayStep, keptAt: Timestamp, at now: Timestamp) -> Bool { false }
  /// None besides the address for webhooks.
  package func registrations(of publicURL: String) -> [String] { [] }
  /// None: only the provider can sign its webhooks.
  package func probe(_ call: Call) -> WebhookProbe { .unsigned }
  /// None: the provider has no API that is called.
  package var apiAddress: ProviderAddress? { nil }
  /// None that could expire.
  package var credentials: [Credential] { [] }
  /// No: `start` writes what the buyer's browser takes to the provider.
  package func opensByCall(isPhone: Bool) -> Bool { false }
  /// Asks with a reference of ours that was never sent, opened at the moment of the call.
  package func unknownQuestion(_ reference: Reference, _ call: Call) -> Payment.Question {
    Payment.Question(reference: reference, openedAt: call.now)
  }
  /// One minor unit: a fen, a cent.
  package static func smallestAmount(in currency: Currency) -> Money {
    Money(minorUnits: 1, currency: currency)
  }
  /// Yes: asking costs nothing where there is no key to learn.
  package func mayLearnKey(_ name: String, from sender: IPNetwork?, at now: Timestamp) -> Bool {
    true
  }
  /// No: the settings hold all keys.
  package func learnKey(_ name: String, _ call: Call) throws(ProviderError) -> Bool { false }
  /// Does nothing: the settings hold all keys.
  package func refreshKeys(_ call: Call) throws(ProviderError) {}
  /// Does nothing: the settings hold all keys.
  package func keepKeys(in folder: String, at now: Timestamp) throws {}
}

/// What a call needs from its caller.
package struct Call: Sendable {
  /// The moment of the call.
  package let now: Timestamp
  /// 32 random letters and digits, new each time.
  package let nonce: @Sendable () -> String

  package init(now: Timestamp, nonce: @escaping @Sendable () -> String) {
    self.now = now
    self.nonce = nonce
  }
}
