extension Payment {
  /// A way to pay for something: through whom, and in which of its currencies how much.
  package struct Way: Equatable, Sendable {
    package let provider: Provider
    package let amount: Money
    /// Whether that is the product's own currency, not a further one.
    package let isOwnCurrency: Bool

    /// How forms name it: `paypal` in the product's own currency, `paypal-USD` in a further one.
    package var name: String {
      isOwnCurrency ? provider.rawValue : "\(provider.rawValue)-\(amount.currency)"
    }

    /// Every way to pay so many at these prices, the product's own first: each price with the
    /// providers that take it, in their order.
    package static func all(
      at prices: [Money],
      times quantity: Int = 1,
      through providers: [Provider]
    ) -> [Payment.Way] {
      prices.enumerated().flatMap { index, price -> [Payment.Way] in
        guard let amount = price.times(quantity) else { return [] }
        return providers.filter { $0.takes(amount) }.map { provider in
          Payment.Way(provider: provider, amount: amount, isOwnCurrency: index == 0)
        }
      }
    }

    /// Whether a form means this way: by its name, or by a provider with a currency beside it.
    ///
    /// A provider alone means the product's own currency: nobody is asked for money in another one
    /// than they chose.
    package func isMeant(byProvider written: String, currency: String?) -> Bool {
      let parts = written.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.first == provider.rawValue[...] else { return false }
      let named = parts.dropFirst().first.map(String.init)
      if let named, let currency, named != currency { return false }
      guard let code = named ?? currency else { return isOwnCurrency }
      return code == amount.currency.code
    }
  }
}
