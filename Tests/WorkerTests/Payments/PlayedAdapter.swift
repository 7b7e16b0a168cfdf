import Payments
import Shop
import Synchronization

/// Which provider a `PlayedAdapter` is.
protocol Part {
  static var provider: Provider { get }
  /// Whether its forms hold the moment of the click.
  static var isFoundByMoment: Bool { get }
}

extension Part {
  static var isFoundByMoment: Bool { false }
}

/// UnionPay, whose forms hold the moment of the click.
enum ClickedPart: Part {
  static let provider = Provider.unionpay
  static let isFoundByMoment = true
}

enum PayPalPart: Part {
  static let provider = Provider.paypal
}

enum WeChatPart: Part {
  static let provider = Provider.wechatpay
}

enum UnionPayPart: Part {
  static let provider = Provider.unionpay
}

enum EPayPart: Part {
  static let provider = Provider.epay
}

/// A provider whose answers a test sets, for claims, unknown keys and failures.
struct PlayedAdapter<Role: Part>: PaymentAdapter {
  static var provider: Provider { Role.provider }
  static var settings: [Setting] { [] }
  /// The real provider's facts, except `isFoundByMoment`.
  static var facts: ProviderFacts {
    let real = AdapterTable.facts(of: Role.provider)
    return ProviderFacts(
      givesBack: real?.givesBack ?? false,
      statementReadySeconds: real?.statementReadySeconds,
      isShutOutOfWeChat: real?.isShutOutOfWeChat ?? false,
      renewsSteps: Role.isFoundByMoment,
      isFoundByMoment: Role.isFoundByMoment,
      signsNotFound: real?.signsNotFound ?? false,
      checksKeyOfQuestions: real?.checksKeyOfQuestions ?? true,
      unproven: []
    )
  }

  var verifies: @Sendable (WebhookRequest) throws(WebhookRefusal) -> VerifiedWebhook = {
    (_) throws(WebhookRefusal) in throw .authentication
  }
  var learns: @Sendable (String) throws(ProviderError) -> Bool = { (_) in false }
  var starts: @Sendable (StartRequest) throws(ProviderError) -> StartedCheckout = {
    (_) throws(ProviderError) in throw .temporary("played to be down")
  }
  func renewed(_ step: PayStep, _ call: Call) throws(ProviderError) -> PayStep {
    guard Role.isFoundByMoment, case .form(let url, _) = step else { return step }
    return .form(url: url, fields: [FormField("txnTime", String(call.now.seconds))])
  }

  var finds: @Sendable (Payment.Question) throws(ProviderError) -> Payment.Finding = {
    (_) in .open
  }
  var refunds: @Sendable (RefundRequest) throws(ProviderError) -> RefundAnswer = {
    (_) throws(ProviderError) in throw .unsupported
  }
  var states: @Sendable (CivilDate) throws(ProviderError) -> [Statement.Line]? = {
    (_) throws(ProviderError) in throw .unsupported
  }

  var opens = false
  func opensByCall(isPhone: Bool) -> Bool { opens && !isPhone }

  var denies: @Sendable () throws(ProviderError) -> [SettingFault] = { () in [] }
  var meets: @Sendable (BuyerApp?, Bool) -> PayVenue = { (_, _) in .here }
  var names: @Sendable (String) throws(ProviderError) -> String = {
    (_) throws(ProviderError) in throw .unsupported
  }
  var forgets: @Sendable (PayStep, Timestamp, Timestamp) -> Bool = { (_, _, _) in false }

  init() {}
  init(_ section: SettingsSection) throws(SettingFault) {}

  func verify(
    _ request: WebhookRequest,
    at now: Timestamp
  ) throws(WebhookRefusal) -> VerifiedWebhook { try verifies(request) }

  func learnKey(_ name: String, _ call: Call) throws(ProviderError) -> Bool { try learns(name) }

  func venue(in app: BuyerApp?, isPhone: Bool) -> PayVenue { meets(app, isPhone) }

  func identification(state: String, returnURL: String) -> String? {
    "https://open.example/authorize?state=\(state)&back=\(returnURL)"
  }

  func payerID(code: String, _ call: Call) throws(ProviderError) -> String { try names(code) }

  func isStale(_ step: PayStep, keptAt: Timestamp, at now: Timestamp) -> Bool {
    forgets(step, keptAt, now)
  }

  func start(_ request: StartRequest, _ call: Call) throws(ProviderError) -> StartedCheckout {
    try starts(request)
  }

  func query(_ question: Payment.Question, _ call: Call) throws(ProviderError) -> Payment.Finding {
    try finds(question)
  }

  func refund(_ request: RefundRequest, _ call: Call) throws(ProviderError) -> RefundAnswer {
    try refunds(request)
  }

  func faults(asking call: Call) throws(ProviderError) -> [SettingFault] { try denies() }

  func statement(of day: CivilDate, _ call: Call) throws(ProviderError) -> [Statement.Line]? {
    try states(day)
  }
}

/// Counts across threads.
final class Tally: Sendable {
  private let counted = Mutex(0)

  var count: Int { counted.withLock { $0 } }

  /// Adds one and returns the count.
  @discardableResult
  func add() -> Int {
    counted.withLock { count in
      count += 1
      return count
    }
  }
}

/// Remembers the last value that it is given.
final class Kept<Value: Sendable>: Sendable {
  private let last = Mutex<Value?>(nil)

  var value: Value? { last.withLock { $0 } }

  func keep(_ value: Value) {
    last.withLock { $0 = value }
  }
}

extension Sample {
  /// The fact that somebody paid a checkout in full.
  static func paid(
    _ reference: Reference,
    paymentID: String,
    minorUnits: Int64 = 4_850,
    currency: String = "CNY"
  ) throws -> PaymentFact {
    .paid(
      PaidFact(
        key: Payment.Key(paymentID: paymentID, reference: reference),
        amount: Money(minorUnits: minorUnits, currency: try unwrapped(Currency(currency)))
      )
    )
  }
}
