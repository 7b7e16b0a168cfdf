package import Shop

/// One payment provider: the five things that the worker asks of it, and its settings.
///
/// `verify` is pure: bytes, headers, keys and `now`. The others call the provider; they are
/// synchronous and block their thread for up to 20 s, or twice that where a repeat is harmless.
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
  /// Keeps keys that were learned in a folder of the worker's own, and learns those that stand
  /// there; called once, before anything else.
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
  /// What a person should mend at the provider, such as events that are not sent to `notifyURL`, a
  /// sentence each; asks the provider.
  func inspect(notifyURL: String, _ call: Call) throws(ProviderError) -> [String]

  /// A webhook of no consequence, to see whether webhooks arrive; calls nobody.
  func probe(_ call: Call) -> WebhookProbe

  /// Where its API is, whose clock ours is compared with; nil where nobody can be asked.
  var apiAddress: ProviderAddress? { get }
  /// The keys and certificates that it goes by, those that were learned too.
  var credentials: [Credential] { get }
  /// Whether `start` asks the provider, or writes what the buyer's browser takes there.
  var opensByCall: Bool { get }
  /// A question about a checkout that the provider cannot know, whose answer it must look up.
  func unknownQuestion(_ reference: Reference, _ call: Call) -> Payment.Question
  /// The smallest payment that it takes.
  static func smallestAmount(in currency: Currency) -> Money
}

/// What most providers have.
extension PaymentAdapter {
  /// Until it says otherwise.
  package var takesRealMoney: Bool { true }
  /// As the provider does.
  package var givesBack: Bool { Self.facts.givesBack }
  /// No forms.
  package var formOrigins: [String] { [] }
  /// The status says it all.
  package var answers: WebhookAnswers { .plain }
  /// As it was kept.
  package func renewed(_ step: PayStep, _ call: Call) throws(ProviderError) -> PayStep { step }
  /// It opens none.
  package func start(
    _ request: StartRequest,
    _ call: Call
  ) throws(ProviderError) -> StartedCheckout { throw .unsupported }
  /// It cannot be asked.
  package func query(
    _ question: Payment.Question,
    _ call: Call
  ) throws(ProviderError) -> Payment.Finding { throw .unsupported }
  /// A person gives back.
  package func refund(
    _ request: RefundRequest,
    _ call: Call
  ) throws(ProviderError) -> RefundAnswer { throw .unsupported }
  /// It has none.
  package func statement(
    of day: CivilDate,
    _ call: Call
  ) throws(ProviderError) -> [Statement.Line]? { throw .unsupported }
  /// Nothing.
  package func remarks(at now: Timestamp) -> [String] { [] }
  /// It has no call that tells.
  package func inspect(notifyURL: String, _ call: Call) throws(ProviderError) -> [String] { [] }
  /// In any browser.
  package func venue(in app: BuyerApp?, isPhone: Bool) -> PayVenue { .here }
  /// Nobody is asked.
  package func identification(state: String, returnURL: String) -> String? { nil }
  /// Nobody is asked.
  package func payerID(code: String, _ call: Call) throws(ProviderError) -> String {
    throw .unsupported
  }
  /// As long as the checkout is open.
  package func isStale(_ step: PayStep, keptAt: Timestamp, at now: Timestamp) -> Bool { false }
  /// Nothing but the address of webhooks.
  package func registrations(of publicURL: String) -> [String] { [] }
  /// Only the provider can sign.
  package func probe(_ call: Call) -> WebhookProbe { .unsigned }
  /// Nobody can be asked.
  package var apiAddress: ProviderAddress? { nil }
  /// Secrets without a date.
  package var credentials: [Credential] { [] }
  /// The buyer's browser carries it.
  package var opensByCall: Bool { false }
  /// By our number and its time.
  package func unknownQuestion(_ reference: Reference, _ call: Call) -> Payment.Question {
    Payment.Question(reference: reference, openedAt: call.now)
  }
  /// One fen, or one cent.
  package static func smallestAmount(in currency: Currency) -> Money {
    Money(minorUnits: 1, currency: currency)
  }
  /// As far as there is anything to ask for.
  package func mayLearnKey(_ name: String, from sender: IPNetwork?, at now: Timestamp) -> Bool {
    true
  }
  /// The settings hold all keys.
  package func learnKey(_ name: String, _ call: Call) throws(ProviderError) -> Bool { false }
  /// The settings hold all keys.
  package func refreshKeys(_ call: Call) throws(ProviderError) {}
  /// The settings hold all keys.
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
