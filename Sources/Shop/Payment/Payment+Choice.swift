extension Payment {
  /// So many units of a product that can be bought at once, with what they cost together.
  package struct Choice: Equatable, Sendable {
    /// How many.
    package let quantity: Int
    /// In every currency in which one can be paid, the product's own first.
    package let totals: [Money]

    /// The quantities from 1 to the limit, without those whose amount no provider takes.
    package static func all(
      at prices: [Money],
      upTo limit: Int,
      through providers: [Provider]
    ) -> [Payment.Choice] {
      let paid = Payment.Way.all(at: prices, through: providers).map(\.amount.currency)
      let shown = prices.filter { paid.contains($0.currency) }
      return (1...limit).compactMap { quantity in
        let ways = Payment.Way.all(at: prices, times: quantity, through: providers)
        let totals = shown.compactMap { $0.times(quantity) }
        return ways.isEmpty || totals.isEmpty ? nil : Choice(quantity: quantity, totals: totals)
      }
    }
  }
}
