/// How far a price may fall from one catalog to the next before a person is asked.
package struct PriceAlarm: Equatable, Sendable {
  /// 1 to 99; nil when a fall of any size is accepted.
  package let percent: Int?

  /// The alarm of a shop that sets none.
  package static let standard = PriceAlarm(percent: 50)
  /// A limit may grow to this many times; more counts as a slip of the hand.
  package static let limitGrowth = 10

  /// How long a price counts after it has ended.
  package static let memorySeconds: Int64 = 86_400

  private init(percent: Int?) { self.percent = percent }

  /// Reads `50%`, `50` or `off`; nil for anything else.
  package init?(_ text: String) {
    if text == "off" {
      self.init(percent: nil)
      return
    }
    let digits = text.hasSuffix("%") ? text.dropLast() : text[...]
    guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let percent = Int(digits),
      (1...99).contains(percent)
    else { return nil }
    self.init(percent: percent)
  }

  /// What a product costs, and how many of it one checkout may have.
  package struct Terms: Equatable, Sendable {
    /// The price of one, in the product's own currency.
    package let price: Money
    /// The price of one in further currencies, ordered by code.
    package let furtherPrices: [Money]
    /// The most units of one checkout.
    package let limit: Int

    package init(price: Money, furtherPrices: [Money] = [], limit: Int) {
      self.price = price
      self.furtherPrices = furtherPrices.sorted { $0.currency.code < $1.currency.code }
      self.limit = limit
    }

    /// In every currency, for people: `48.50 CNY, 6.80 USD`.
    package var priceText: String {
      ([price] + furtherPrices).map { "\($0)" }.joined(separator: ", ")
    }
  }

  /// Why a person must accept the `next` terms first; nil when nobody must.
  ///
  /// `former` are the highest prices of the last `memorySeconds`, one for each currency: what falls
  /// in steps is compared with where it began.
  package func objection(
    to next: Terms,
    after last: Terms,
    former: [Money] = []
  ) -> HeldPrice.Reason? {
    guard let percent else { return nil }
    guard next.price.currency == last.price.currency else { return .currency }
    let before = [last.price] + last.furtherPrices
    for price in [next.price] + next.furtherPrices {
      // A price in a currency without an accepted one has nothing to be compared with.
      guard let last = before.first(where: { $0.currency == price.currency }) else {
        return .currency
      }
      guard price.minorUnits < last.minorUnits else { continue }
      let highest = former.filter { $0.currency == price.currency }.map(\.minorUnits)
        .reduce(last.minorUnits, max)
      if price.minorUnits * 100 < highest * Int64(100 - percent) { return .fall }
    }
    return next.limit > last.limit * Self.limitGrowth ? .limit : nil
  }
}

/// A product that is not sold until a person accepts its new terms.
///
/// Nor is it sold at its old price: buyers see the new one on the page, and charging a price that
/// the page does not show is as wrong as charging one that is too low.
package struct HeldPrice: Equatable, Sendable {
  /// Why it waits.
  package enum Reason: String, CaseIterable, Sendable {
    /// It fell by more than the shop allows.
    case fall
    /// It is in another currency, or in one more.
    case currency
    /// Its limit is many times the last one.
    case limit
    /// The terms that were accepted last were changed by something other than the worker.
    case altered
  }

  /// The product that waits.
  package let sku: SKU
  /// The hash of the catalog with the new terms.
  package let build: String
  /// The terms that wait.
  package let next: PriceAlarm.Terms
  /// The terms that were accepted last; nil when they cannot be trusted.
  package let last: PriceAlarm.Terms?
  /// Why they were not accepted automatically.
  package let reason: Reason
  /// When that catalog was read.
  package let since: Timestamp

  package init(
    sku: SKU,
    build: String,
    next: PriceAlarm.Terms,
    last: PriceAlarm.Terms?,
    reason: Reason,
    since: Timestamp
  ) {
    self.sku = sku
    self.build = build
    self.next = next
    self.last = last
    self.reason = reason
    self.since = since
  }
}

extension HeldPrice: CustomStringConvertible {
  /// One sentence for the log and the operator.
  package var description: String {
    let before = last.map { "\($0.priceText), at most \($0.limit)" } ?? "unknown"
    return
      "product \(sku) is not sold: its terms were \(before) and are now \(next.priceText), at most "
      + "\(next.limit) (\(reason.rawValue)); correct the shop, or take them by "
      + "`cardstock-worker catalog accept --sku \(sku) --reason WHY`"
  }
}

extension CatalogDocument {
  /// The same catalog without the products that are held back.
  package func without(_ held: [HeldPrice]) -> CatalogDocument {
    let withheld = Set(held.map(\.sku.text))
    guard !withheld.isEmpty else { return self }
    var document = self
    document.products.removeAll { withheld.contains($0.sku) }
    return document
  }
}

extension CatalogDocument.ProductEntry {
  /// The product's terms; nil when the entry is malformed.
  package var terms: PriceAlarm.Terms? {
    prices.flatMap { prices in
      prices.first.map { own in
        PriceAlarm.Terms(price: own, furtherPrices: Array(prices.dropFirst()), limit: limit)
      }
    }
  }
}
