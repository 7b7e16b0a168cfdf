import Synchronization

/// What the pretend providers remember: sales, notices, what a test wants to go wrong.
///
/// A plain value that is given the time, so that tests need neither a server nor a clock.
package struct MockState: Sendable {
  /// What the providers and the shop sign with.
  package let keys: Keys
  /// Where the run is, and how fast it goes.
  package let place: Place
  /// By their IDs.
  package private(set) var sales: [String: Sale] = [:]
  /// In the order they were opened.
  package private(set) var saleIDs: [String] = []
  /// What is to be told to the shop.
  package var outbox: Outbox
  /// What a test wants to go wrong.
  package var controls = Controls()
  /// What Stripe remembers besides the sales.
  package var stripe = StripeRecords()
  /// What UnionPay remembers besides the sales.
  package var unionpay = UnionPayRecords()
  /// What PayPal remembers besides the sales.
  package var paypal = PayPalRecords()
  /// What WeChat remembers besides the sales.
  package var wechat = WeChatRecords()
  private var lastNumber = 0
  /// Seconds that notices wait before their first attempt.
  private var delay: Int64 = 0
  /// Keeps the IDs of two runs apart, for a worker that outlives this process.
  private let openedAt: Int64

  /// An empty mock.
  ///
  /// The moment it opened, in Unix seconds, becomes a part of every ID.
  package init(keys: Keys, place: Place, openedAt: Int64) {
    self.keys = keys
    self.place = place
    self.openedAt = openedAt
    outbox = Outbox(timeScale: place.timeScale)
  }

  /// Keeps a new sale.
  package mutating func add(_ sale: Sale) {
    sales[sale.id] = sale
    saleIDs.append(sale.id)
  }

  /// Finds a sale by its ID.
  package func sale(_ id: String) throws(SaleError) -> Sale {
    guard let sale = sales[id] else { throw .noSale(id) }
    return sale
  }

  /// Finds a sale by the shop's number: the newest, for the shop may have tried again.
  package func sale(order number: String, of provider: Provider) -> Sale? {
    sales(of: provider).last { $0.orderNumber == number }
  }

  /// The sales of a provider, in the order they were opened.
  package func sales(of provider: Provider) -> [Sale] {
    saleIDs.compactMap { sales[$0] }.filter { $0.provider == provider }
  }

  /// Finds a payment by its ID, with its sale.
  package func find(payment id: String) throws(SaleError) -> (Sale, Payment) {
    for sale in sales.values {
      if let found = sale.payments.first(where: { $0.id == id }) { return (sale, found) }
    }
    throw .noPayment(id)
  }

  /// Finds a refund by a rule, with its payment and sale.
  package func find(
    refundOf provider: Provider,
    where isWanted: (Refund) -> Bool
  ) -> (Sale, Payment, Refund)? {
    for sale in sales(of: provider) {
      for payment in sale.payments {
        if let found = payment.refunds.first(where: isWanted) { return (sale, payment, found) }
      }
    }
    return nil
  }

  /// Keeps what became of a sale.
  package mutating func replace(_ sale: Sale) {
    sales[sale.id] = sale
  }

  /// Changes a sale in place.
  package mutating func change(
    _ id: String,
    _ body: (inout Sale) -> Void
  ) throws(SaleError) {
    var sale = try sale(id)
    body(&sale)
    sales[id] = sale
  }

  /// Changes a payment in place.
  package mutating func change(
    payment id: String,
    _ body: (inout Payment) throws(SaleError) -> Void
  ) throws(SaleError) {
    var (sale, changed) = try find(payment: id)
    try body(&changed)
    sale.payments = sale.payments.map { $0.id == id ? changed : $0 }
    sales[sale.id] = sale
  }

  /// Puts a notice in the outbox.
  package mutating func post(
    id: String,
    from provider: Provider,
    kind: String,
    content: [UInt8],
    at now: Int64,
    compose: @escaping @Sendable (Int64) throws -> Outgoing
  ) {
    outbox.add(
      Notice(
        id: id,
        provider: provider,
        kind: kind,
        content: content,
        dueAt: now * 1000 + delay * 1000 / place.timeScale,
        compose: compose
      )
    )
  }

  /// Does something whose notices set out only after so many seconds.
  package mutating func delayed<Failure: Error>(
    by seconds: Int64,
    _ body: (inout MockState) throws(Failure) -> Void
  ) throws(Failure) {
    delay = max(0, seconds)
    defer { delay = 0 }
    try body(&self)
  }

  /// Takes what a test wants to be false about the next notice.
  package mutating func takeTampering(of provider: Provider) -> Tampering? {
    controls.tampering.removeValue(forKey: provider)
  }

  /// A number that no other run gives: `prefix_…`.
  package mutating func nextID(_ prefix: String) -> String {
    lastNumber += 1
    return "\(prefix)_\(String(openedAt, radix: 36))\(padded(lastNumber, 6))"
  }

  /// As many digits as asked, 18 at least, that no other run gives.
  package mutating func nextDigits(_ count: Int, prefix: String = "") -> String {
    lastNumber += 1
    return prefix + String(openedAt) + padded(lastNumber, count - prefix.count - 10)
  }

  /// Capital letters and digits that no other run gives.
  package mutating func nextCapitals(_ count: Int) -> String {
    lastNumber += 1
    let run = String(openedAt, radix: 36).uppercased()
    return run + padded(lastNumber, max(6, count - run.count))
  }

  private func padded(_ number: Int, _ count: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, count - digits.count)) + digits
  }
}

/// Where the providers are played, and how.
package struct Place: Equatable, Sendable {
  /// `http://127.0.0.1:4242`.
  package let origin: String
  /// The worker's origin.
  package let worker: String
  /// Divides every wait.
  package let timeScale: Int64
  /// Whether Stripe's objects say `livemode`.
  package let isLive: Bool
  /// Whether signatures come from certificates whose time is over.
  package let usesExpiredCertificate: Bool

  package init(
    origin: String,
    worker: String,
    timeScale: Int64,
    isLive: Bool = false,
    usesExpiredCertificate: Bool = false
  ) {
    self.origin = origin
    self.worker = worker
    self.timeScale = timeScale
    self.isLive = isLive
    self.usesExpiredCertificate = usesExpiredCertificate
  }
}

/// The one mock that all requests and the sender share.
final class SharedState: Sendable {
  private let mock: Mutex<MockState>

  init(_ mock: sending MockState) {
    self.mock = Mutex(mock)
  }

  /// Does one thing while nobody else looks.
  func update<Result: Sendable, Failure: Error>(
    _ body: (inout sending MockState) throws(Failure) -> sending Result
  ) throws(Failure) -> Result {
    try mock.withLock(body)
  }
}
