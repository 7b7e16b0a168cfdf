import Shop
import Text

/// A product's prices, as its file has them.
struct WrittenPrices {
  var price: Money?
  var compareAt: Money?
  /// Prices in further currencies, in the file's order.
  var further: [Located<Money>] = []
}

/// Reads `price`, `compare_at` and `prices`, and checks which providers accept them.
extension Fields {
  /// The most further currencies of a product.
  private static let mostPrices = 20

  /// The price and the higher one it is compared with, in the file's currency or the shop's, and
  /// the prices in further currencies.
  mutating func prices(in currency: Currency) -> WrittenPrices {
    guard let currency = has("currency") ? self.currency("currency") : currency else {
      return WrittenPrices()
    }
    var prices = WrittenPrices()
    if let entries = mapped("price") {
      let list = entries.map { "\($0.key): …" }.joined(separator: ", ")
      report(
        at: position(of: "price"),
        "price: expected the amount in \(currency) alone, found a mapping; write the others below "
          + "`prices`",
        hint: "did you mean `prices: {\(printable(list))}`?"
      )
    } else {
      prices.price = money("price", currency: currency, isRequired: true)
    }
    prices.compareAt = compareAt(price: prices.price, currency: currency)
    prices.further = furtherPrices(besides: currency, prices.price)
    return prices
  }

  private mutating func compareAt(price: Money?, currency: Currency) -> Money? {
    guard let amount = money("compare_at", currency: currency) else { return nil }
    if let price, amount.minorUnits <= price.minorUnits {
      report(
        at: position(of: "compare_at"),
        "compare_at: expected more than the price \(price), found \(amount); "
          + "raise it or remove the line"
      )
    }
    return amount
  }

  private mutating func furtherPrices(
    besides own: Currency,
    _ price: Money?
  ) -> [Located<Money>] {
    guard let value = value("prices") else { return [] }
    guard case .mapping(let entries) = value.kind else {
      let meant = Self.meantPrices(value)
      report(
        at: value.position,
        "prices: expected further currencies with an amount each, found \(value.description); "
          + "write them as `prices: {USD: \"6.80\"}`, or below it, indented",
        hint: meant.isEmpty
          ? nil : "did you mean `prices: {\(meant.joined(separator: ", "))}`?"
      )
      return []
    }
    if entries.count > Self.mostPrices {
      report(
        at: entries[Self.mostPrices].position,
        "prices: expected at most \(Self.mostPrices) currencies, found \(entries.count); "
          + "remove some"
      )
    }
    var amounts = Fields(entries, in: source, known: entries.map(\.key), of: "`prices`")
    var found: [Located<Money>] = []
    for entry in entries {
      guard let currency = furtherCurrency(entry, besides: own),
        let amount = amounts.money(entry.key, currency: currency)
      else { continue }
      if let price { warnOfRate(amount, at: entry.value.position, beside: price) }
      found.append(Located(amount, at: entry.value.position))
    }
    adopt(amounts.problems)
    return found
  }

  private mutating func furtherCurrency(_ entry: YAMLEntry, besides own: Currency) -> Currency? {
    guard let currency = Currency(entry.key), StandardCodes.currencies.contains(entry.key) else {
      // In `{USD:6.80}` and `{USD：6.80}` the whole text is the key.
      let meant = entry.value.isNull ? Self.meantPrice(entry.key) : nil
      report(
        at: entry.position,
        "prices: expected a currency code of three capital letters such as USD, "
          + "found \(quoted(entry.key)); write the ISO 4217 code, a colon and a blank",
        hint: meant.map { "did you mean `\($0)`?" } ?? StandardCodes.currencyHint(for: entry.key)
      )
      return nil
    }
    guard currency != own else {
      report(
        at: entry.position,
        "prices: expected further currencies, found \(currency), the product's own; "
          + "write that amount as `price`, once"
      )
      return nil
    }
    return currency
  }

  /// What a list or a text seems to mean, such as `USD: "6.80"` by `6.80 USD`.
  private static func meantPrices(_ value: YAMLValue) -> [String] {
    switch value.kind {
    case .text(let text, _):
      text.split { ",;，；、/".contains($0) }.compactMap { meantPrice(String($0)) }
    case .list(let items): items.flatMap(meantPrices)
    case .mapping(let entries):
      entries.flatMap { entry -> [String] in
        guard case .text(let text, _) = entry.value.kind else { return [] }
        return [meantPrice(entry.key + " " + text)].compactMap { $0 }
      }
    }
  }

  private static func meantPrice(_ text: String) -> String? {
    let amount = text.filter { $0.isASCII && ($0.isNumber || $0 == ".") }
    let name = text.filter { !$0.isNumber && !" .:：\"'“”=".contains($0) }
    guard !amount.isEmpty, let code = StandardCodes.currency(meantBy: name) else { return nil }
    return "\(code): \"\(amount)\""
  }

  /// Warns about an amount that differs from the price by more than any exchange rate explains.
  private mutating func warnOfRate(_ amount: Money, at position: Position, beside price: Money) {
    guard let expected = StandardCodes.roughly(price, in: amount.currency) else { return }
    let likely = (expected.minorUnits / 4)...(expected.minorUnits * 4)
    guard !likely.contains(amount.minorUnits) else { return }
    report(
      .unlikelyPrice,
      at: position,
      "prices: expected about \(expected) beside \(price), found \(amount); correct the amount or "
        + "its currency"
    )
  }

  /// Reports a price whose currency none of the shop's providers accepts.
  mutating func requireBuyer(of prices: WrittenPrices, through payments: [Provider]) {
    guard !payments.isEmpty, !has("stripe") else { return }
    let isTaken = { (price: Money) in payments.contains { $0.takes(price.currency) } }
    let names = payments.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    if let price = prices.price, !isTaken(price) {
      report(
        at: position(of: has("currency") ? "currency" : "price"),
        "currency: expected one that \(names) take, found \(price.currency); "
          + "sell in CNY, or add `stripe` or `paypal` to `payments` of site/site.yaml"
      )
    }
    for price in prices.further where !isTaken(price.value) {
      report(
        at: price.position,
        "prices: expected a currency that \(names) take, found \(price.value.currency); "
          + "remove it, or add `stripe` or `paypal` to `payments` of site/site.yaml"
      )
    }
  }

  /// Warns about providers whose limits exclude a price, so that they are not offered for it.
  mutating func warnOfLimits(on prices: WrittenPrices, of payments: [Provider]) {
    if let price = prices.price {
      warnOfLimits(on: price, "price", at: position(of: "price"), of: payments)
    }
    for price in prices.further {
      warnOfLimits(on: price.value, "prices", at: price.position, of: payments)
    }
  }

  private mutating func warnOfLimits(
    on price: Money,
    _ key: String,
    at position: Position,
    of payments: [Provider]
  ) {
    let able = payments.filter { $0.takes(price.currency) }
    let faults = able.compactMap { provider in
      provider.fault(of: price).map { (provider.rawValue, $0) }
    }
    for (name, fault) in faults {
      let words = "\(key): expected \(fault.expected), which `\(name)` takes, found \(price); "
      if faults.count == able.count, !has("stripe") {
        report(at: position, words + "change it, or add another way to `payments`")
      } else {
        report(.amountLimit, at: position, words + "\(name) is not offered for it")
      }
    }
  }
}

/// A price that a provider may refuse, by the currency of the seller's bank account.
struct DoubtfulPrice: Sendable {
  let price: Money
  let position: Position
  let provider: Provider
  /// The least that the provider takes in any case.
  let least: Money
}

extension WrittenPrices {
  /// The prices that those providers may refuse.
  func doubtful(for payments: [Provider], at position: Position) -> [DoubtfulPrice] {
    let all = (price.map { [Located($0, at: position)] } ?? []) + further
    return all.flatMap { price in
      payments.filter { $0.takes(price.value.currency) }.compactMap { provider in
        guard let least = provider.uncertainMinimum(of: price.value.currency),
          price.value.minorUnits < least.minorUnits
        else { return nil }
        return DoubtfulPrice(
          price: price.value,
          position: price.position,
          provider: provider,
          least: least
        )
      }
    }
  }
}
