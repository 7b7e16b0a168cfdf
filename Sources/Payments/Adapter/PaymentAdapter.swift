package import Shop

/// One payment provider, as the worker speaks to it: verify a message, start a checkout, query a
/// payment, refund, fetch a statement; and what must be known of it for these.
///
/// A function that takes a `Call` may call the provider: it is synchronous and blocks its thread
/// for up to 20 s, or twice that where a repeat is harmless, unless its comment says that it calls
/// nobody. No other function calls the provider; `verify` is pure. What most providers do alike has
/// a default below.
package protocol PaymentAdapter: Sendable {
  static var provider: Provider { get }
  /// What is so of the provider whatever the settings say.
  static var facts: ProviderFacts { get }
  /// Every setting of its section in `worker.yaml`.
  static var settings: [Setting] { get }

  /// Takes its section; throws the first fault.
  init(_ section: SettingsSection) throws(SettingFault)

  /// Whether what it tells of is money that somebody really pays: live, and not the mock provider
  /// on this machine.
  var takesRealMoney: Bool { get }
  /// Whether it can be asked to give money back; otherwise a person does.
  var givesBack: Bool { get }
  /// Where forms of the checkout page are sent to, for `form-action`: scheme and host each.
  var formOrigins: [String] { get }
  /// What its webhooks are answered with.
  var answers: WebhookAnswers { get }

  /// Checks that the request is authentic, then says what it means.
  func verify(_ request: WebhookRequest, at now: Timestamp) throws(WebhookRefusal)
    -> VerifiedWebhook
  /// Whether the provider may be asked for a key that `verify` did not know; counts as asking.
  ///
  /// Quick, since anybody can name any number of keys; `sender` is where the message came from.
  func mayLearnKey(_ name: String, from sender: IPNetwork?, at now: Timestamp) -> Bool
  /// Asks the provider for that key, after `mayLearnKey`; false when it does not know it either.
  func learnKey(_ name: String, _ call: Call) throws(ProviderError) -> Bool
  /// Fetches new keys when it is time; called every few minutes.
  func refreshKeys(_ call: Call) throws(ProviderError)
  /// Names the folder in which learned keys are kept, and reads those that are there; called once,
  /// before anything else.
  func keepKeys(in folder: String, at now: Timestamp) throws

  /// Where a buyer can pay who reads the shop in that app's own browser; nil for any other browser.
  func venue(in app: BuyerApp?, isPhone: Bool) -> PayVenue
  /// Where the app says who its buyer is, after which it leads back to `returnURL` with `code` and
  /// this `state`, at most 128 letters and digits; nil where nobody is asked.
  func identification(state: String, returnURL: String) -> String?
  /// Exchanges such a code, which is good once, for the app's name of the buyer.
  func payerID(code: String, _ call: Call) throws(ProviderError) -> String
  /// Whether the way to pay that was kept then leads nowhere soon, so that it is to be asked for
  /// anew, with the very same order.
  func isStale(_ step: PayStep, keptAt: Timestamp, at now: Timestamp) -> Bool
  /// What is to be registered at the provider for a worker at that address, a sentence each.
  func registrations(of publicURL: String) -> [String]

  /// Opens a checkout at the provider; the same one however often it is asked.
  func start(_ request: StartRequest, _ call: Call) throws(ProviderError) -> StartedCheckout
  /// The same step as a buyer takes it now: the same order, with the moment of the click; calls
  /// nobody.
  func renewed(_ step: PayStep, _ call: Call) throws(ProviderError) -> PayStep
  /// Asks what became of a payment.
  ///
  /// Asked after the question's `expiresAt`, it closes what nobody has paid by then.
  /// Takes the money on the way where the buyer has approved it and the provider waits for us.
  func query(_ question: Payment.Question, _ call: Call) throws(ProviderError) -> Payment.Finding
  /// Gives money back; the same request again gives nothing more.
  func refund(_ request: RefundRequest, _ call: Call) throws(ProviderError) -> RefundAnswer
  /// What the provider did on a day; nil while its statement is not ready.
  ///
  /// The day is the provider's own: Beijing's for the Chinese ones, otherwise UTC's.
  func statement(of day: CivilDate, _ call: Call) throws(ProviderError) -> [Statement.Line]?

  /// What a person should know of keys, certificates and limits, a sentence each, for `check`;
  /// calls nobody.
  func remarks(at now: Timestamp) -> [String]
  /// What is wrong with the settings at that moment, such as a certificate that is over; calls
  /// nobody.
  func faults(at now: Timestamp) -> [SettingFault]
  /// What is wrong with the settings by what the provider says to them; asks the provider.
  func faults(asking call: Call) throws(ProviderError) -> [SettingFault]
  /// What a person should mend at the provider, such as events that are not sent to `notifyURL`, a
  /// sentence each; asks the provider.
  func inspect(notifyURL: String, _ call: Call) throws(ProviderError) -> [String]

  /// A webhook of no consequence, to see whether webhooks arrive; calls nobody.
  func probe(_ call: Call) -> WebhookProbe

  /// Where its API is; our clock is compared with its clock. Nil where it has none.
  var apiAddress: ProviderAddress? { get }
  /// The keys and certificates in use, learned ones included.
  var credentials: [Credential] { get }
  /// Whether `start` asks the provider, or writes what the buyer's browser takes there.
  var opensByCall: Bool { get }
  /// A question about a checkout that the provider cannot know, whose answer it must look up.
  func unknownQuestion(_ reference: Reference, _ call: Call) -> Payment.Question
  /// The smallest payment that it takes.
  static func smallestAmount(in currency: Currency) -> Money
}

/// What most providers do alike.
extension PaymentAdapter {
  /// Yes, unless an adapter knows better.
  package var takesRealMoney: Bool { true }
  /// Where the provider gives money back at all.
  package var givesBack: Bool { Self.facts.givesBack }
  /// None: buyers follow links.
  package var formOrigins: [String] { [] }
  /// The HTTP status alone.
  package var answers: WebhookAnswers { .plain }
  /// The kept step, unchanged.
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
  /// Unsupported: a person gives the money back.
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
  /// None: no setting ends.
  package func faults(at now: Timestamp) -> [SettingFault] { [] }
  /// None: the first payment tells whether the settings are the provider's.
  package func faults(asking call: Call) throws(ProviderError) -> [SettingFault] { [] }
  /// None: the provider has no call that would show its settings.
  package func inspect(notifyURL: String, _ call: Call) throws(ProviderError) -> [String] { [] }
  /// The browser that the buyer has, whichever it is.
  package func venue(in app: BuyerApp?, isPhone: Bool) -> PayVenue { .here }
  /// None: no app says who the buyer is.
  package func identification(state: String, returnURL: String) -> String? { nil }
  /// Unsupported: no app says who the buyer is.
  package func payerID(code: String, _ call: Call) throws(ProviderError) -> String {
    throw .unsupported
  }
  /// No: the step is good for as long as the checkout is open.
  package func isStale(_ step: PayStep, keptAt: Timestamp, at now: Timestamp) -> Bool { false }
  /// None beside the address of webhooks.
  package func registrations(of publicURL: String) -> [String] { [] }
  /// None: only the provider can sign its webhooks.
  package func probe(_ call: Call) -> WebhookProbe { .unsigned }
  /// None: the provider has no API that is called.
  package var apiAddress: ProviderAddress? { nil }
  /// None that could expire.
  package var credentials: [Credential] { [] }
  /// No: `start` writes what the buyer's browser takes to the provider.
  package var opensByCall: Bool { false }
  /// Asks by a reference of ours that was never sent, opened now.
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

/// What a call needs from outside of itself.
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
